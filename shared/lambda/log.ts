import type { Now } from '../clock.ts';

/** Ids and counts only: no address, name, subject or text of a person ever goes into a log. */
export type Fields = Record<string, string | number | boolean | undefined>;

export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  /** The stack of an error of ours is logged; its text may hold AWS's words, never a customer's. */
  error(message: string, error: unknown, fields?: Fields): void;
}

export function createLog(write: (line: string) => void, functionName: string, now: Now): Log {
  const line = (level: string, message: string, fields: Fields) =>
    write(JSON.stringify({ level, time: now().toISOString(), function: functionName, message, ...fields }));
  return {
    info: (message, fields = {}) => line('INFO', message, fields),
    warn: (message, fields = {}) => line('WARN', message, fields),
    error: (message, error, fields = {}) =>
      line('ERROR', message, {
        ...fields,
        error: error instanceof Error ? error.name : typeof error,
        stack: error instanceof Error ? error.stack : String(error),
      }),
  };
}

import type { Now } from '../clock.ts';

/** Ids and counts only: no address, name, subject or text of a person ever goes into a log. */
export type Fields = Record<string, string | number | boolean | undefined>;

export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  /** Logs the error's stack, without the mail addresses that its text may hold. */
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
        stack: redacted(told(error)),
      }),
  };
}

/** The stack, and those of the errors that an AggregateError gathers. */
function told(error: unknown): string {
  const own = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return error instanceof AggregateError ? [own, ...error.errors.map(told)].join('\n') : own;
}

/** AWS quotes addresses in its messages ("Email address is not verified: …"). */
const redacted = (text: string): string => text.replace(/[^\s<>"'(),:;/]+@[^\s<>"'(),:;/]+/g, '<address>');

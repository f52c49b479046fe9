import type { Meter } from '../metrics/meter.ts';
import type { Fields, Log } from './log.ts';

/** Where a function that works through batches says what went wrong. */
export interface Work {
  functionName: string;
  log: Log;
  meter: Meter;
}

/** A part of a batch failed and will be tried again. Lambda counts the invocation as a success, so this is the only count there is. */
export function workFailed({ functionName, log, meter }: Work, message: string, error: unknown, fields: Fields): void {
  log.error(message, error, fields);
  meter('WorkFailed', 1, { Function: functionName });
}

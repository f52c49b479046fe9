/** How a function fails, as Lambda answers it with `X-Amz-Function-Error`. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[] | undefined;
}

export type InvokeResult = { ok: true; payload: unknown } | { ok: false; error: FunctionError };

/** What comes out of a sandbox: the payload still as the JSON text that the function wrote. */
export type Outcome = { ok: true; json: string } | { ok: false; error: FunctionError };

/** Largest event of a synchronous invocation in bytes (Lambda quotas: 6 MB). */
export const maximumEventBytes = 6_291_456;

/** Largest answer in bytes: AWS adds a hundred for its envelope, and says so in the error. */
export const maximumResponseBytes = 6_291_556;

/** Largest event of an asynchronous invocation in bytes (Lambda quotas: 1 MB since October 2025, 256 KB before). */
export const maximumAsyncEventBytes = 1_048_576;

export const eventTooLarge = 'RequestEntityTooLargeException';

export function failed(errorType: string, errorMessage: string): { ok: false; error: FunctionError } {
  return { ok: false, error: { errorType, errorMessage } };
}

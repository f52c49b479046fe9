/** What can be wrong with a request, in the caller's terms. One place maps each to an HTTP status: `shared/lambda/http.ts`. */
export type CallerErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'stale'
  | 'too-large'
  | 'unsupported'
  | 'too-many';

/**
 * The one error whose message a caller may see. Anything else that is thrown is a fault of ours: it is logged, retried where the entry
 * retries, and shown to callers as an internal error without its text.
 */
export class CallerError extends Error {
  readonly code: CallerErrorCode;
  /** The input field that breaks the rule, as the caller spells it. */
  readonly field: string | undefined;
  /** After how many seconds it is worth another try. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: CallerErrorCode,
    message: string,
    field?: string,
    { retryAfterSeconds }: { retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = 'CallerError';
    this.code = code;
    this.field = field;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What became of one attempt. `failure`: the status, or `time-out`, `connection`, `target` (the address is not one that webhooks may go to). */
export type Attempt = { taken: true } | { taken: false; failure: string; retryAfterSeconds?: number | undefined };

/** The subscriber wants nothing any more. */
export const goneStatus = '410';

/** Sends one body, once. Never rejects: whatever goes wrong is the subscriber's. */
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<Attempt>;

/** How long a subscriber may take to answer. */
export const attemptSeconds = 10;
/** Bytes of an answer that are read; what it says is of no interest. */
export const mostAnswerBytes = 4096;

/** Statuses whose Retry-After counts (RFC 9110, 10.2.3; RFC 6585, 4). */
export const patientStatuses: readonly number[] = [429, 503];

/** Seconds after the first, second, … failure in a row; then the last again and again. */
export const waits = [5, 30, 2 * 60, 10 * 60, 30 * 60, 3600, 3 * 3600, 6 * 3600, 12 * 3600] as const;
export const longestWaitSeconds = 12 * 3600;
/** A wait is drawn from this much around it, so that those who failed together do not come back together. */
export const jitter = 0.2;
/** After this long without the subscriber taking it, an event is given up: set aside, or with it the whole subscription disabled. */
export const givenUpAfterSeconds = 3 * 24 * 3600;

/**
 * Milliseconds to wait after so many failures in a row (from 1). A subscriber that says when to come again (`retryAfterSeconds`) is
 * asked no sooner, and twelve hours later at the latest. `random` from 0 to 1.
 */
export function waitMilliseconds(failures: number, retryAfterSeconds: number | undefined, random: number): number {
  const planned = (waits[failures - 1] ?? longestWaitSeconds) * (1 - jitter + 2 * jitter * random);
  return Math.round(1000 * Math.max(planned, Math.min(retryAfterSeconds ?? 0, longestWaitSeconds)));
}

/** Retry-After in seconds from `now`: a number, or an HTTP date (RFC 9110, 10.2.3). Undefined for anything else, and for what has passed. */
export function retryAfterIn(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d{1,10}$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  return seconds > 0 ? Math.ceil(seconds) : undefined;
}

import { Temporal } from 'temporal-polyfill';
import { InputError } from './input.ts';

/**
 * Milliseconds of an ISO 8601 duration: `PT4H`, `P1DT2H`, `PT30S`, `P2W`; a day is 24 hours. Throws `InputError` naming the field, also for
 * years and months, which have no fixed length.
 */
export function durationMilliseconds(field: string, text: string): number {
  const duration = parsed(field, text);
  if (duration.years !== 0 || duration.months !== 0)
    throw new InputError(field, 'must not have years or months, which have no fixed length: use days');
  if (duration.sign < 0) throw new InputError(field, 'must not be negative: the clock only moves forward');
  const { weeks, days } = duration;
  return Math.round(duration.with({ weeks: 0, days: days + weeks * 7 }).total('milliseconds'));
}

function parsed(field: string, text: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(text);
  } catch {
    throw new InputError(field, 'must be an ISO 8601 duration such as PT4H, P1DT2H or PT30S');
  }
}

/** Milliseconds since the epoch of an ISO 8601 instant, which must say its offset from UTC. Throws `InputError` naming the field. */
export function instantMilliseconds(field: string, text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw new InputError(field, 'must be an ISO 8601 instant with its offset, such as 2026-01-05T08:00:00Z');
  }
}

import { readAmount, secondsOf } from './amount.ts';
import { type Calendar, roundTheClock } from './calendar.ts';
import { gapsOf, isoOf, secondOf } from './count.ts';
import { type Gap, merged } from './paused-time.ts';
import type { Pause } from './receipt.ts';
import { serviceHours } from './service-hours.ts';
import type { Second } from './time-zone.ts';

/** A pause that the ticket's work made; the others are suspensions of the contract, which nobody's word ends. */
export const isOfWork = ({ reason }: Pause): boolean => reason !== 'suspended';

/** Pauses of one clock by its ticket's work; after so many it runs on, or its receipt would outgrow what the table can keep. */
export const mostPauses = 100;

const endOf = ({ until }: Pause): Second => (until === undefined ? Number.POSITIVE_INFINITY : secondOf(until));

/** The suspensions among these, from this moment on; what was over by then is no part of the count. */
export const suspensionsFrom = (pauses: readonly Pause[], from: Second): Pause[] =>
  pauses
    .filter((pause) => !isOfWork(pause) && endOf(pause) > from)
    .map((pause) => ({ ...pause, from: isoOf(Math.max(secondOf(pause.from), from)) }));

/** The suspensions among these, up to this moment. */
export const suspensionsUntil = (pauses: readonly Pause[], until: Second): Pause[] =>
  pauses
    .filter((pause) => !isOfWork(pause) && secondOf(pause.from) < until)
    .map((pause) => ({ ...pause, until: isoOf(Math.min(endOf(pause), until)) }));

/** The time around `now` in which nothing is counted; those that touch or overlap are one, infinite while nobody knows its end. */
export const gapAt = (pauses: readonly Pause[], now: Second): Gap | undefined =>
  merged(gapsOf(pauses)).find(({ from, to }) => from <= now && now < to);

/** The pause, over at this moment unless it was before. */
export function endedBy(pause: Pause, moment: Second): Pause {
  const until = Math.min(moment, pause.until === undefined ? moment : secondOf(pause.until));
  return { ...pause, until: isoOf(Math.max(secondOf(pause.from), until)) };
}

/**
 * When a pause that begins at `from` ends, so that it and these pauses have together lasted `cap`; `from` where they have already.
 * Business time is counted on `calendar`. Throws RangeError for what is no amount.
 */
export function capEnd(pauses: readonly Pause[], calendar: Calendar, cap: string, from: Second): Second {
  const amount = readAmount(cap);
  if (!amount) throw new RangeError(`not an amount: ${cap}`);
  const counted = amount.unit === 'clock' ? roundTheClock : calendar;
  const hours = serviceHours(counted);
  const used = pauses.reduce(
    (sum, pause) => sum + hours.between(secondOf(pause.from), pause.until ? secondOf(pause.until) : from),
    0,
  );
  const left = secondsOf(amount, counted, from) - used;
  return left > 0 ? hours.add(from, left) : from;
}

import { secondsOf } from './amount.ts';
import { type Clock, isOpen } from './clock.ts';
import { counted, countOf } from './clocks.ts';
import type { ChangeRule, Commitment } from './commitment.ts';
import { type Count, carriedUntil, momentAfter, type NamedCalendar, secondOf } from './count.ts';
import { isOfWork, suspensionsFrom, suspensionsUntil } from './pauses.ts';
import type { Second } from './time-zone.ts';

/**
 * The clock under another promise from `at` on, by the contract's rule; `before` is the calendar that it was counted on, if it still says
 * what it said then. The same promise on a calendar that says other dates, or around other suspensions, is counted from where it counted
 * before. What was broken stays broken, steps that were done stay done, and pauses stay what they are.
 */
export function changeClock(clock: Clock, to: Commitment, before: NamedCalendar | undefined, rule: ChangeRule, at: Date): Clock {
  if (!isOpen(clock)) return clock;
  const now = Math.floor(at.getTime() / 1000);
  const base = whence(clock, to, before, rule, now);
  const seconds = secondsOf(to.amount, to.on.calendar, base.carried[0] ? secondOf(base.carried[0].from) : base.from);
  // What was carried over was counted around the suspensions that were known then.
  const pauses = [
    ...clock.receipt.pauses.filter(isOfWork),
    ...suspensionsUntil(clock.receipt.pauses, base.from),
    ...suspensionsFrom(to.pauses, base.from),
  ];
  const count: Count = { ...base, on: to.on, pauses: pauses.sort((a, b) => a.from.localeCompare(b.from)) };
  const due = momentAfter(count, seconds);
  const isTooEarly = rule === 'never-earlier-than-now' && due !== undefined && due < now;
  return counted(clock, to, isTooEarly ? { ...count, notBefore: now } : count, seconds, at);
}

/** Whether the clock is counted by this promise as it stands: nothing would change if it were counted again. */
export function isCountedBy({ receipt }: Clock, to: Commitment): boolean {
  const last = receipt.segments.at(-1);
  const from = secondOf(last?.from ?? receipt.start);
  return (
    receipt.contractId === to.contractId &&
    receipt.contractVersion === to.contractVersion &&
    receipt.target === to.target &&
    last?.calendarVersion === to.on.version &&
    JSON.stringify(suspensionsFrom(receipt.pauses, from)) === JSON.stringify(suspensionsFrom(to.pauses, from))
  );
}

/** From where the new promise counts, and what it takes over. */
function whence(
  clock: Clock,
  to: Commitment,
  before: NamedCalendar | undefined,
  rule: ChangeRule,
  now: Second,
): Pick<Count, 'carried' | 'from'> {
  const { receipt } = clock;
  const old = countOf(clock, before ?? to.on);
  const asBefore = { carried: old.carried, from: old.from };
  const isSamePromise = receipt.contractId === to.contractId && receipt.target === to.target;
  const isSameCalendar = receipt.segments.at(-1)?.calendar === to.on.name;
  if (isSamePromise && isSameCalendar) return asBefore;
  switch (rule) {
    case 'restart':
      return { carried: [], from: now };
    case 'from-creation':
    case 'never-earlier-than-now':
      return { carried: [], from: secondOf(clock.startedAt) };
    case 'carry-elapsed': {
      // The same calendar, or the same one that says other dates by now: what has passed on it is counted as it now stands.
      if (!before || before.version === to.on.version) return asBefore;
      const from = Math.max(now, old.from);
      return { carried: carriedUntil(old, from), from };
    }
  }
}

/** A clock that was given up and is promised again goes on as if it had not been. */
export const revived = (clock: Clock): Clock => ({ ...clock, state: 'running', finishedAt: undefined });

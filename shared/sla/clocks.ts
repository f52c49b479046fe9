import { secondsOf } from './amount.ts';
import { type Clock, isOpen } from './clock.ts';
import type { Commitment, PauseRule } from './commitment.ts';
import {
  type Count,
  countedUntil,
  holidaysKnownThrough,
  isoOf,
  momentAfter,
  type NamedCalendar,
  secondOf,
  segmentsOf,
} from './count.ts';
import { stepsOf } from './ladder.ts';
import { capEnd, endedBy, gapAt, isOfWork, mostPauses, suspensionsFrom } from './pauses.ts';
import type { Pause, PauseReason, Receipt } from './receipt.ts';
import type { Second } from './time-zone.ts';

const second = (at: Date): Second => Math.floor(at.getTime() / 1000);

/** Starts to count at `start`. Throws RangeError where the calendar does not hold the amount. */
export function startClock(commitment: Commitment, start: Date, cycle: number): Clock {
  const from = second(start);
  const seconds = secondsOf(commitment.amount, commitment.on.calendar, from);
  const count: Count = { carried: [], on: commitment.on, from, pauses: suspensionsFrom(commitment.pauses, from) };
  const fresh = { metric: commitment.metric, cycle, startedAt: isoOf(from), breachedAt: undefined, finishedAt: undefined };
  return counted({ ...fresh, steps: [] }, commitment, count, seconds, start);
}

type Uncounted = Omit<Clock, 'state' | 'pausedUntil' | 'dueAt' | 'receipt'>;

/** The clock with due time, steps and receipt as the count gives them. */
export function counted(clock: Uncounted, commitment: Commitment, count: Count, seconds: number, at: Date): Clock {
  const due = momentAfter(count, seconds);
  const receipt: Receipt = {
    contractId: commitment.contractId,
    contractVersion: commitment.contractVersion,
    timeZone: commitment.timeZone,
    start: clock.startedAt,
    target: commitment.target,
    seconds,
    segments: segmentsOf(count, seconds),
    pauses: [...count.pauses],
    notBefore: count.notBefore === undefined ? undefined : isoOf(count.notBefore),
    due: due === undefined ? undefined : isoOf(due),
    holidaysKnownThrough: due === undefined ? undefined : holidaysKnownThrough(count.on, due),
  };
  return {
    ...clock,
    ...standing(clock, count.pauses, second(at)),
    dueAt: receipt.due,
    steps: stepsOf(commitment.ladder, count, seconds, due, clock.steps),
    receipt,
  };
}

/** Whether the clock stands still now, and until when: pauses and suspensions that touch or overlap are one. */
function standing(clock: Uncounted, pauses: readonly Pause[], now: Second): Pick<Clock, 'state' | 'pausedUntil'> {
  if (clock.breachedAt !== undefined) return { state: 'breached', pausedUntil: undefined };
  const gap = gapAt(pauses, now);
  if (!gap) return { state: 'running', pausedUntil: undefined };
  return { state: 'paused', pausedUntil: Number.isFinite(gap.to) ? isoOf(gap.to) : undefined };
}

/** What a clock is counted by, taken from its receipt. */
export function countOf({ receipt }: Clock, on: NamedCalendar): Count {
  const { segments, pauses, notBefore } = receipt;
  const last = segments.at(-1);
  return {
    carried: segments.slice(0, -1),
    on,
    from: secondOf(last?.from ?? receipt.start),
    pauses,
    notBefore: notBefore === undefined ? undefined : secondOf(notBefore),
  };
}

/** Seconds of the promised time that have passed by `at`, pauses left out. */
export const elapsedSeconds = (clock: Clock, on: NamedCalendar, at: Date): number => countedUntil(countOf(clock, on), second(at));

/** Counts the clock again, its pauses being these. */
function withPauses(clock: Clock, commitment: Commitment, pauses: readonly Pause[], at: Date): Clock {
  return counted(clock, commitment, { ...countOf(clock, commitment.on), pauses }, clock.receipt.seconds, at);
}

/**
 * Stops the count at `at` for this reason, as long as the rule allows. A clock that is late, finished or paused already stays as it is,
 * and so does one whose pauses by this rule are used up, or that has been paused `mostPauses` times. A suspension of the contract is no
 * such pause: it may end first.
 */
export function pauseClock(clock: Clock, commitment: Commitment, reason: PauseReason, rule: PauseRule, at: Date): Clock {
  const from = second(at);
  const { pauses } = clock.receipt;
  const ofWork = pauses.filter(isOfWork);
  if (!isOpen(clock) || clock.state === 'breached' || gapAt(ofWork, from) || ofWork.length >= mostPauses) return clock;
  const byThisRule = ofWork.filter((pause) => rule.because.includes(pause.reason));
  const until = rule.atMost === undefined ? undefined : capEnd(byThisRule, commitment.on.calendar, rule.atMost, from);
  if (until !== undefined && until <= from) return clock;
  const pause: Pause = { from: isoOf(from), until: until === undefined ? undefined : isoOf(until), reason };
  return withPauses(clock, commitment, [...pauses, pause], at);
}

/**
 * Goes on counting at `at`. A clock that is not paused stays as it is, and a suspension of the contract is not ended by anybody: the
 * clock stands still until it is over.
 */
export function resumeClock(clock: Clock, commitment: Commitment, at: Date): Clock {
  if (!isOpen(clock) || clock.state !== 'paused') return clock;
  const { pauses } = clock.receipt;
  const last = pauses.findLastIndex(isOfWork);
  const ended = pauses.map((pause, i) => (i === last ? endedBy(pause, second(at)) : pause));
  // A message may have been sent before the last pause began: the clock goes on from then, not from before.
  const moment = Math.max(second(at), secondOf(ended[last]?.until ?? isoOf(second(at))));
  const resumed = withPauses(clock, commitment, ended, new Date(moment * 1000));
  const isAsBefore = resumed.state === 'paused' && resumed.receipt.pauses[last]?.until === pauses[last]?.until;
  return isAsBefore ? clock : resumed;
}

/** What was promised has happened at `at`. Exactly on the due instant is in time, also if we learn of it only after we took it for late. */
export function finishClock(clock: Clock, at: Date): Clock {
  if (!isOpen(clock)) return clock;
  const { dueAt, breachedAt } = clock;
  // Broken under an earlier promise, it is kept by none that came after.
  const inTime = [dueAt, breachedAt].every((limit) => limit === undefined || at.getTime() <= Date.parse(limit));
  return inTime
    ? { ...clock, state: 'met', breachedAt: undefined, finishedAt: at.toISOString() }
    : { ...clock, state: 'breached', breachedAt: clock.breachedAt ?? clock.dueAt, finishedAt: at.toISOString() };
}

/** What was promised is not waited for any more. A promise that is broken already ends as a broken one: closing a ticket hides nothing. */
export function dropClock(clock: Clock, at: Date): Clock {
  if (!isOpen(clock)) return clock;
  return clock.breachedAt === undefined ? { ...clock, state: 'cancelled' } : finishClock(clock, at);
}

/** The step is done: its people were told, or need not be. */
export const markStepDone = (clock: Clock, name: string, at: string): Clock => ({
  ...clock,
  steps: clock.steps.map((step) => (step.name === name ? { ...step, doneAt: step.doneAt ?? at } : step)),
});

export const markAcknowledged = (clock: Clock, name: string, at: string): Clock => ({
  ...clock,
  steps: clock.steps.map((step) => (step.name === name ? { ...step, acknowledgedAt: step.acknowledgedAt ?? at } : step)),
});

/** Past its due time, and what was promised has not happened. */
export const markBreached = (clock: Clock): Clock =>
  isOpen(clock) && clock.breachedAt === undefined ? { ...clock, state: 'breached', breachedAt: clock.dueAt } : clock;

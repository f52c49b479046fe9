import { type Amount, secondsOf } from './amount.ts';
import { type Clock, type ClockMetric, isOpen } from './clock.ts';
import {
  type Count,
  carriedUntil,
  countedUntil,
  holidaysKnownThrough,
  isoOf,
  momentAfter,
  type NamedCalendar,
  secondOf,
  segmentsOf,
} from './count.ts';
import { type Rung, stepsOf } from './ladder.ts';
import { capEnd, endedBy, gapAt, isOfWork } from './pauses.ts';
import type { Pause, PauseReason, Receipt } from './receipt.ts';
import type { Second } from './time-zone.ts';

/** The events from which a promise may count. */
export const startEvents = ['receipt', 'first-response'] as const;
export type StartEvent = (typeof startEvents)[number];

/** What a contract promises for one clock of one ticket, with all that counting it needs. */
export interface Commitment {
  metric: ClockMetric;
  contractId: string;
  contractVersion: number;
  timeZone: string;
  /** As the contract writes it. */
  target: string;
  amount: Amount;
  on: NamedCalendar;
  ladder: readonly Rung[];
  /** The event that it counts from. */
  from: StartEvent;
  /** For `update`: whether each word to the customer starts the next one. */
  repeats: boolean;
  /** Times known beforehand in which nothing is counted, such as a suspension of the contract. */
  pauses: readonly Pause[];
}

/** By which rule a running clock takes on another promise. */
export const changeRules = ['carry-elapsed', 'restart', 'from-creation', 'never-earlier-than-now'] as const;
export type ChangeRule = (typeof changeRules)[number];

const second = (at: Date): Second => Math.floor(at.getTime() / 1000);

/** Starts to count at `start`. Throws RangeError where the calendar does not hold the amount. */
export function startClock(commitment: Commitment, start: Date, cycle: number): Clock {
  const from = second(start);
  const seconds = secondsOf(commitment.amount, commitment.on.calendar, from);
  const pauses = commitment.pauses.filter(lastsBeyond(from));
  const count: Count = { carried: [], on: commitment.on, from, pauses };
  const fresh = { metric: commitment.metric, cycle, startedAt: isoOf(from), breachedAt: undefined, finishedAt: undefined };
  return counted({ ...fresh, steps: [] }, commitment, count, seconds, start);
}

/** What was over before the count began is no part of it, however often it is counted. */
const lastsBeyond =
  (start: Second) =>
  ({ until }: Pause): boolean =>
    until === undefined || secondOf(until) > start;

type Uncounted = Omit<Clock, 'state' | 'pausedUntil' | 'dueAt' | 'receipt'>;

/** The clock with due time, steps and receipt as the count gives them. */
function counted(clock: Uncounted, commitment: Commitment, count: Count, seconds: number, at: Date): Clock {
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
function countOf({ receipt }: Clock, on: NamedCalendar): Count {
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
 * Stops the count at `at`, for at most `cap` (all pauses of this clock together). A clock that is late, finished or paused already stays
 * as it is, and so does one whose pauses are used up. A suspension of the contract is no such pause: it may end first.
 */
export function pauseClock(clock: Clock, commitment: Commitment, reason: PauseReason, cap: string | undefined, at: Date): Clock {
  const from = second(at);
  const { pauses } = clock.receipt;
  const isPaused = gapAt(pauses.filter(isOfWork), from) !== undefined;
  if (!isOpen(clock) || clock.state === 'breached' || isPaused) return clock;
  const until = cap === undefined ? undefined : capEnd(pauses, commitment.on.calendar, cap, from);
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
  const resumed = withPauses(
    clock,
    commitment,
    pauses.map((pause, i) => (i === last ? endedBy(pause, second(at)) : pause)),
    at,
  );
  const isAsBefore = resumed.state === 'paused' && resumed.receipt.pauses[last]?.until === pauses[last]?.until;
  return isAsBefore ? clock : resumed;
}

/** What was promised has happened at `at`. Exactly on the due instant is in time, also if we learn of it only after we took it for late. */
export function finishClock(clock: Clock, at: Date): Clock {
  if (!isOpen(clock)) return clock;
  const inTime = clock.dueAt === undefined || at.getTime() <= Date.parse(clock.dueAt);
  return inTime
    ? { ...clock, state: 'met', breachedAt: undefined, finishedAt: at.toISOString() }
    : { ...clock, state: 'breached', breachedAt: clock.breachedAt ?? clock.dueAt, finishedAt: at.toISOString() };
}

/** What was promised is not waited for any more. A promise that is broken already ends as a broken one: closing a ticket hides nothing. */
export function dropClock(clock: Clock, at: Date): Clock {
  if (!isOpen(clock)) return clock;
  return clock.breachedAt === undefined ? { ...clock, state: 'cancelled' } : finishClock(clock, at);
}

/**
 * The clock under another promise from `at` on, by the contract's rule. What was broken under the old one stays broken, steps that were
 * done stay done, and pauses stay what they are.
 */
export function changeClock(clock: Clock, to: Commitment, before: NamedCalendar | undefined, rule: ChangeRule, at: Date): Clock {
  if (!isOpen(clock)) return clock;
  const now = second(at);
  const start = rule === 'restart' ? now : secondOf(clock.startedAt);
  const seconds = secondsOf(to.amount, to.on.calendar, start);
  const suspended = to.pauses.filter(lastsBeyond(secondOf(clock.startedAt)));
  const pauses = [...clock.receipt.pauses.filter(isOfWork), ...suspended].sort((a, b) => a.from.localeCompare(b.from));
  const count: Count = { ...whence(clock, to, before, rule, now), on: to.on, pauses };
  const due = momentAfter(count, seconds);
  const isTooEarly = rule === 'never-earlier-than-now' && due !== undefined && due < now;
  return counted(clock, to, isTooEarly ? { ...count, notBefore: now } : count, seconds, at);
}

/** Whether the clock is counted by this promise as it stands: nothing would change if it were counted again. */
export function isCountedBy({ receipt }: Clock, to: Commitment): boolean {
  const known = receipt.pauses.filter((pause) => !isOfWork(pause));
  const wanted = to.pauses.filter(({ until }) => until === undefined || until > receipt.start);
  return (
    receipt.contractId === to.contractId &&
    receipt.contractVersion === to.contractVersion &&
    receipt.target === to.target &&
    receipt.segments.at(-1)?.calendarVersion === to.on.version &&
    JSON.stringify(known) === JSON.stringify(wanted)
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
  switch (rule) {
    case 'restart':
      return { carried: [], from: now };
    case 'from-creation':
    case 'never-earlier-than-now':
      return { carried: [], from: secondOf(clock.startedAt) };
    case 'carry-elapsed': {
      const old = countOf(clock, before ?? to.on);
      // The same calendar, or the same one that says other dates by now: what has passed on it is counted as it now stands.
      if (!before || before.version === to.on.version) return { carried: old.carried, from: old.from };
      return { carried: carriedUntil(old, Math.max(now, old.from)), from: Math.max(now, old.from) };
    }
  }
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

import * as z from 'zod/mini';
import { toSecond } from '../clock.ts';
import { type Calendar, calendar, type Second } from './calendar.ts';
import { addServiceTime } from './service-time.ts';

/** What a clock measures: receipt to the first answer by a person, receipt to resolution. */
export const clockMetrics = ['first-response', 'resolution'] as const;
export const clockMetric = z.enum(clockMetrics);
export type ClockMetric = z.infer<typeof clockMetric>;

/** One rung of the escalation ladder of one clock. Done once, at or after `at`, unless the clock finishes first. */
export const step = z.object({
  /** As the contract writes it: `80%`, `breach`, `breach+PT1H`. */
  name: z.string(),
  kind: z.enum(['warning', 'breach', 'after']),
  at: z.string(),
  to: z.array(z.string()),
  doneAt: z.optional(z.string()),
});
export type Step = z.infer<typeof step>;

/** A promise that is being counted, or was. Instants are ISO 8601, in whole seconds. */
export const clock = z.object({
  metric: clockMetric,
  /** 1 for the first; reopening a ticket starts the next cycle and leaves the one before in history. */
  cycle: z.int(),
  /** `breached` means past its due time: still open without `finishedAt`, answered late with it. */
  state: z.enum(['running', 'met', 'breached', 'cancelled']),
  startedAt: z.string(),
  targetSeconds: z.int(),
  calendar,
  dueAt: z.string(),
  finishedAt: z.optional(z.string()),
  steps: z.array(step),
});
export type Clock = z.infer<typeof clock>;

/** A rung as the contract states it: a share of the target, or a time after the breach in the clock's own service hours. */
export interface Rung {
  name: string;
  kind: Step['kind'];
  /** For a warning: 1 to 99. */
  percent?: number | undefined;
  /** For a rung after the breach: seconds of service time. */
  afterSeconds?: number | undefined;
  to: string[];
}

export interface Commitment {
  metric: ClockMetric;
  targetSeconds: number;
  calendar: Calendar;
  ladder: Rung[];
}

const second = (at: Date): Second => Math.floor(at.getTime() / 1000);
const iso = (at: Second) => toSecond(new Date(at * 1000));

/** Starts to count. A breach is always a step, whether or not the ladder tells anybody of it. */
export function startClock(commitment: Commitment, start: Date, cycle: number): Clock {
  const from = second(start);
  const { due } = addServiceTime(commitment.calendar, from, commitment.targetSeconds);
  const rungs = commitment.ladder.some(({ kind }) => kind === 'breach')
    ? commitment.ladder
    : [...commitment.ladder, { name: 'breach', kind: 'breach' as const, to: [] }];
  const momentOf = (rung: Rung): Second => {
    switch (rung.kind) {
      case 'warning':
        return addServiceTime(commitment.calendar, from, Math.floor((commitment.targetSeconds * (rung.percent ?? 0)) / 100)).due;
      case 'breach':
        return due;
      case 'after':
        return addServiceTime(commitment.calendar, due, rung.afterSeconds ?? 0).due;
    }
  };
  return {
    metric: commitment.metric,
    cycle,
    state: 'running',
    startedAt: iso(from),
    targetSeconds: commitment.targetSeconds,
    calendar: commitment.calendar,
    dueAt: iso(due),
    steps: rungs
      .map((rung) => ({ name: rung.name, kind: rung.kind, at: iso(momentOf(rung)), to: rung.to }))
      .sort((a, b) => a.at.localeCompare(b.at)),
  };
}

/** Still being counted: what is waited for has not happened. */
export const isOpen = (clock: Clock): boolean => clock.finishedAt === undefined && clock.state !== 'cancelled';

/** What was promised has happened at `at`. Exactly on the due instant is in time, also if we learn of it only after we took it for late. */
export function finishClock(clock: Clock, at: Date): Clock {
  if (!isOpen(clock)) return clock;
  const inTime = at.getTime() <= Date.parse(clock.dueAt);
  return { ...clock, state: inTime ? 'met' : 'breached', finishedAt: at.toISOString() };
}

export function cancelClock(clock: Clock): Clock {
  return isOpen(clock) ? { ...clock, state: 'cancelled' } : clock;
}

/** A step that is due, and the clock it belongs to. */
export interface DueStep {
  clock: Clock;
  step: Step;
}

/** Steps whose moment has come, earliest first. The due instant itself is not yet a breach. */
export function dueSteps(clocks: readonly Clock[], now: Date): DueStep[] {
  return clocks
    .filter(isOpen)
    .flatMap((clock) => clock.steps.map((step) => ({ clock, step })))
    .filter(({ step }) => step.doneAt === undefined && isDue(step, now))
    .sort((a, b) => a.step.at.localeCompare(b.step.at));
}

function isDue(step: Step, now: Date): boolean {
  const at = Date.parse(step.at);
  return step.kind === 'breach' ? now.getTime() > at : now.getTime() >= at;
}

export function markStepDone(clock: Clock, name: string, at: string): Clock {
  const done = clock.steps.map((step) => (step.name === name ? { ...step, doneAt: at } : step));
  const breached = clock.steps.some((step) => step.name === name && step.kind === 'breach');
  return { ...clock, steps: done, state: breached && clock.state === 'running' ? 'breached' : clock.state };
}

/** When the next step of any of these clocks is due; undefined when nothing is left to wait for. */
export function nextAlarm(clocks: readonly Clock[]): string | undefined {
  return clocks
    .filter(isOpen)
    .flatMap((clock) => clock.steps)
    .filter((step) => step.doneAt === undefined)
    .map((step) => step.at)
    .sort()[0];
}

/** When the next promise is due; undefined when none is being counted. */
export function nextDue(clocks: readonly Clock[]): string | undefined {
  return clocks
    .filter((clock) => isOpen(clock))
    .map((clock) => clock.dueAt)
    .sort()[0];
}

/** A promise is past its due time and still not kept. */
export const isRunningLate = (clocks: readonly Clock[]): boolean =>
  clocks.some((clock) => isOpen(clock) && clock.state === 'breached');

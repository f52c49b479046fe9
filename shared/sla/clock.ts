import * as z from 'zod/mini';
import { step } from './ladder.ts';
import { receipt } from './receipt.ts';

/** What a clock measures. The README says what starts and what ends each. */
export const clockMetrics = ['pick-up', 'first-response', 'next-response', 'update', 'resolution', 'complaint'] as const;
export const clockMetric = z.enum(clockMetrics);
export type ClockMetric = z.infer<typeof clockMetric>;

export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;

/** A promise that is being counted, or was. Instants are ISO 8601: of rules in whole seconds, of what happened in milliseconds. */
export const clock = z.object({
  metric: clockMetric,
  /** 1 for the first; the next customer message, the next update and a reopening each start the next cycle. */
  cycle: z.int(),
  /** `breached` means past its due time: still open without `finishedAt`, answered late with it. */
  state: z.enum(clockStates),
  startedAt: z.string(),
  /** When a paused clock goes on by itself. Absent while nobody knows. */
  pausedUntil: z.optional(z.string()),
  /** Absent while a pause has no end. */
  dueAt: z.optional(z.string()),
  breachedAt: z.optional(z.string()),
  finishedAt: z.optional(z.string()),
  steps: z.array(step),
  receipt,
});
export type Clock = z.infer<typeof clock>;

/** Still being counted: what is waited for has not happened. */
export const isOpen = (clock: Clock): boolean => clock.finishedAt === undefined && clock.state !== 'cancelled';

/** The latest of a metric's cycles. */
export const latestOf = (clocks: readonly Clock[], metric: ClockMetric): Clock | undefined =>
  clocks.filter((clock) => clock.metric === metric).sort((a, b) => b.cycle - a.cycle)[0];

export const openOf = (clocks: readonly Clock[], metric: ClockMetric): Clock | undefined =>
  clocks.find((clock) => clock.metric === metric && isOpen(clock));

/** How each promise stands: the state of its latest clock, `none` where nothing is promised. */
export const promiseStates = (clocks: readonly Clock[]): Record<ClockMetric, Clock['state'] | 'none'> => ({
  'pick-up': latestOf(clocks, 'pick-up')?.state ?? 'none',
  'first-response': latestOf(clocks, 'first-response')?.state ?? 'none',
  'next-response': latestOf(clocks, 'next-response')?.state ?? 'none',
  update: latestOf(clocks, 'update')?.state ?? 'none',
  resolution: latestOf(clocks, 'resolution')?.state ?? 'none',
  complaint: latestOf(clocks, 'complaint')?.state ?? 'none',
});

/** When a paused clock goes on by itself, its pause being used up or the suspension over; undefined for any other. */
export const pauseEnd = (clock: Clock): string | undefined =>
  clock.state === 'paused' && isOpen(clock) ? clock.pausedUntil : undefined;

/** When the next thing happens to any of these clocks by itself; undefined when nothing is left to wait for. */
export function nextAlarm(clocks: readonly Clock[]): string | undefined {
  return clocks
    .filter(isOpen)
    .flatMap((clock) => [
      ...clock.steps.filter(({ doneAt }) => doneAt === undefined).map(({ at }) => at),
      clock.breachedAt === undefined ? clock.dueAt : undefined,
      pauseEnd(clock),
    ])
    .filter((at) => at !== undefined)
    .sort()[0];
}

/** When the next promise is due; undefined when none is being counted. */
export function nextDue(clocks: readonly Clock[]): string | undefined {
  return clocks
    .filter(isOpen)
    .map(({ dueAt }) => dueAt)
    .filter((at) => at !== undefined)
    .sort()[0];
}

/** A promise is past its due time and still not kept. */
export const isRunningLate = (clocks: readonly Clock[]): boolean =>
  clocks.some((clock) => isOpen(clock) && clock.breachedAt !== undefined);

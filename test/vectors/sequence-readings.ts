import { calendarOf } from '../../shared/contracts/contract.ts';
import { type Clock, isOpen, latestOf, nextDue, openOf } from '../../shared/sla/clock.ts';
import { elapsedSeconds } from '../../shared/sla/clocks.ts';
import { gapsOf, isoOf, secondOf } from '../../shared/sla/count.ts';
import { isWarning } from '../../shared/sla/ladder.ts';
import { merged } from '../../shared/sla/paused-time.ts';
import type { Played } from './sequence-play.ts';
import { metricOf, peerNameOf } from './sequence-policy.ts';
import { standOf } from './sequence-stand.ts';
import { Unsupported } from './vector-file.ts';

/** One value as the vectors write it: an instant, a word, a number, a list, minutes by metric; null where there is none. */
export type Reading = string | number | null | string[] | Record<string, number | null>;

/**
 * What our ticket says of a field that the vectors expect. Where peers mean two things by one field, both: the first is ours. `expected`
 * only tells which metrics are asked for. Throws Unsupported for a field that it does not know.
 */
export function readingsOf(field: string, played: Played, expected: unknown): Reading[] {
  const { ticket, history, at } = played;
  const due = /^(\w+)_due$/.exec(field)?.[1];
  if (due !== undefined) return duesOf(ticket.clocks, due);
  switch (field) {
    case 'due':
      return [nextDue(ticket.clocks) ?? null];
    case 'escalation_at':
      // The next promise to break; or the first that is not kept, broken or not.
      return [
        nextDue(ticket.clocks.filter(({ breachedAt }) => breachedAt === undefined)) ?? null,
        nextDue(ticket.clocks) ?? null,
      ];
    case 'warning_at':
      return [first(ticket.clocks.filter(isOpen).flatMap(({ steps }) => steps.filter(isAhead).map((step) => step.at)))];
    case 'status':
      return standOf(ticket.clocks).status === 'met' ? ['met', 'fulfilled'] : [standOf(ticket.clocks).status];
    case 'breached':
      return [[...new Set(played.clocks.filter(({ breachedAt }) => breachedAt).map(({ metric }) => peerNameOf(metric)))].sort()];
    case 'history':
      return [history];
    case 'elapsed':
      return [byMetric(expected, (metric) => longest(played, metric)?.minutes)];
    case 'margin':
      return [byMetric(expected, (metric) => longest(played, metric)?.margin)];
    case 'first_response_at':
      return [ticket.firstRespondedAt ?? null];
    case 'paused_seconds':
      return [Math.max(0, ...ticket.clocks.map((clock) => pausedSeconds(clock, at)))];
    case 'on_hold_since':
      return [first(ticket.clocks.filter(({ state }) => state === 'paused').map(({ receipt }) => receipt.pauses.at(-1)?.from))];
    case 'starts':
      return [first(ticket.clocks.map(countedFrom))];
    default:
      throw new Unsupported(`the expectation ${field}`);
  }
}

/** When somebody waits for it; or, as some peers keep showing it, what the record of a promise says after it was kept. */
function duesOf(clocks: readonly Clock[], name: string): Reading[] {
  const metric = metricOf(name);
  const latest = latestOf(clocks, metric);
  return [openOf(clocks, metric)?.dueAt ?? null, (latest?.state === 'cancelled' ? undefined : latest?.dueAt) ?? null];
}

const isAhead = (step: Clock['steps'][number]): boolean => isWarning(step) && step.doneAt === undefined;

const first = (moments: (string | undefined)[]): string | null => moments.filter((at) => at !== undefined).sort()[0] ?? null;

const byMetric = (expected: unknown, read: (metric: string) => number | undefined): Record<string, number | null> =>
  Object.fromEntries(Object.keys(expected ?? {}).map((metric) => [metric, read(metric) ?? null]));

/** Of the exchanges that are over, the longest; else the one that runs. Whole minutes, as the vectors have them. */
function longest({ clocks, contract, at }: Played, name: string): { minutes: number; margin: number } | undefined {
  const all = clocks.filter(({ metric, state }) => metric === metricOf(name) && state !== 'cancelled');
  const finished = all.filter((clock) => !isOpen(clock));
  const measured = (finished.length > 0 ? finished : all).map((clock) => {
    const calendar = calendarOf(contract, clock.receipt.segments.at(-1)?.calendar ?? '');
    const minutes = Math.floor(elapsedSeconds(clock, calendar, new Date(clock.finishedAt ?? at)) / 60);
    return { minutes, margin: clock.receipt.seconds / 60 - minutes };
  });
  return measured.sort((a, b) => b.minutes - a.minutes)[0];
}

/** Wall time, whether there was service or not. */
const pausedSeconds = ({ receipt }: Clock, at: Date): number =>
  merged(gapsOf(receipt.pauses)).reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, at.getTime() / 1000) - from), 0);

/** The first second that is counted. */
const countedFrom = ({ receipt }: Clock): string | undefined => {
  const counted = receipt.segments[0]?.counted[0]?.[0];
  return counted === undefined ? undefined : isoOf(Math.max(counted, secondOf(receipt.start)));
};

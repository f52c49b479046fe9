import * as z from 'zod/mini';
import { readAmount } from './amount.ts';
import { type Count, isoOf, momentAfter } from './count.ts';
import { serviceHours } from './service-hours.ts';
import type { Second } from './time-zone.ts';

/** Where on a clock a rung of the escalation ladder stands. Amounts are in the clock's own service time. */
export type Point =
  | { kind: 'share'; percent: number }
  | { kind: 'before'; seconds: number }
  | { kind: 'breach' }
  | { kind: 'after'; seconds: number };

/** Reads `80%`, `30 minutes before breach`, `breach`, `2 hours after breach`; undefined for anything else. */
export function readPoint(text: string): Point | undefined {
  if (text === 'breach') return { kind: 'breach' };
  const percent = /^([1-9]\d?)%$/.exec(text)?.[1];
  if (percent) return { kind: 'share', percent: Number(percent) };
  const [, amount = '', side] = /^(.+) (before|after) breach$/.exec(text) ?? [];
  const read = readAmount(amount.replace(/^(\S+) (\w+)$/, '$1 business $2'));
  if (read?.unit !== 'business' || (side !== 'before' && side !== 'after')) return undefined;
  return { kind: side, seconds: read.seconds };
}

export const pointRule =
  'must be a share of the time from 1% to 99%, "breach", or a time before or after it such as "30 minutes before breach" or "2 hours after breach"';

/** One rung of the ladder of one clock. Done once, at or after `at`, unless the clock finishes first. */
export const step = z.object({
  /** As the contract writes it; names the step. */
  name: z.string(),
  /** Absent while a pause without end comes before it. */
  at: z.optional(z.string()),
  /** Addresses, and roles as `role:duty`, found in the contract when the step is taken. */
  to: z.array(z.string()),
  skipWhenAcknowledged: z.optional(z.boolean()),
  doneAt: z.optional(z.string()),
  acknowledgedAt: z.optional(z.string()),
});
export type Step = z.infer<typeof step>;

/** A rung as the contract has it. */
export interface Rung {
  at: string;
  to: readonly string[];
  skipWhenAcknowledged: boolean;
}

/** The moment of a rung; undefined while a pause without end comes before it. */
function momentOf(point: Point, count: Count, seconds: number, due: Second | undefined): Second | undefined {
  switch (point.kind) {
    case 'share':
      return momentAfter(count, Math.floor((seconds * point.percent) / 100));
    case 'before':
      return momentAfter(count, Math.max(0, seconds - point.seconds));
    case 'breach':
      return due;
    case 'after':
      return due === undefined ? undefined : serviceHours(count.on.calendar).add(due, point.seconds);
  }
}

/** The steps of a clock that is counted so, earliest first; those that were done stay done. `due` is its due moment. */
export function stepsOf(
  rungs: readonly Rung[],
  count: Count,
  seconds: number,
  due: Second | undefined,
  before: readonly Step[] = [],
): Step[] {
  const steps = rungs.flatMap((rung): Step[] => {
    const point = readPoint(rung.at);
    // A warning that much before the end of so short a time would come before its beginning.
    if (!point || (point.kind === 'before' && point.seconds >= seconds)) return [];
    const moment = momentOf(point, count, seconds, due);
    const old = before.find(({ name }) => name === rung.at);
    return [
      {
        name: rung.at,
        at: moment === undefined ? undefined : isoOf(moment),
        to: [...rung.to],
        skipWhenAcknowledged: rung.skipWhenAcknowledged || undefined,
        doneAt: old?.doneAt,
        acknowledgedAt: old?.acknowledgedAt,
      },
    ];
  });
  return steps.sort(byMoment);
}

/** Behind every moment. Not a sign such as `~`, which `localeCompare` puts before digits. */
const latest = '9999';
const byMoment = (a: Step, b: Step): number => (a.at ?? latest).localeCompare(b.at ?? latest) || rank(a) - rank(b);

/** At one moment, what warns comes before what says that it is too late. */
const rank = ({ name }: Step): number => ['share', 'before', 'breach', 'after'].indexOf(readPoint(name)?.kind ?? 'after');

/** The breach itself and what comes after are told as broken promises, what comes before as warnings. */
export function isWarning({ name }: Pick<Step, 'name'>): boolean {
  const kind = readPoint(name)?.kind;
  return kind === 'share' || kind === 'before';
}

/** Whether the step's moment has come. A promise kept on the due instant is kept, so a breach is only after it. */
export function isStepDue({ at, name, doneAt }: Step, now: Date): boolean {
  if (at === undefined || doneAt !== undefined) return false;
  return readPoint(name)?.kind === 'breach' ? now.getTime() > Date.parse(at) : now.getTime() >= Date.parse(at);
}

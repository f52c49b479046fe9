import * as z from 'zod/mini';
import { type Channel, channel, channels } from '../intake/channels.ts';
import { amountRule, readAmount } from '../sla/amount.ts';
import { type ClockMetric, clockMetric, clockMetrics } from '../sla/clock.ts';
import { startEvents } from '../sla/commitment.ts';
import { type Kind, kind, kinds, type Priority, priorities, priority } from './vocabulary.ts';

/** Limits that keep one ticket's clocks small enough for one item and one transaction of the table. */
export const mostTargets = 100;

export const amount = z.string().check(z.refine((text) => readAmount(text) !== undefined, amountRule));

/** One value or several. */
const oneOrMore = <T extends string>(of: z.ZodMiniType<T>, values: readonly T[]) =>
  z.optional(z.union([of, z.array(of).check(z.minLength(1))], `must be one or several of ${values.join(', ')}`));

/** One promise: so much time for this clock, for the tickets that it is said to be for. */
export const target = z.object({
  clock: clockMetric,
  /** Applies to tickets of these channels only; likewise kind and priority. Without it, to every one that no narrower target is for. */
  channel: oneOrMore(channel, channels),
  kind: oneOrMore(kind, kinds),
  priority: oneOrMore(priority, priorities),
  within: amount,
  /** Whose open hours count; needed where the contract has several calendars and the amount is business time. */
  calendar: z.optional(z.string()),
  from: z._default(z.enum(startEvents), 'receipt'),
  /** For `update`: whether each word to the customer starts the next one. */
  repeats: z._default(z.boolean(), true),
});
export type Target = z.infer<typeof target>;

/** What of a ticket decides which promises it has. */
export interface Facts {
  channel: Channel;
  kind: Kind;
  priority: Priority;
}

const admits = <T>(of: T | T[] | undefined, value: T): boolean =>
  of === undefined || (Array.isArray(of) ? of.includes(value) : of === value);

const isFor = (each: Target, facts: Facts): boolean =>
  admits(each.channel, facts.channel) && admits(each.kind, facts.kind) && admits(each.priority, facts.priority);

/** How many things it asks of a ticket: the more, the more specific. */
const narrowness = ({ channel: of, kind: what, priority: how }: Target): number =>
  [of, what, how].filter((each) => each !== undefined).length;

function mostSpecific(targets: readonly Target[], metric: ClockMetric, facts: Facts): Target[] {
  const fitting = targets.filter((each) => each.clock === metric && isFor(each, facts));
  const most = Math.max(...fitting.map(narrowness));
  return fitting.filter((each) => narrowness(each) === most);
}

/** The one promise for this clock: the most specific. `check` has made sure that there are no two. */
export const targetFor = (targets: readonly Target[], metric: ClockMetric, facts: Facts): Target | undefined =>
  mostSpecific(targets, metric, facts)[0];

/** Two targets that are equally specific for some ticket, and that ticket; undefined where the choice is always clear. */
export function tieAmong(targets: readonly Target[]): string | undefined {
  for (const metric of clockMetrics)
    for (const ofChannel of channels)
      for (const ofKind of kinds)
        for (const ofPriority of priorities) {
          const facts = { channel: ofChannel, kind: ofKind, priority: ofPriority };
          if (mostSpecific(targets, metric, facts).length > 1)
            return `two targets for ${metric} are equally specific for channel ${ofChannel}, kind ${ofKind}, priority ${ofPriority}`;
        }
  return undefined;
}

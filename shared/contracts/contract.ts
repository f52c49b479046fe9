import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { calendar } from '../sla/calendar.ts';
import { type ClockMetric, type Commitment, clockMetric, type Rung } from '../sla/clocks.ts';

export const priorities = ['urgent', 'high', 'normal', 'low'] as const;
export const priority = z.enum(priorities);
export type Priority = z.infer<typeof priority>;

export const languages = ['en', 'fr', 'zh'] as const;
export const language = z.enum(languages);
export type Language = z.infer<typeof language>;

/** Limits that keep one ticket's clocks, and what may fall due at once, small enough for one item and one transaction of the table. */
export const mostRungs = 20;
export const mostPeople = 20;
export const mostTargets = 100;
const longestDuration = 366 * 24 * 3600;

/** Seconds of an ISO 8601 duration of hours, minutes and seconds, each of at most nine digits; NaN for anything else. */
function secondsOf(text: string): number {
  if (!/^PT(?=\d)(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}S)?$/.test(text)) return Number.NaN;
  return Temporal.Duration.from(text).total('seconds');
}

const duration = z.string().check(
  z.refine((text) => secondsOf(text) > 0, 'must be a duration of hours, minutes and seconds, such as PT4H or PT1H30M'),
  z.refine((text) => !(secondsOf(text) > longestDuration), 'must be at most 366 days'),
);

const person = z.string().check(z.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be a mail address'));

const rung = z.object({
  at: z
    .string()
    .check(
      z.refine(
        (text) => readRung(text) !== undefined,
        'must be a share of the time from 1% to 99%, "breach", or "breach+" and a duration such as breach+PT1H',
      ),
    ),
  to: z
    .array(person)
    .check(z.minLength(1, 'must name at least one person'), z.maxLength(mostPeople, `must name at most ${mostPeople} people`)),
});

const target = z.object({
  clock: clockMetric,
  /** Applies to this priority only; without it, to every priority that has no target of its own. */
  priority: z.optional(priority),
  within: duration,
});

/** An agreement with customers: when we serve, what we promise, who is told when a promise is in danger. */
export const contract = z.object({
  id: z.string().check(z.regex(/^ctr_[a-z0-9-]+$/, 'must begin with ctr_ and hold lower-case letters, digits and hyphens')),
  version: z.int().check(z.positive()),
  name: z.string().check(z.minLength(1)),
  /** The one contract for everybody who has no other. */
  default: z._default(z.boolean(), false),
  /** In the order of preference: the first is used when the customer's own is not among them. */
  languages: z.array(language).check(z.minLength(1)),
  /** Local parts of the addresses that customers of this contract write to. */
  mailboxes: z.array(
    z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,19}$/, 'must be the local part of an address, at most 20 characters, no +')),
  ),
  calendar,
  targets: z.array(target).check(
    z.maxLength(mostTargets, `must be at most ${mostTargets} targets`),
    z.refine(
      (targets) => new Set(targets.map((t) => `${t.clock} ${t.priority ?? ''}`)).size === targets.length,
      'two targets are equally specific: same clock, same priority',
    ),
  ),
  ladder: z._default(z.array(rung), []).check(
    z.maxLength(mostRungs, `must have at most ${mostRungs} rungs`),
    z.refine((rungs) => new Set(rungs.map((r) => r.at)).size === rungs.length, 'two rungs of the ladder are at the same point'),
  ),
});
export type Contract = z.infer<typeof contract>;

function readRung(at: string): Omit<Rung, 'to'> | undefined {
  if (at === 'breach') return { name: at, kind: 'breach' };
  const percent = /^([1-9]\d?)%$/.exec(at)?.[1];
  if (percent) return { name: at, kind: 'warning', percent: Number(percent) };
  const after = /^breach\+(.+)$/.exec(at)?.[1];
  const afterSeconds = after === undefined ? Number.NaN : secondsOf(after);
  return afterSeconds > 0 && afterSeconds <= longestDuration ? { name: at, kind: 'after', afterSeconds } : undefined;
}

/** What this contract promises for a ticket of this priority: one commitment per clock that has a target. */
export function commitments(from: Contract, forPriority: Priority): Commitment[] {
  const ladder = from.ladder.flatMap(({ at, to }) => {
    const read = readRung(at);
    return read ? [{ ...read, to }] : [];
  });
  return clockMetric.options.flatMap((metric: ClockMetric) => {
    const candidates = from.targets.filter((t) => t.clock === metric);
    const chosen = candidates.find((t) => t.priority === forPriority) ?? candidates.find((t) => t.priority === undefined);
    return chosen ? [{ metric, targetSeconds: secondsOf(chosen.within), calendar: from.calendar, ladder }] : [];
  });
}

/** The newest version of each contract. */
export function inForce(all: readonly Contract[]): Contract[] {
  const newest = new Map<string, Contract>();
  for (const each of all) if (each.version > (newest.get(each.id)?.version ?? 0)) newest.set(each.id, each);
  return [...newest.values()];
}

/**
 * The contract of a message that came to these mailboxes (local parts of our addresses): the first that has one of them, else the default.
 * Throws when there is no default: the message must then wait, not be taken without a promise.
 */
export function contractFor(all: readonly Contract[], mailboxes: readonly string[]): Contract {
  const current = inForce(all);
  const named = current.find((each) => each.mailboxes.some((mailbox) => mailboxes.includes(mailbox)));
  const chosen = named ?? current.find((each) => each.default);
  if (!chosen) throw new Error('no contract is in force for this message and none is the default: apply the contracts');
  return chosen;
}

/** All versions of all contracts. */
export interface Contracts {
  all(): Promise<Contract[]>;
  /** The version under which a ticket was opened. Throws when there is none. */
  of(ticket: ContractVersion): Promise<Contract>;
}

export interface ContractVersion {
  contractId: string;
  contractVersion: number;
}

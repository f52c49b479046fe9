import * as z from 'zod/mini';
import { timeZone } from '../sla/calendar.ts';
import { type ClockMetric, clockMetric, clockMetrics } from '../sla/clock.ts';
import { changeRules } from '../sla/commitment.ts';
import { pointRule, readPoint } from '../sla/ladder.ts';
import { pauseReasons } from '../sla/receipt.ts';
import { entitlement, instant } from './entitlement.ts';
import { mostPeople, recipient, role } from './roles.ts';
import { amount, mostTargets, target } from './target.ts';
import { kind, language, priority } from './vocabulary.ts';

/** Limits that keep what may fall due at once small enough for one transaction of the table. */
export const mostRungs = 20;
/** Recipients of all rungs together: each step of each clock of a ticket names its own. */
export const mostRecipients = 60;

const rung = z.object({
  at: z.string().check(z.refine((text) => readPoint(text) !== undefined, pointRule)),
  to: z
    .array(recipient)
    .check(z.minLength(1, 'must name at least one person'), z.maxLength(mostPeople, `must name at most ${mostPeople} people`)),
  /** The clocks that this rung is for; all of them without it. */
  clocks: z.optional(z.array(clockMetric).check(z.minLength(1))),
  /** Not told any more once somebody has acknowledged an earlier rung of the same clock. */
  skipWhenAcknowledged: z._default(z.boolean(), false),
});

function isTwice(rungs: readonly z.infer<typeof rung>[], metric: ClockMetric): boolean {
  const points = rungs.filter(({ clocks }) => clocks === undefined || clocks.includes(metric)).map(({ at }) => at);
  return new Set(points).size < points.length;
}

/** When clocks stand still: only while the ticket is pending, only for these reasons, only so long. */
const pauseRule = z.object({
  because: z.array(z.enum(pauseReasons.filter((reason) => reason !== 'suspended'))).check(z.minLength(1)),
  clocks: z._default(z.array(clockMetric).check(z.minLength(1)), ['resolution']),
  /** All such pauses of one clock together; without it there is no end to them. */
  atMost: z.optional(amount),
});

const pairsOf = ({ because, clocks }: z.infer<typeof pauseRule>): string[] =>
  because.flatMap((reason) => clocks.map((metric) => `${reason} ${metric}`));

const rule = z.enum(changeRules);
const whenChanged = z.object({
  priority: z._default(rule, 'carry-elapsed'),
  kind: z._default(rule, 'carry-elapsed'),
  contract: z._default(rule, 'carry-elapsed'),
  /** An amendment that applies to open tickets, or other holidays and closures than were known before. */
  amendment: z._default(rule, 'never-earlier-than-now'),
});

/**
 * What becomes of mails whose sender's domain disowns them (DMARC): taken for theirs, taken in and marked, or kept until an agent releases
 * them.
 */
export const unverifiedMail = ['accept', 'flag', 'quarantine'] as const;

const domain = z.string().check(z.regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, 'must be a domain in lower case'));
const address = z.string().check(z.regex(/^[^\s@<>A-Z]+@[^\s@<>A-Z]+$/, 'must be a mail address in lower case'));
const phone = z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number such as +33142860000'));
const account = z.string().check(z.minLength(1), z.maxLength(100));

/** Whose contract it is: anybody of a domain, an address, a phone number, an account id of partners and portals. */
const customers = z.object({
  domains: z._default(z.array(domain), []),
  addresses: z._default(z.array(address), []),
  phones: z._default(z.array(phone), []),
  accounts: z._default(z.array(account), []),
});

const origin = z
  .string()
  .check(
    z.refine(
      (written) => URL.canParse(written) && new URL(written).origin === written,
      'must be an origin such as https://shop.example.com',
    ),
  );

/** Chat on web pages: the public key that they embed, and which pages may; all, where none is named. `greeting` is shown before anything is said. */
const chat = z.object({
  key: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{2,39}$/, 'must be 3 to 40 lower-case letters, digits and hyphens')),
  origins: z._default(z.array(origin), []),
  greeting: z.optional(z.partialRecord(language, z.string().check(z.minLength(1), z.maxLength(500)))),
});

/** All that is agreed with a customer, but for the calendars, which a file and the table write differently. */
export const terms = {
  id: z.string().check(z.regex(/^ctr_[a-z0-9-]{1,60}$/, 'must begin with ctr_ and hold lower-case letters, digits and hyphens')),
  version: z.int().check(z.positive()),
  name: z.string().check(z.minLength(1)),
  /** Tickets received from this moment on are under this version. */
  effectiveFrom: instant,
  /** The one contract for everybody who has no other. */
  default: z._default(z.boolean(), false),
  /** How people of this contract read a clock. */
  timeZone,
  /** In the order of preference: the first is used when the customer's own is not among them. */
  languages: z.array(language).check(z.minLength(1)),
  /** Local parts of the addresses that customers of this contract write to. */
  mailboxes: z._default(
    z.array(
      z
        .string()
        .check(z.regex(/^[a-z0-9][a-z0-9._-]{0,19}$/, 'must be the local part of an address, at most 20 characters, no +')),
    ),
    [],
  ),
  /** Numbers of ours that customers of this contract call. */
  hotlines: z._default(z.array(phone), []),
  /** The calendar by which calls are put through; round the clock without it. */
  phoneHours: z.optional(z.string()),
  /**
   * What a call that is taken does on a ticket that came by another channel: `settle`: it is the answer; `keep`: only the wait on the
   * phone is over, and the answer is still owed where it was asked for.
   */
  answersElsewhere: z._default(z.enum(['settle', 'keep']), 'settle'),
  chat: z.optional(chat),
  customers: z.prefault(customers, {}),
  unverifiedMail: z._default(z.enum(unverifiedMail), 'flag'),
  entitlement: z._default(entitlement, []),
  /** What a ticket is until somebody says otherwise. */
  newTickets: z.prefault(z.object({ kind: z._default(kind, 'request'), priority: z._default(priority, 'normal') }), {}),
  /** Which team works on tickets of a kind. */
  teams: z._default(z.partialRecord(kind, z.string().check(z.minLength(1), z.maxLength(60))), {}),
  targets: z._default(z.array(target), []).check(z.maxLength(mostTargets, `must be at most ${mostTargets} targets`)),
  pauses: z
    ._default(z.array(pauseRule), [])
    .check(
      z.refine(
        (rules) => new Set(rules.flatMap(pairsOf)).size === rules.flatMap(pairsOf).length,
        'two rules are for the same reason and clock',
      ),
    ),
  whenChanged: z.prefault(whenChanged, {}),
  /** This version takes over the open tickets of the versions before it, by the rule `whenChanged.amendment`. */
  amendsOpenTickets: z._default(z.boolean(), false),
  roles: z._default(z.record(z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word in lower case')), role), {}),
  ladder: z._default(z.array(rung), []).check(
    z.maxLength(mostRungs, `must have at most ${mostRungs} rungs`),
    z.refine(
      (rungs) => rungs.reduce((sum, { to }) => sum + to.length, 0) <= mostRecipients,
      `must name at most ${mostRecipients} recipients in all`,
    ),
    z.refine(
      (rungs) => !clockMetrics.some((metric) => isTwice(rungs, metric)),
      'two rungs of the ladder are at the same point of a clock',
    ),
  ),
};

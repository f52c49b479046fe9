import * as z from 'zod/mini';
import { language } from '../contracts/vocabulary.ts';
import { address, attachment } from '../intake/inbound-message.ts';
import { clockMetric } from '../sla/clock.ts';

/** What customers are told that they may wait for; how soon a call is picked up they hear for themselves. */
export const promisedMetrics = ['first-response', 'next-response', 'update', 'resolution', 'complaint'] as const;
export type PromisedMetric = (typeof promisedMetrics)[number];

/** A due time that a customer is told. `timeZone` is the one in which the contract reads a clock. */
export const promise = z.object({ clock: z.enum(promisedMetrics), dueAt: z.string(), timeZone: z.string() });
export type Promised = z.infer<typeof promise>;

const base = {
  /** `<sequence>-<kind>-<n>`: unique within its ticket, and the same again when the same event is planned again. */
  id: z.string(),
  ticketId: z.string(),
  /** Its domain in ASCII, as SES wants it in header and envelope. */
  recipient: address,
  language,
};

/**
 * `step` as the contract writes it: `80%`, `breach`, `2 hours after breach`. `takenAt`: when it was taken. `dueAt` is absent while nobody
 * knows it, because a pause has no end.
 */
const rung = {
  clock: clockMetric,
  cycle: z.int(),
  step: z.string(),
  takenAt: z.string(),
  dueAt: z.optional(z.string()),
  timeZone: z.string(),
};

/** One mail to one person. What it says beside this comes from the ticket. */
export const notice = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('acknowledgement'),
    audience: z.literal('customer'),
    ...base,
    promises: z.array(promise),
    /** Anybody may have typed the address: nothing else that they typed is in the mail. */
    unverified: z.optional(z.literal(true)),
    /** Service under the contract is suspended: nothing is promised, and the customer is told why. */
    suspended: z.optional(z.object({ reason: z.optional(z.string()) })),
  }),
  z.object({
    kind: z.literal('reply'),
    audience: z.literal('customer'),
    ...base,
    text: z.string(),
    attachments: z.optional(z.array(attachment)),
  }),
  /** `secondsLeft`: service time until the due time; 0 when the alarm rang so late that it has passed, or nobody knows it. */
  z.object({ kind: z.literal('warning'), audience: z.literal('staff'), ...base, ...rung, secondsLeft: z.int() }),
  z.object({
    kind: z.literal('escalation'),
    audience: z.literal('staff'),
    ...base,
    ...rung,
    /** Service time since the due time, negative before it. */
    secondsLate: z.int(),
    /** It comes because an earlier warning did not arrive, perhaps before its own time. */
    undelivered: z.boolean(),
  }),
]);
export type Notice = z.infer<typeof notice>;
export type NoticeKind = Notice['kind'];
export type NoticeOf<K extends NoticeKind> = Extract<Notice, { kind: K }>;
export type StaffNotice = Extract<Notice, { audience: 'staff' }>;

/** Why a mail that an event calls for is not written. */
export type WithheldReason =
  /** A machine opened the ticket. */
  | 'machine'
  /** Whoever asked is known by other things than a mail address. */
  | 'no-address'
  /** Nothing that mail can be sent to. */
  | 'unusable-address'
  /** One of our own mailboxes: the mail would come back in as a request. */
  | 'own-mailbox'
  /** The escalation ladder names the requester. */
  | 'requester-on-ladder'
  /** An address that has had as many acknowledgements as it gets in an hour: perhaps a program that answers ours. */
  | 'too-many';

export interface Withheld {
  id: string;
  kind: NoticeKind;
  /** Whom it was for; not to be logged. Absent where nobody knows an address. */
  address: string | undefined;
  reason: WithheldReason;
}

/** Whether the notice of this id went to a customer: only then may an answer to it find the ticket. */
export const isForCustomer = (noticeId: string): boolean => /^\d+-(acknowledgement|reply)-\d+$/.test(noticeId);

/** Which event a warning or an escalation is about, and whom of its list it is to, from 1; undefined for any other notice. */
export function stepMailed(noticeId: string): { sequence: number; place: number } | undefined {
  const [, sequence, place] = /^(\d+)-(?:warning|escalation)-(\d+)$/.exec(noticeId) ?? [];
  return sequence === undefined ? undefined : { sequence: Number(sequence), place: Number(place) };
}

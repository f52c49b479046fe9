import * as z from 'zod/mini';
import { language } from '../contracts/contract.ts';
import { address } from '../intake/inbound-message.ts';
import { clockMetric } from '../sla/clocks.ts';

/** A due time that a customer is told. `timeZone` is the one in which the contract keeps its hours. */
export const promise = z.object({ clock: clockMetric, dueAt: z.string(), timeZone: z.string() });
export type Promised = z.infer<typeof promise>;

const base = {
  /** `<sequence>-<kind>-<n>`: unique within its ticket, and the same again when the same event is planned again. */
  id: z.string(),
  ticketId: z.string(),
  /** Its domain in ASCII, as SES wants it in header and envelope. */
  recipient: address,
  language,
};

/** `step` as the contract writes it: `80%`, `breach`, `breach+PT1H`. */
const rung = { ...promise.shape, step: z.string() };

/** One mail to one person. What it says beside this comes from the ticket. */
export const notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledgement'), audience: z.literal('customer'), ...base, promises: z.array(promise) }),
  z.object({ kind: z.literal('reply'), audience: z.literal('customer'), ...base, text: z.string() }),
  /** `secondsLeft`: service time until the due time; 0 when the alarm rang so late that it has passed. */
  z.object({ kind: z.literal('warning'), audience: z.literal('staff'), ...base, ...rung, secondsLeft: z.int() }),
  /** `secondsLate`: service time since the due time. */
  z.object({ kind: z.literal('escalation'), audience: z.literal('staff'), ...base, ...rung, secondsLate: z.int() }),
]);
export type Notice = z.infer<typeof notice>;
export type NoticeKind = Notice['kind'];
export type NoticeOf<K extends NoticeKind> = Extract<Notice, { kind: K }>;

/** Why a mail that an event calls for is not written. Without names and addresses, so that it can be logged. */
export type WithheldReason =
  /** A machine opened the ticket. */
  | 'machine'
  /** Nothing that mail can be sent to. */
  | 'unusable-address'
  /** One of our own mailboxes: the mail would come back in as a request. */
  | 'own-mailbox'
  /** The escalation ladder names the requester. */
  | 'requester-on-ladder';

export interface Withheld {
  id: string;
  kind: NoticeKind;
  reason: WithheldReason;
}

/** Whether the notice of this id went to a customer: only then may an answer to it find the ticket. An id is `<sequence>-<kind>-<n>`. */
export const isForCustomer = (noticeId: string): boolean => /^\d+-(acknowledgement|reply)-\d+$/.test(noticeId);

import * as z from 'zod/mini';
import { entitlementStates } from '../contracts/entitlement.ts';
import { kind, language, priority } from '../contracts/vocabulary.ts';
import { channel } from '../intake/channels.ts';
import { attachment, message, natures, requester } from '../intake/inbound-message.ts';
import { clockMetric } from '../sla/clock.ts';
import { pauseReason } from '../sla/receipt.ts';
import { base, clocks } from './event-base.ts';
import { mergedFrom, mergedInto, unmerged, unmergedFrom } from './merge-events.ts';
import { alsoFor, handOvers, status } from './ticket.ts';

/** A step of a clock's ladder. `timeZone`: the one in which the contract reads a clock. */
const rung = { clock: clockMetric, cycle: z.int(), step: z.string(), dueAt: z.optional(z.string()), timeZone: z.string() };

/** What happened to a ticket. Never changed once written; the timeline, the audit trail and every notice are made of these. */
export const ticketEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('TicketOpened'),
    ...base,
    reference: z.string(),
    channel,
    subject: z.string(),
    requester,
    participants: z.array(z.string()),
    language,
    priority,
    kind,
    team: z.optional(z.string()),
    contractId: z.string(),
    contractVersion: z.int(),
    /** How the contract stood then, and what the customer is told of it. */
    entitlement: z.enum(entitlementStates),
    entitlementReason: z.optional(z.string()),
    mailbox: z.string(),
    nature: z.enum(natures),
    /** Why it is not taken for a person's, and so not acknowledged. */
    natureReason: z.optional(z.string()),
    linkedTo: z.optional(z.string()),
    clocks,
    message,
  }),
  z.object({ type: z.literal('CustomerReplied'), ...base, message, participants: z.array(z.string()), clocks }),
  /** A machine wrote: an out-of-office, a delivery notice. It changes nothing and is answered by nobody. */
  z.object({ type: z.literal('AutomaticMailReceived'), ...base, nature: z.enum(natures), reason: z.string(), message }),
  z.object({
    type: z.literal('DeliveryFailed'),
    ...base,
    recipients: z.array(z.string()),
    permanent: z.boolean(),
    detail: z.string(),
    message: z.optional(message),
  }),
  z.object({
    type: z.literal('AgentReplied'),
    ...base,
    messageId: z.string(),
    text: z.string(),
    attachments: z.optional(z.array(attachment)),
    /** Whom it is mailed to beside the requester: who asked in tickets that are merged into this one. */
    alsoTo: z.optional(z.array(alsoFor)),
    clocks,
  }),
  /** A person took the customer's call. */
  z.object({
    type: z.literal('CallTaken'),
    ...base,
    /** It ended the wait on the phone and answered nothing else. */
    onlyPickUp: z.optional(z.literal(true)),
    clocks,
  }),
  /** The customer hung up before anybody took the call. `waitedSeconds`: since it came in. */
  z.object({ type: z.literal('CallAbandoned'), ...base, waitedSeconds: z.number(), clocks }),
  /** The customer called when calls are not put through. `opensAt`: when they are again, where the calendar knows. */
  z.object({ type: z.literal('CallOutOfHours'), ...base, opensAt: z.optional(z.string()), clocks }),
  /** The caller would rather be called back. `after`: not before service opens. */
  z.object({
    type: z.literal('CallbackRequested'),
    ...base,
    phone: z.optional(z.string()),
    after: z.optional(z.string()),
    clocks,
  }),
  /** The customer leaves the chat and says how they want to be answered. Nobody vouches for the address or the number. */
  z.object({
    type: z.literal('HandedOver'),
    ...base,
    to: z.enum(handOvers),
    address: z.optional(z.string()),
    phone: z.optional(z.string()),
    /** Their ticket, whose language this is, was merged into this one: answers go to them as well, and the requester stays who they are. */
    merged: z.optional(z.object({ from: z.string(), language })),
  }),
  z.object({ type: z.literal('NoteAdded'), ...base, messageId: z.string(), text: z.string() }),
  z.object({ type: z.literal('Assigned'), ...base, assignee: z.optional(z.string()) }),
  z.object({
    type: z.literal('StatusChanged'),
    ...base,
    from: status,
    to: status,
    waitingFor: z.optional(pauseReason),
    reason: z.optional(z.string()),
    clocks,
  }),
  z.object({ type: z.literal('PriorityChanged'), ...base, from: priority, to: priority, reason: z.string(), clocks }),
  z.object({
    type: z.literal('KindChanged'),
    ...base,
    from: kind,
    to: kind,
    team: z.optional(z.string()),
    reason: z.string(),
    clocks,
  }),
  /**
   * The promises were counted again: the ticket moved to another contract, an amendment took it over, or the calendar says other dates
   * than before.
   */
  z.object({
    type: z.literal('Reclocked'),
    ...base,
    cause: z.enum(['moved', 'amendment', 'calendar', 'entitlement']),
    team: z.optional(z.string()),
    contractId: z.string(),
    contractVersion: z.int(),
    reason: z.string(),
    clocks,
  }),
  /** A pause had lasted as long as the contract allows. */
  z.object({ type: z.literal('PauseEnded'), ...base, clock: clockMetric, cycle: z.int(), clocks }),
  /** `secondsLeft`: service time until the due time; 0 when the alarm rang so late that it has passed, or nobody knows it. */
  z.object({ type: z.literal('SlaWarned'), ...base, ...rung, to: z.array(z.string()), secondsLeft: z.number() }),
  z.object({
    type: z.literal('SlaBreached'),
    ...base,
    clock: clockMetric,
    cycle: z.int(),
    dueAt: z.string(),
  }),
  /**
   * `secondsLate`: service time since the due time; negative before it. `because`: why it comes though its own moment has not, or why
   * nobody is told though it has.
   */
  z.object({
    type: z.literal('Escalated'),
    ...base,
    ...rung,
    to: z.array(z.string()),
    secondsLate: z.number(),
    because: z.optional(z.enum(['undelivered', 'acknowledged'])),
  }),
  z.object({
    type: z.literal('EscalationAcknowledged'),
    ...base,
    clock: clockMetric,
    cycle: z.int(),
    step: z.string(),
  }),
  mergedInto,
  mergedFrom,
  unmerged,
  unmergedFrom,
]);
export type TicketEvent = z.infer<typeof ticketEvent>;
export type TicketEventType = TicketEvent['type'];
export type EventOf<T extends TicketEventType> = Extract<TicketEvent, { type: T }>;

/** An event with its place in a ticket's history. */
export interface RecordedEvent {
  ticketId: string;
  sequence: number;
  event: TicketEvent;
}

/** Reads an event's item of the table, from a query or from the stream. Throws when it is none. */
export function recordedEvent(item: Record<string, unknown>): RecordedEvent {
  const { ticketId, sequence } = item;
  if (typeof ticketId !== 'string' || typeof sequence !== 'number')
    throw new Error('not an event item: ticketId and sequence are missing');
  return { ticketId, sequence, event: ticketEvent.parse(item.event) };
}

import * as z from 'zod/mini';
import { language, priority } from '../contracts/contract.ts';
import { address, channel, message, natures } from '../intake/inbound-message.ts';
import { clock, clockMetric } from '../sla/clocks.ts';
import { status } from './ticket.ts';

/** Who made it happen. */
export const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer'), address: z.string() }),
  z.object({ kind: z.literal('agent'), id: z.string() }),
  z.object({ kind: z.literal('system') }),
]);
export type Actor = z.infer<typeof actor>;

/** What every event has. `at` is when it happened in the world, in milliseconds; `recordedAt` when we wrote it down. */
const base = { at: z.string(), recordedAt: z.string(), by: actor };

const rung = { clock: clockMetric, cycle: z.int(), step: z.string(), dueAt: z.string() };

/** What happened to a ticket. Never changed once written; the timeline, the audit trail and every notice are made of these. */
export const ticketEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('TicketOpened'),
    ...base,
    reference: z.string(),
    channel,
    subject: z.string(),
    requester: address,
    participants: z.array(z.string()),
    language,
    priority,
    contractId: z.string(),
    contractVersion: z.int(),
    mailbox: z.string(),
    nature: z.enum(natures),
    linkedTo: z.optional(z.string()),
    clocks: z.array(clock),
    message,
  }),
  /** `clocks`: what a reopening starts. */
  z.object({ type: z.literal('CustomerReplied'), ...base, message, participants: z.array(z.string()), clocks: z.array(clock) }),
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
  z.object({ type: z.literal('AgentReplied'), ...base, messageId: z.string(), text: z.string() }),
  z.object({ type: z.literal('NoteAdded'), ...base, messageId: z.string(), text: z.string() }),
  z.object({ type: z.literal('Assigned'), ...base, assignee: z.optional(z.string()) }),
  z.object({
    type: z.literal('StatusChanged'),
    ...base,
    from: status,
    to: status,
    reason: z.optional(z.string()),
    clocks: z.array(clock),
  }),
  /** `clocks`: those still open, with the new priority's targets counted from their start. */
  z.object({
    type: z.literal('PriorityChanged'),
    ...base,
    from: priority,
    to: priority,
    reason: z.string(),
    clocks: z.array(clock),
  }),
  z.object({ type: z.literal('SlaWarned'), ...base, ...rung, to: z.array(z.string()) }),
  z.object({ type: z.literal('SlaBreached'), ...base, ...rung }),
  z.object({ type: z.literal('Escalated'), ...base, ...rung, to: z.array(z.string()) }),
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

import type { TicketEvent } from '../tickets/ticket-events.ts';

/** What subscribers hear of, as the wire names it (Standard Webhooks: words apart by full stops). */
export const webhookTypes = [
  'ticket.opened',
  'ticket.customer_replied',
  'ticket.agent_replied',
  'ticket.call_taken',
  'ticket.status_changed',
  'ticket.priority_changed',
  'ticket.kind_changed',
  'ticket.contract_changed',
  'ticket.promises_changed',
  'ticket.promise_breached',
  'ticket.merged',
  'ticket.unmerged',
] as const;
export type WebhookType = (typeof webhookTypes)[number];

const told: { readonly [type in TicketEvent['type']]?: WebhookType } = {
  TicketOpened: 'ticket.opened',
  CustomerReplied: 'ticket.customer_replied',
  AgentReplied: 'ticket.agent_replied',
  CallTaken: 'ticket.call_taken',
  StatusChanged: 'ticket.status_changed',
  PriorityChanged: 'ticket.priority_changed',
  KindChanged: 'ticket.kind_changed',
  PauseEnded: 'ticket.promises_changed',
  SlaBreached: 'ticket.promise_breached',
  MergedInto: 'ticket.merged',
  Unmerged: 'ticket.unmerged',
};

/** Undefined for what is told to nobody outside: notes, assignees, warnings, escalations, what machines wrote. */
export function webhookTypeOf(event: TicketEvent): WebhookType | undefined {
  if (event.type === 'Reclocked') return event.cause === 'moved' ? 'ticket.contract_changed' : 'ticket.promises_changed';
  // Who waits for an answer there waits for it here.
  if (event.type === 'MergedFrom' && event.clocks.length > 0) return 'ticket.promises_changed';
  return told[event.type];
}

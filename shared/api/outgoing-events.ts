import { type WebhookType, webhookTypes } from '../webhooks/event-types.ts';
import { webhookPayloads } from '../webhooks/events.ts';
import type { OutgoingEvent } from './openapi.ts';

const summaries: Record<WebhookType, string> = {
  'ticket.opened': 'A request has become a ticket',
  'ticket.customer_replied': 'The customer has written',
  'ticket.agent_replied': 'An agent has answered the customer',
  'ticket.call_taken': 'A person has taken the customer’s call',
  'ticket.status_changed': 'The state has changed',
  'ticket.priority_changed': 'The priority has changed, and with it what is promised',
  'ticket.kind_changed': 'The kind has changed, and with it what is promised',
  'ticket.contract_changed': 'The ticket has moved to another contract',
  'ticket.promises_changed': 'The promises were counted again',
  'ticket.merged': 'The ticket was merged into another',
  'ticket.unmerged': 'A merge was taken back',
  'ticket.promise_breached': 'A promise was not kept in time',
};

/** Every event that we tell others' systems by webhook. */
export const outgoingEvents: readonly OutgoingEvent[] = webhookTypes.map((type) => ({
  type,
  summary: summaries[type],
  schema: webhookPayloads[type],
}));

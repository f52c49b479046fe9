import * as z from 'zod/mini';
import { kind, priority } from '../contracts/vocabulary.ts';
import { channel } from '../intake/channels.ts';
import { clockMetric, clockStates } from '../sla/clock.ts';
import { status } from '../tickets/ticket.ts';
import type { webhookTypes } from './event-types.ts';

/**
 * What subscribers are sent, one schema for each type (Standard Webhooks: `type`, `timestamp`, `data`). A member may be added within a
 * version; one that goes away or changes its meaning makes the next. No mail address, phone number or agent's name is in any of them.
 */
export const payloadVersion = 1;

const file = z.object({ name: z.string(), type: z.string(), size: z.int() });
const sentMessage = z.object({
  id: z.string(),
  text: z.string(),
  /** The text is longer than `longestSentText`; the agents' API has the whole. */
  textCut: z.boolean(),
  attachments: z.array(file),
});
const change = <Of extends z.ZodMiniType>(of: Of) => z.object({ from: of, to: of });

/** The ticket as it stood after the event. */
const ticketThen = z.object({
  id: z.string(),
  reference: z.string(),
  subject: z.string(),
  status,
  priority,
  kind,
  channel,
  contractId: z.string(),
  /** By which a partner or a portal knows who asks. */
  requester: z.object({ account: z.optional(z.string()) }),
  openedAt: z.string(),
});

/** How each promise stood: the latest cycle of each clock. */
const promiseThen = z.object({
  clock: clockMetric,
  cycle: z.int(),
  state: z.enum(clockStates),
  dueAt: z.optional(z.string()),
});

const happened = {
  'ticket.opened': z.object({ message: sentMessage }),
  'ticket.customer_replied': z.object({ message: sentMessage }),
  'ticket.agent_replied': z.object({ message: sentMessage }),
  'ticket.call_taken': z.object({}),
  'ticket.status_changed': change(status),
  'ticket.priority_changed': change(priority),
  'ticket.kind_changed': change(kind),
  'ticket.contract_changed': z.object({ contractId: z.string() }),
  'ticket.promises_changed': z.object({}),
  'ticket.promise_breached': z.object({ clock: clockMetric, cycle: z.int(), dueAt: z.string() }),
  /** It is closed in favour of another ticket. */
  'ticket.merged': z.object({ into: z.string() }),
  /** The merge is taken back. */
  'ticket.unmerged': z.object({ from: z.string() }),
} as const satisfies Record<(typeof webhookTypes)[number], z.ZodMiniType>;

const by = z.object({ kind: z.enum(['customer', 'partner', 'agent', 'staff', 'system']) });

const payloadOf = <Type extends keyof typeof happened>(type: Type) =>
  z.object({
    type: z.literal(type),
    version: z.literal(payloadVersion),
    /** When it happened. */
    timestamp: z.string(),
    data: z.object({
      /** The event's place in its ticket: each is greater than those before it, and numbers are left out. */
      sequence: z.int(),
      by,
      ticket: ticketThen,
      promises: z.array(promiseThen),
      event: happened[type],
    }),
  });

export const webhookPayloads = {
  'ticket.opened': payloadOf('ticket.opened'),
  'ticket.customer_replied': payloadOf('ticket.customer_replied'),
  'ticket.agent_replied': payloadOf('ticket.agent_replied'),
  'ticket.call_taken': payloadOf('ticket.call_taken'),
  'ticket.status_changed': payloadOf('ticket.status_changed'),
  'ticket.priority_changed': payloadOf('ticket.priority_changed'),
  'ticket.kind_changed': payloadOf('ticket.kind_changed'),
  'ticket.contract_changed': payloadOf('ticket.contract_changed'),
  'ticket.promises_changed': payloadOf('ticket.promises_changed'),
  'ticket.promise_breached': payloadOf('ticket.promise_breached'),
  'ticket.merged': payloadOf('ticket.merged'),
  'ticket.unmerged': payloadOf('ticket.unmerged'),
} as const;

export type WebhookPayload = z.infer<(typeof webhookPayloads)[keyof typeof webhookPayloads]>;

import * as z from 'zod/mini';
import { kind, priority } from '../contracts/vocabulary.ts';
import { channel } from '../intake/channels.ts';
import { requester } from '../intake/inbound-message.ts';
import { type Status, status } from './ticket.ts';

/** What the queue index knows of a ticket: enough to choose the next one to work on. */
export const ticketSummary = z.object({
  id: z.string(),
  reference: z.string(),
  subject: z.string(),
  status,
  priority,
  kind,
  team: z.optional(z.string()),
  channel,
  requester,
  assignee: z.optional(z.string()),
  contractId: z.string(),
  openedAt: z.string(),
  updatedAt: z.string(),
  nextDueAt: z.optional(z.string()),
  unansweredSince: z.optional(z.string()),
  runningLate: z.boolean(),
});
export type TicketSummary = z.infer<typeof ticketSummary>;

export interface TicketQueue {
  /** Tickets of one status, most urgent first, from `after` (a former answer's `next`) on. Eventually consistent. */
  list(of: Status, limit: number, after?: string): Promise<{ tickets: TicketSummary[]; next: string | undefined }>;
  /** Every ticket of one status, in pages and in no order. */
  each(of: Status): AsyncIterable<TicketSummary[]>;
}

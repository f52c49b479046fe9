import * as z from 'zod/mini';
import { kind, priority } from '../contracts/vocabulary.ts';
import { channel } from '../intake/channels.ts';
import { requester } from '../intake/inbound-message.ts';
import { isRunningLate, nextDue } from '../sla/clock.ts';
import type { QueueFilter } from './queue-filter.ts';
import { type Status, status, type Ticket } from './ticket.ts';

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

/** The same of a ticket that was not found by the index. */
export const summaryOf = (ticket: Ticket): TicketSummary =>
  ticketSummary.parse({ ...ticket, nextDueAt: nextDue(ticket.clocks), runningLate: isRunningLate(ticket.clocks) });

export interface TicketQueue {
  /**
   * Wanted tickets, most urgent first, after the place `after` (a former answer's `next`). Where few of many are wanted a page
   * may be short, or empty, and still have a `next`. Eventually consistent: a ticket that moves meanwhile may come twice, or not.
   */
  find(filter: QueueFilter, limit: number, after?: string): Promise<{ tickets: TicketSummary[]; next: string | undefined }>;
  /** Every ticket of one status, in pages and in no order. */
  each(of: Status): AsyncIterable<TicketSummary[]>;
}

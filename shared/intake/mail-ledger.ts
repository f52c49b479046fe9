import * as z from 'zod/mini';
import { keys } from '../dynamo/table.ts';
import type { Claim } from '../tickets/tickets.ts';
import type { InboundMessage } from './inbound-message.ts';

/** What became of a mail that SES took. Every one of them ends as exactly one of these. */
export const mailOutcomes = ['ticket', 'reply', 'automatic', 'bounce', 'refused'] as const;

/** One row of the ledger. */
export const mailRow = z.object({
  sesMessageId: z.string(),
  receivedAt: z.string(),
  outcome: z.enum(mailOutcomes),
  /** Why, in a few words: which rule made it a reply, what is refused. */
  reason: z.string(),
  ticketId: z.optional(z.string()),
  rawKey: z.optional(z.string()),
});
export type MailRow = z.infer<typeof mailRow>;

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export function rowFor(inbound: InboundMessage, outcome: Pick<MailRow, 'outcome' | 'reason' | 'ticketId'>): MailRow {
  return {
    sesMessageId: inbound.sourceId,
    receivedAt: inbound.receivedAt.toISOString(),
    rawKey: inbound.message.rawKey,
    ...outcome,
  };
}

export const ledgerClaim = 'ledger';

/** Writes the row together with the ticket's events: the same mail is never taken twice. */
export function claimLedger(row: MailRow): Claim {
  return { name: ledgerClaim, item: { ...keys.mail(row.receivedAt.slice(0, 10), row.sesMessageId), kind: 'mail', ...row } };
}

export interface MailLedger {
  find(receivedAt: Date, sesMessageId: string): Promise<MailRow | undefined>;
  /** Records an outcome that touches no ticket. The first one stands: answers the row that is there afterwards. */
  record(row: MailRow): Promise<MailRow>;
  /** The mails of one UTC day (`2026-01-05`), up to `limit` at a time. */
  list(day: string, limit: number, after?: string): Promise<{ rows: MailRow[]; next: string | undefined }>;
}

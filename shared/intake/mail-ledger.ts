import * as z from 'zod/mini';
import { keys } from '../dynamo/table.ts';
import type { Claim } from '../tickets/tickets.ts';
import type { InboundMessage } from './inbound-message.ts';
import type { SentMailRow } from './mail-ledger-sent.ts';

/** What became of a mail that SES took. Every one of them ends as exactly one of these. */
export const mailOutcomes = ['ticket', 'reply', 'automatic', 'bounce', 'refused', 'quarantined'] as const;

/** Which way a mail went: to us or from us. */
export const directions = ['in', 'out'] as const;
export type Direction = (typeof directions)[number];

/** The row of a mail that came in. */
export const mailRow = z.object({
  sesMessageId: z.string(),
  receivedAt: z.string(),
  outcome: z.enum(mailOutcomes),
  /** Why, in a few words: which rule made it a reply, what is refused. */
  reason: z.string(),
  ticketId: z.optional(z.string()),
  rawKey: z.optional(z.string()),
  /** SES never told us of it, or we lost what it told: found in the bucket and taken in from there, without SES's verdicts. */
  recovered: z.optional(z.literal(true)),
  /** Of a mail in quarantine: what its release needs to know of the envelope. */
  envelope: z.optional(z.object({ recipients: z.array(z.string()), sender: z.string() })),
  /** The agent who let it out of quarantine. */
  releasedBy: z.optional(z.string()),
});
export type MailRow = z.infer<typeof mailRow>;

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export function rowFor(inbound: InboundMessage, outcome: Pick<MailRow, 'outcome' | 'reason' | 'ticketId' | 'envelope'>): MailRow {
  return {
    sesMessageId: inbound.sourceId,
    receivedAt: inbound.receivedAt.toISOString(),
    rawKey: inbound.message.rawKey,
    ...outcome,
    ...(inbound.recovered && { recovered: true }),
    ...(inbound.releasedBy !== undefined && { releasedBy: inbound.releasedBy }),
  };
}

export const ledgerClaim = 'ledger';

/**
 * Writes the row together with the ticket's events: the same mail is never taken twice. A released mail has a row already; that it is taken
 * once the claim of its message sees to.
 */
export function claimLedger(row: MailRow): Claim {
  return {
    name: ledgerClaim,
    item: { ...keys.mail(row.receivedAt.slice(0, 10), row.sesMessageId), kind: 'mail', ...row },
    ...(row.releasedBy !== undefined && { replaces: true }),
  };
}

/** A row as it is listed. */
export type LedgerRow = (MailRow & { direction: 'in' }) | (SentMailRow & { direction: 'out' });

export interface MailLedger {
  find(receivedAt: Date, sesMessageId: string): Promise<MailRow | undefined>;
  /**
   * Records an outcome that touches no ticket. The first one stands, save that of quarantine once a mail is released: answers the row that is
   * there afterwards.
   */
  record(row: MailRow): Promise<MailRow>;
  /**
   * The mails of one UTC day (`2026-01-05`), up to `limit` at a time: those that came in, then those that went out, or only those of one
   * `direction`. `next` continues, also after a page with fewer rows than `limit`.
   */
  list(
    day: string,
    limit: number,
    after?: string,
    direction?: Direction,
  ): Promise<{ rows: LedgerRow[]; next: string | undefined }>;
}

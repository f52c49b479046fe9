import * as z from 'zod/mini';
import { digest } from '../ids.ts';

/** What becomes of a mail of ours: SES took it, then the last word that SES had of it. */
export const sentOutcomes = ['sent', 'delivered', 'delayed', 'bounced', 'complained', 'rejected'] as const;
export type SentOutcome = (typeof sentOutcomes)[number];

/**
 * The row of a mail that went out. The ledger outlives tickets, so it names nobody: the recipient's address is on the ticket's notice,
 * and here only as a digest, by which mails to one address can be counted.
 */
export const sentMailRow = z.object({
  sesMessageId: z.string(),
  sentAt: z.string(),
  outcome: z.enum(sentOutcomes),
  /** The kind of notice: why it was written. */
  reason: z.string(),
  ticketId: z.string(),
  noticeId: z.string(),
  recipientDigest: z.string(),
  /** When SES said what `outcome` says, if that is more than that it took the mail. */
  outcomeAt: z.optional(z.string()),
});
export type SentMailRow = z.infer<typeof sentMailRow>;

/** Of an address in any case of letters. */
export const recipientDigest = (address: string): string => digest('recipient', address.toLowerCase());

/** A mail that SES took, as far as everybody who writes its row knows the same of it. */
export interface SentMail {
  sesMessageId: string;
  /** When its sending was begun; the row lies under this UTC day. */
  claimedAt: string;
  kind: string;
  recipient: string;
  ticketId: string;
  noticeId: string;
}

export interface SentMailLedger {
  /** Writes the row if it is not there. Doing it twice, or after `noteOutcome`, changes nothing. */
  recordSent(mail: SentMail, sentAt: string): Promise<void>;
  /** Notes the outcome, writing the row where whoever sent the mail died before. An older word does not take the place of a newer one. */
  noteOutcome(mail: SentMail, outcome: Exclude<SentOutcome, 'sent'>, at: string): Promise<void>;
}

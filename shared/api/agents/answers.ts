import * as z from 'zod/mini';
import { attachment } from '../../intake/inbound-message.ts';
import { mailRow as receivedMail } from '../../intake/mail-ledger.ts';
import { sentMailRow } from '../../intake/mail-ledger-sent.ts';
import { deliveryStates } from '../../notices/outbox.ts';
import { ticketEvent } from '../../tickets/ticket-events.ts';

/** What agents are answered, beside tickets themselves. */

/**
 * How far an answer has come: `waiting` to be sent, `sending`, `sent` (SES has it), what SES said of it since, or `withheld` for good, with
 * the reason.
 */
export const delivery = z.object({
  state: z.enum(['waiting', 'sending', 'sent', 'withheld', ...deliveryStates]),
  at: z.optional(z.string()),
  reason: z.optional(z.string()),
});
export type Delivery = z.infer<typeof delivery>;

/** An event with its place in the timeline; of an answer, what became of its mail, and of those to requesters of merged tickets. */
export const timelineEvent = z.intersection(
  z.object({
    sequence: z.int(),
    delivery: z.optional(delivery),
    otherDeliveries: z.optional(z.array(z.extend(delivery, { address: z.optional(z.string()) }))),
  }),
  ticketEvent,
);

/** As `NoticeRow` of the outbox. */
export const noticeRow = z.object({
  noticeId: z.string(),
  kind: z.string(),
  recipient: z.string(),
  state: z.enum(['claimed', 'sent', 'withheld']),
  claimedAt: z.string(),
  sentAt: z.optional(z.string()),
  delivery: z.optional(z.enum(deliveryStates)),
  deliveryAt: z.optional(z.string()),
  reason: z.optional(z.string()),
});

const file = z.pick(attachment, { name: true, type: true });
export const uploadAnswer = z.object({
  attachment: z.extend(file, { id: z.string(), size: z.int() }),
  upload: z.object({
    method: z.literal('PUT'),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    expiresAt: z.string(),
  }),
});
export const fileAnswer = z.object({
  attachment: z.extend(file, { size: z.optional(z.int()) }),
  url: z.string(),
  expiresAt: z.string(),
});

export const mailRow = z.discriminatedUnion('direction', [
  z.extend(receivedMail, { direction: z.literal('in') }),
  z.extend(sentMailRow, { direction: z.literal('out') }),
]);

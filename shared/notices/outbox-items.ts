import * as z from 'zod/mini';
import type { SentMail } from '../intake/mail-ledger-sent.ts';
import { deliveryStates, type NoticeKey } from './outbox.ts';

/** What is read of a notice's item while it is being sent. */
export const noticeItem = z.object({
  state: z.enum(['claimed', 'sent', 'withheld']),
  claimedAt: z.string(),
  notice: z.string(),
  recipient: z.string(),
});

export type NoticeItem = z.infer<typeof noticeItem>;

/** A row as it is listed; the item's own `kind` says that it is a notice, `notice` of which kind. */
export const listedNotice = z.object({
  ...noticeItem.shape,
  noticeId: z.string(),
  sentAt: z.optional(z.string()),
  delivery: z.optional(z.enum(deliveryStates)),
  deliveryAt: z.optional(z.string()),
  reason: z.optional(z.string()),
});

/** What the ledger is told of a mail, the same by whoever tells it. */
export const asSentMail = (key: NoticeKey, { claimedAt, notice, recipient }: NoticeItem, sesMessageId: string): SentMail => ({
  ...key,
  claimedAt,
  kind: notice,
  recipient,
  sesMessageId,
});

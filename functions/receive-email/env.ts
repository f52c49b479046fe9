import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Raw mails under `inbound/`, extracted attachments under `attachments/`. */
  MAIL_BUCKET: z.string(),
  /** The domain whose addresses are ours. */
  MAIL_DOMAIN: z.string(),
  /** Secret whose text signs reply addresses. */
  REPLY_KEY_SECRET_ARN: z.string(),
});

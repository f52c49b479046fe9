import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Attachments of customers under `attachments/`, files of agents under `outgoing/`. */
  MAIL_BUCKET: z.string(),
  /** Where mails wait for receive-email: those that are released join them. */
  MAIL_QUEUE_URL: z.string(),
});

import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Files that agents attach, under `outgoing/`. */
  MAIL_BUCKET: z.string(),
  /** Notices are sent from addresses of this domain. */
  MAIL_DOMAIN: z.string(),
  /** SES configuration set: it reports what became of each mail. */
  CONFIGURATION_SET: z.string(),
  /** Secret whose text signs reply addresses. */
  REPLY_KEY_SECRET_ARN: z.string(),
  /** Notices that could not be sent at once wait here. */
  LATE_NOTICES_QUEUE_URL: z.string(),
  /** Where deliver-webhook is told that a subscriber is to hear of a ticket. */
  DELIVERIES_QUEUE_URL: z.string(),
  /** How many automatic acknowledgements one address gets in an hour; the backstop against mail loops. */
  ACKNOWLEDGEMENTS_PER_HOUR: z.coerce.number().check(z.int(), z.positive()),
  /** The WebSocket API and its stage, `wss://…/chat`. */
  CHAT_URL: z.string(),
  /** What the links in mails begin with, without a slash at its end. */
  PUBLIC_URL: z.string(),
  /** Events that give agents a task go here; `none` where there is no Connect instance. */
  TASK_QUEUE_URL: z.string(),
});

import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Files of visitors under `attachments/`, of agents under `outgoing/`. */
  MAIL_BUCKET: z.string(),
  /** The WebSocket API and its stage, `wss://…/chat`. */
  CHAT_URL: z.string(),
  /** How many chats one address may start in an hour: many people may share one, a program should not have many. */
  CHATS_PER_HOUR: z.coerce.number().check(z.int(), z.positive()),
});

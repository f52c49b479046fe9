import * as z from 'zod/mini';

export const env = z.object({
  /** The WebSocket API and its stage, `wss://…/chat`. */
  CHAT_URL: z.string(),
});

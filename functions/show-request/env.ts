import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Secret whose text signs the links. */
  REPLY_KEY_SECRET_ARN: z.string(),
  /** What links begin with, without a slash at its end. */
  PUBLIC_URL: z.string(),
});

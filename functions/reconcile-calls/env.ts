import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Amazon Connect's instance. */
  CONNECT_INSTANCE_ID: z.string(),
});

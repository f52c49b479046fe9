import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Amazon Connect's instance. */
  CONNECT_INSTANCE_ID: z.string(),
  /** The queue that our flows lead to. */
  SUPPORT_QUEUE_ARN: z.string(),
});

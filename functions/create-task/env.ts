import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Amazon Connect's instance. */
  CONNECT_INSTANCE_ID: z.string(),
  /** Tasks run through this flow into the queue. */
  TASK_FLOW_ID: z.string(),
  /** What links to tickets begin with, without a slash at its end. */
  PUBLIC_URL: z.string(),
});

import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  ALARM_QUEUE_URL: z.string(),
  RECLOCK_QUEUE_URL: z.string(),
});

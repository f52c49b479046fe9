import * as z from 'zod/mini';

export const env = z.object({
  /** Schedule group that holds one schedule per ticket. */
  SCHEDULE_GROUP: z.string(),
  /** Role that Scheduler takes on to ring. */
  SCHEDULER_ROLE_ARN: z.string(),
  /** Where alarms ring. */
  ALARM_QUEUE_ARN: z.string(),
  ALARM_QUEUE_URL: z.string(),
  /** Where rings go that Scheduler could not deliver. */
  ALARM_DEAD_LETTER_QUEUE_ARN: z.string(),
  /** Where pages wait of contracts whose open tickets are counted again. */
  RECLOCK_QUEUE_URL: z.string(),
});

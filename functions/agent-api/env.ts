import * as z from 'zod/mini';
import { targetPolicies } from '../../shared/webhooks/targets.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Attachments of customers under `attachments/`, files of agents under `outgoing/`. */
  MAIL_BUCKET: z.string(),
  /** Where mails wait for receive-email: those that are released join them. */
  MAIL_QUEUE_URL: z.string(),
  /** Where deliver-webhook is told that there is something to send. */
  DELIVERIES_QUEUE_URL: z.string(),
  /** Names of the subscriptions' secrets begin with it. */
  SUBSCRIPTION_SECRETS_PREFIX: z.string(),
  /** Whether webhooks may go to this machine and over plain HTTP; on AWS they may not. */
  PRIVATE_TARGETS: z.enum(targetPolicies),
});

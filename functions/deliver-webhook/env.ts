import * as z from 'zod/mini';
import { targetPolicies } from '../../shared/webhooks/targets.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Lanes that wait, or that make room for others, come back by it. */
  DELIVERIES_QUEUE_URL: z.string(),
  /** Names of the subscriptions' secrets begin with it. */
  SUBSCRIPTION_SECRETS_PREFIX: z.string(),
  /** Owners are written to from this domain. */
  MAIL_DOMAIN: z.string(),
  /** SES configuration set: it reports what became of each mail. */
  CONFIGURATION_SET: z.string(),
  /** Whether webhooks may go to this machine and over plain HTTP; on AWS they may not. */
  PRIVATE_TARGETS: z.enum(targetPolicies),
});

import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** What the names of the partners' secrets begin with. */
  PARTNER_SECRETS_PREFIX: z.string(),
});

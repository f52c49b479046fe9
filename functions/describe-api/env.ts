import * as z from 'zod/mini';

export const env = z.object({
  /** Where the API answers, without a slash at its end. */
  PUBLIC_URL: z.string(),
});

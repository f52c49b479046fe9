import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
});

import * as z from 'zod/mini';

const batchResponse = z.nullish(
  z.object({ batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string().check(z.minLength(1)) }))) }),
);

/**
 * The failed items that a function reports, or `all`. Nothing, null and an object without `batchItemFailures` are a full success; a
 * malformed answer or an id that was not in the batch is a full failure (Lambda developer guide, "Reporting batch item failures").
 */
export function failedItems(payload: unknown, ids: Set<string>): Set<string> | 'all' {
  const parsed = z.safeParse(batchResponse, payload);
  if (!parsed.success) return 'all';
  const failed = new Set((parsed.data?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
  return [...failed].every((id) => ids.has(id)) ? failed : 'all';
}

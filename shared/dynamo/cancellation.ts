/**
 * Why a transaction was cancelled: one code for each of its items, in their order, `None` for those that were fine. Undefined for any
 * other error. Source: DynamoDB API reference, TransactWriteItems, "TransactionCanceledException".
 */
export function cancellationCodes(error: unknown): string[] | undefined {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException' || !('CancellationReasons' in error))
    return undefined;
  const reasons = Array.isArray(error.CancellationReasons) ? error.CancellationReasons : [];
  return reasons.map((reason: unknown) =>
    typeof reason === 'object' && reason && 'Code' in reason ? String(reason.Code) : 'None',
  );
}

/** The condition of a single write did not hold. */
export const isConditionFailed = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

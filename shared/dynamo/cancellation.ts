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

/**
 * Another transaction is at work on one of its items, or the table asks for patience: another attempt may get past it, of which the SDK makes
 * none. A condition that does not hold has priority, since a repetition changes nothing about it.
 */
export function isConflict(error: unknown): boolean {
  if (error instanceof Error && error.name === 'TransactionConflictException') return true;
  const codes = cancellationCodes(error) ?? [];
  return !codes.includes('ConditionalCheckFailed') && codes.some((code) => passingCodes.includes(code));
}

/** What another attempt, after a fresh look and a pause, may get past. */
const passingCodes = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** The condition of a single write did not hold. */
export const isConditionFailed = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

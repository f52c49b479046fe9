import * as z from 'zod/mini';
import { AwsError } from '../service.ts';
import type { Item } from './attribute-value.ts';
import { database } from './dynalite.ts';
import { mapKey } from './dynalite-store.ts';
import { constraintError, tableNotFound, validationError } from './errors.ts';
import type { Checked, Tables } from './item-operations.ts';
import type { Table } from './table.ts';

export const mostActions = 100;
/** The aggregate size of a transaction's items. */
export const mostTransactionBytes = 4 * 1024 * 1024;

const member = z.record(z.string(), z.record(z.string(), z.unknown()));
const capacity = z.optional(z.enum(['INDEXES', 'TOTAL', 'NONE']));

export type Member = z.infer<typeof member>;

/** The actions of a transaction, counted. */
export function readMembers(body: Record<string, unknown>): Member[] {
  const items = body.TransactItems ?? [];
  if (!Array.isArray(items)) throw new AwsError('SerializationException', 'Unexpected field type');
  if (items.length === 0) {
    throw constraintError(
      "Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (items.length > mostActions) {
    throw constraintError(
      `Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${mostActions}`,
    );
  }
  if (!capacity.safeParse(body.ReturnConsumedCapacity).success) {
    throw constraintError(
      `Value '${String(body.ReturnConsumedCapacity)}' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]`,
    );
  }
  const members = z.array(member).safeParse(items);
  if (!members.success) throw new AwsError('SerializationException', 'Start of structure or map found where not expected');
  return members.data;
}

export interface CancellationReason {
  Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  Message?: string;
  Item?: Item;
}

/** Codes stand in the order of the actions, in the message as in the list. */
export function cancelled(reasons: CancellationReason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

export function tableOf({ request }: Checked, { byName }: Tables): Table {
  const table = byName.get(request.TableName);
  if (!table) throw tableNotFound();
  return table;
}

/** Refuses two actions on one item. Actions whose key does not fit the table are left to the cancellation reasons. */
export function checkDistinct(actions: Checked[], tables: Tables): void {
  const seen = new Set<string>();
  for (const action of actions) {
    const table = tableOf(action, tables);
    if (keyFault(action, table)) continue;
    const { Item: item, Key: key } = action.request;
    const id = `${table.definition.name}/${mapKey(table, item ?? key ?? {})}`;
    if (seen.has(id)) throw validationError('Transaction request cannot include multiple operations on one item');
    seen.add(id);
  }
}

function keyFault({ request }: Checked, table: Table): boolean {
  if (request.Item) return Boolean(database.validateItem(request.Item, table.description));
  return !request.Key || Boolean(database.validateKey(request.Key, table.description));
}

/** The reason for which one action cancels the transaction; throws on if it is not for the transaction to report. */
export function reasonOf(error: unknown): CancellationReason {
  if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') {
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.details };
  }
  if (error instanceof AwsError && error.code === 'ValidationException') {
    return { Code: 'ValidationError', Message: error.message };
  }
  throw error;
}

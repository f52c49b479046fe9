import * as z from 'zod/mini';
import { AwsError } from '../service.ts';
import type { Item } from './attribute-value.ts';
import { refuseDocumentComparison } from './document-comparison.ts';
import { actionOf, type CheckedRequest, type DynaliteOperation, database, validationOf, validations } from './dynalite.ts';
import type { Plan, PlanningStore } from './dynalite-store.ts';
import { mapKey } from './dynalite-store.ts';
import { asAwsError, constraintError, tableNotFound, validationError } from './errors.ts';
import { checkIndexKeyValues, checkKeyValues, checkUpdatedIndexKeys } from './key-values.ts';
import { checkExpressions, checkItem, checkUpdated } from './limits.ts';
import { createParsedConditions } from './parsed-conditions.ts';
import type { Table } from './table.ts';
import { readOperands } from './update-operands.ts';

/** The tables, as they are read and as dynalite plans on them. */
export interface Tables {
  byName: ReadonlyMap<string, Table>;
  store: PlanningStore;
}

export const mostBatchWrites = 25;

const conditions = createParsedConditions();

const onConditionCheckFailure = z.optional(z.enum(['ALL_OLD', 'NONE']));
const requestItems = z.record(z.string(), z.unknown());

/** A request whose shape, expressions and sizes are all right: what can be known without looking at a table. */
export interface Checked {
  operation: DynaliteOperation;
  request: CheckedRequest;
  returnOldOnFailure: boolean;
}

/** Throws what AWS would refuse about the request itself. */
export function check(operation: DynaliteOperation, body: Record<string, unknown>, store: PlanningStore): Checked {
  checkExpressions(body);
  const wanted = onConditionCheckFailure.safeParse(body.ReturnValuesOnConditionCheckFailure);
  if (!wanted.success) {
    throw constraintError(
      `Value '${String(body.ReturnValuesOnConditionCheckFailure)}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
    );
  }
  if (operation === 'BatchWriteItem') checkBatchSize(body);
  const { types, custom } = validationOf(operation);
  let request: CheckedRequest;
  try {
    const { body: unparsed, condition } = conditions.recall(body);
    request = validations.checkTypes(unparsed, types);
    validations.checkValidations(request, types, custom, store);
    if (condition) request._condition = condition;
    else conditions.remember(body, request._condition);
  } catch (error) {
    throw asAwsError(error);
  }
  for (const parsed of [request._condition, request._filter]) if (parsed) refuseDocumentComparison(parsed.expression);
  for (const item of itemsToPut(request)) checkItem(item);
  return { operation, request, returnOldOnFailure: wanted.data === 'ALL_OLD' };
}

/** dynalite lets a batch of any size through. */
function checkBatchSize(body: Record<string, unknown>): void {
  const lists = Object.values(requestItems.safeParse(body.RequestItems).data ?? {});
  const sizes = lists.map((list) => (Array.isArray(list) ? list.length : 1));
  if (sizes.some((size) => size === 0 || size > mostBatchWrites)) {
    throw constraintError(
      `Value at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to ${mostBatchWrites}, Member must have length greater than or equal to 1]`,
    );
  }
  if (sizes.reduce((sum, size) => sum + size, 0) > mostBatchWrites) {
    throw validationError('Too many items requested for the BatchWriteItem call');
  }
}

function itemsToPut({ Item: item, RequestItems }: CheckedRequest): Item[] {
  if (item) return [item];
  return Object.values(RequestItems ?? {}).flatMap((writes) =>
    Array.isArray(writes) ? writes.flatMap((write) => (write.PutRequest ? [write.PutRequest.Item] : [])) : [],
  );
}

/** Throws for key values that no table takes: empty or too long. Tables that do not exist are left to the plan. */
export function checkKeys({ request }: Checked, { byName }: Tables): void {
  const table = byName.get(request.TableName);
  if (request.Item && table) {
    checkKeyValues(table, request.Item);
    checkIndexKeyValues(table, request.Item);
  } else if (request.Key && table) {
    checkKeyValues(table, request.Key);
  }
  for (const [name, writes] of Object.entries(request.RequestItems ?? {})) {
    const written = byName.get(name);
    if (!written || !Array.isArray(writes)) continue;
    for (const { PutRequest, DeleteRequest } of writes) {
      if (PutRequest) {
        checkKeyValues(written, PutRequest.Item);
        checkIndexKeyValues(written, PutRequest.Item);
      } else if (DeleteRequest) checkKeyValues(written, DeleteRequest.Key);
    }
  }
}

/** What the operation would answer and change. Throws what AWS would refuse in view of the tables. */
export function plan(checked: Checked, tables: Tables): Plan {
  const { operation, request } = checked;
  try {
    if (operation === 'UpdateItem' && request._updates && fits(checked, tables)) {
      readOperands(request._updates.sections, storedItem(checked, tables) ?? {});
    }
    const planned = tables.store.plan(actionOf(operation), request);
    if (operation === 'UpdateItem') {
      for (const { table, before, after } of planned.changes) {
        if (!after) continue;
        checkUpdatedIndexKeys(table, before, after);
        checkUpdated(after);
      }
    }
    return planned;
  } catch (error) {
    if (checked.returnOldOnFailure && error instanceof AwsError && error.code === 'ConditionalCheckFailedException') {
      const item = storedItem(checked, tables);
      if (item) throw new AwsError(error.code, error.message, error.status, { Item: item });
    }
    throw error;
  }
}

function fits({ request }: Checked, { byName }: Tables): boolean {
  const table = byName.get(request.TableName);
  return table !== undefined && request.Key !== undefined && !database.validateKey(request.Key, table.description);
}

/** The item that a single-item request is about, as it is stored now. */
export function storedItem({ request }: Checked, { byName }: Tables): Item | undefined {
  const table = byName.get(request.TableName);
  if (!table) throw tableNotFound();
  const key = request.Key ?? request.Item;
  return key && table.items.get(mapKey(table, key));
}

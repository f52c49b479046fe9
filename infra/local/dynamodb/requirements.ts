import type { Requirement } from '../iam/iam.ts';
import { unknownOperation } from '../service.ts';
import { isDynaliteOperation } from './dynalite.ts';
import type { Table } from './table.ts';
import type { Call } from './wire.ts';

/** Where a requirement's ARNs come from: IAM is asked before anyone looks whether the table exists. */
export interface Names {
  tables: ReadonlyMap<string, Table>;
  tableArn: (name: string) => string;
}

const transactionActions = new Map([
  ['Put', 'PutItem'],
  ['Update', 'UpdateItem'],
  ['Delete', 'DeleteItem'],
  ['ConditionCheck', 'ConditionCheckItem'],
  ['Get', 'GetItem'],
]);

/** One table or index that a call touches, with the item or key by which it does, unchecked. */
interface Target {
  action: string;
  table: string;
  index?: string;
  keys?: unknown;
}

/**
 * What IAM must allow for a call (Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB"). A
 * malformed request only has fewer condition keys here; the service refuses it afterwards. Equal requirements are asked once, with
 * the partition keys of all their items.
 */
export function requirementsOf({ operation, body }: Call, names: Names): Requirement[] {
  if (operation === 'ListTables') return [{ action: 'dynamodb:ListTables', resource: '*' }];
  const needs = new Map<string, { action: string; resource: string; keys: Set<string> }>();
  for (const { action, table, index, keys } of targets(operation, body)) {
    const resource = index === undefined ? names.tableArn(table) : `${names.tableArn(table)}/index/${index}`;
    const id = `${action} ${resource}`;
    const need = needs.get(id) ?? { action: `dynamodb:${action}`, resource, keys: new Set() };
    needs.set(id, need);
    const key = leadingKey(keys, hashKeyOf(names.tables.get(table), index));
    if (key !== undefined) need.keys.add(key);
  }
  return [...needs.values()].map(({ action, resource, keys }) =>
    keys.size > 0 ? { action, resource, context: { 'dynamodb:LeadingKeys': [...keys] } } : { action, resource },
  );
}

function targets(operation: string, body: Record<string, unknown>): Target[] {
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    return list(body.TransactItems).flatMap((member) =>
      Object.entries(members(member)).map(([kind, request]): Target => {
        const { TableName, Item, Key } = members(request);
        return { action: transactionActions.get(kind) ?? kind, table: text(TableName), keys: Item ?? Key };
      }),
    );
  }
  if (operation === 'BatchWriteItem' || operation === 'BatchGetItem') {
    return Object.entries(members(body.RequestItems)).flatMap(([table, requests]): Target[] => {
      const keys = [...list(members(requests).Keys), ...list(requests).map(writtenKeys)];
      return [{ action: operation, table }, ...keys.map((key) => ({ action: operation, table, keys: key }))];
    });
  }
  if (!isDynaliteOperation(operation) && operation !== 'DescribeTable') throw unknownOperation('DynamoDB', operation);
  const { TableName, IndexName, Item, Key } = body;
  return [
    {
      action: operation,
      table: text(TableName),
      ...(typeof IndexName === 'string' && { index: IndexName }),
      keys: Item ?? Key ?? conditionKeys(body),
    },
  ];
}

function writtenKeys(write: unknown): unknown {
  const { PutRequest, DeleteRequest } = members(write);
  return members(PutRequest).Item ?? members(DeleteRequest).Key;
}

/** The attributes that a key condition holds equal to a value: `#pk = :pk AND begins_with(sk, :prefix)` → pk. */
function conditionKeys(query: Record<string, unknown>): Record<string, unknown> {
  const names = members(query.ExpressionAttributeNames);
  const values = members(query.ExpressionAttributeValues);
  const equalities = text(query.KeyConditionExpression).matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/g);
  return Object.fromEntries([...equalities].map(([, name = '', value = '']) => [names[name] ?? name, values[value]]));
}

function hashKeyOf(table: Table | undefined, indexName: string | undefined): string | undefined {
  if (indexName === undefined) return table?.hashKey;
  const index = table?.definition.globalSecondaryIndexes?.find((one) => one.IndexName === indexName);
  return index?.KeySchema[0]?.AttributeName;
}

function leadingKey(keys: unknown, hashKey: string | undefined): string | undefined {
  if (hashKey === undefined) return undefined;
  const { S, N, B } = members(members(keys)[hashKey]);
  const scalar = S ?? N ?? B;
  return typeof scalar === 'string' ? scalar : undefined;
}

function members(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

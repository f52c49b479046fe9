import {
  ScanCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aKey, arnOf, aTable, type Running, startDynamoDb, type WireItem } from './local-dynamodb.ts';

let running: Running;
beforeEach(async () => {
  running = await startDynamoDb(aTable(), aTable({ name: 'others', stream: undefined }));
});
afterEach(() => running.stop());

const TableName = 'tickets';
const transact = (items: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
  running.client.send(new TransactWriteItemsCommand({ TransactItems: items, ...more }));

const put = (Item: WireItem, more: object = {}): TransactWriteItem => ({ Put: { TableName, Item, ...more } });
const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('requests at the same time', () => {
  it('never see half of a transaction', async () => {
    const keys = Array.from({ length: 10 }, (_, i) => aKey('sum', `${i}`));
    const version = (n: number) => transact(keys.map((key) => put({ ...key, n: { N: String(n) } })));
    await version(0);
    const reads = Array.from({ length: 20 }, () => running.client.send(new ScanCommand({ TableName })));
    const [scans] = await Promise.all([Promise.all(reads), ...[1, 2, 3, 4, 5].map(version)]);
    for (const { Items } of scans) expect(new Set(Items?.map((item) => item.n?.N)).size).toBe(1);
  });

  it('let exactly one of several conditional writes win', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => transact([put({ ...aKey('one'), n: { N: `${i}` } }, isNew)])),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('leave one stream record per change', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, i) => transact([put(aKey(`s${i}`)), put(aKey(`t${i}`))])));
    expect(running.dynamo.stream(`${arnOf(TableName)}/stream/local`)?.read(undefined, 100)).toHaveLength(10);
  });
});

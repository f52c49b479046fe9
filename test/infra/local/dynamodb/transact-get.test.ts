import { type CancellationReason, PutItemCommand, TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aKey, aTable, type Running, refusal, startDynamoDb, type WireItem } from './local-dynamodb.ts';

let running: Running;
beforeEach(async () => {
  running = await startDynamoDb(aTable(), aTable({ name: 'others', stream: undefined }));
});
afterEach(() => running.stop());

const TableName = 'tickets';
const putItem = (Item: WireItem) => running.client.send(new PutItemCommand({ TableName, Item }));

const reasonsOf = (error: Record<string, unknown>) => error.CancellationReasons as CancellationReason[];

describe('a read transaction', () => {
  const getting = (...keys: WireItem[]) =>
    running.client.send(
      new TransactGetItemsCommand({
        TransactItems: keys.map((Key) => ({ Get: { TableName, Key, ProjectionExpression: 'pk, n' } })),
      }),
    );

  it('answers in the order of its gets, with nothing for an item that is not there', async () => {
    await putItem({ ...aKey('x'), n: { N: '1' }, other: { S: 'o' } });
    expect((await getting(aKey('none'), aKey('x'))).Responses).toEqual([{}, { Item: { pk: { S: 'x' }, n: { N: '1' } } }]);
  });

  it('takes 100 gets and refuses 101, and refuses two of one item', async () => {
    const keys = (n: number) => Array.from({ length: n }, (_, i) => aKey(`k${i}`));
    expect((await getting(...keys(100))).Responses).toHaveLength(100);
    expect(await refusal(getting(...keys(101)))).toMatchObject({ name: 'ValidationException' });
    expect((await refusal(getting(aKey('x'), aKey('x')))).message).toBe(
      'Transaction request cannot include multiple operations on one item',
    );
  });

  it('is cancelled by a key that does not fit the table', async () => {
    const error = await refusal(getting(aKey('x'), { pk: { S: 'y' } }));
    expect(reasonsOf(error).map((reason) => reason.Code)).toEqual(['None', 'ValidationError']);
  });
});

import { BatchGetItemCommand, BatchWriteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, aTable, type Running, refusal, startDynamoDb, type WireItem } from './local-dynamodb.ts';

let running: Running;
beforeAll(async () => {
  running = await startDynamoDb(aTable());
});
afterAll(() => running.stop());

const TableName = 'tickets';
const get = async (Key: WireItem) => (await running.client.send(new GetItemCommand({ TableName, Key }))).Item;

/** pk + x + sk + a + body = 409,600 bytes with the key of `aKey('x')`. */
const room = 400 * 1024 - 'pkxska'.length - 'body'.length;

describe('batches', () => {
  const writes = (count: number) => Array.from({ length: count }, (_, i) => ({ PutRequest: { Item: aKey(`b${i}`) } }));
  const batchWrite = (count: number) =>
    running.client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: writes(count) } }));
  const batchGet = (count: number) =>
    running.client.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: Array.from({ length: count }, (_, i) => aKey(`b${i}`)) } },
      }),
    );

  it('write 25 items and refuse 26', async () => {
    expect((await batchWrite(25)).UnprocessedItems).toEqual({});
    expect((await refusal(batchWrite(26))).message).toMatch(/Member must have length less than or equal to 25/);
  });

  it('get 100 items and refuse 101', async () => {
    expect((await batchGet(100)).Responses?.[TableName]).toHaveLength(25);
    expect(await refusal(batchGet(101))).toMatchObject({ name: 'ValidationException' });
  });

  it('refuse two writes of one item', async () => {
    const RequestItems = { [TableName]: [{ PutRequest: { Item: aKey('b') } }, { DeleteRequest: { Key: aKey('b') } }] };
    expect((await refusal(running.client.send(new BatchWriteItemCommand({ RequestItems })))).message).toBe(
      'Provided list of item keys contains duplicates',
    );
  });

  it('write nothing when one of their items is refused', async () => {
    const Item = { ...aKey('refused'), body: { S: 't'.repeat(room + 1) } };
    const RequestItems = { [TableName]: [{ PutRequest: { Item: aKey('accepted') } }, { PutRequest: { Item } }] };
    expect(await refusal(running.client.send(new BatchWriteItemCommand({ RequestItems })))).toMatchObject({
      name: 'ValidationException',
    });
    expect(await get(aKey('accepted'))).toBeUndefined();
  });
});

import { DeleteItemCommand, PutItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TableStream } from '../../../../infra/local/dynamodb/dynamodb.ts';
import type { StreamViewType } from '../../../../infra/local/dynamodb/table-definition.ts';
import { aKey, arnOf, aTable, type Running, refusal, region, startDynamoDb, type WireItem } from './local-dynamodb.ts';

const views: StreamViewType[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];
const TableName = 'tickets';
const hour = 3_600_000;

let running: Running;
beforeEach(async () => {
  const numbered = aTable({
    name: 'numbered',
    keySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
    attributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'N' }],
    globalSecondaryIndexes: undefined,
  });
  running = await startDynamoDb(
    aTable(),
    aTable({ name: 'silent', stream: undefined }),
    numbered,
    ...views.map((viewType) => aTable({ name: viewType, stream: { viewType } })),
  );
});
afterEach(() => running.stop());

const streamOf = (table: string): TableStream => {
  const stream = running.dynamo.stream(`${arnOf(table)}/stream/local`);
  if (!stream) throw new Error(`${table} has no stream`);
  return stream;
};
const put = (Item: WireItem, table = TableName) => running.client.send(new PutItemCommand({ TableName: table, Item }));
const remove = (Key: WireItem, table = TableName) => running.client.send(new DeleteItemCommand({ TableName: table, Key }));
const records = (table = TableName) => streamOf(table).read(undefined, 1000);

describe('a stream record', () => {
  it('has the shape of a Lambda event record', async () => {
    const before = Math.floor(running.clock.now() / 1000);
    await put({ ...aKey('x'), n: { N: '1' }, bytes: { B: new Uint8Array([1, 2, 3]) } });
    const [record] = records();
    expect(record).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: aKey('x'),
        NewImage: { ...aKey('x'), n: { N: '1' }, bytes: { B: 'AQID' } },
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: 6 + 6 + 3 + 8,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: `${arnOf(TableName)}/stream/local`,
    });
    expect(record?.dynamodb.ApproximateCreationDateTime).toBeGreaterThanOrEqual(before);
  });

  it('counts its bytes as the samples of the Lambda guide do', async () => {
    const item = (message: string): WireItem => ({ Id: { N: '101' }, Message: { S: message } });
    await put(item('New item!'), 'numbered');
    await put(item('This item has changed'), 'numbered');
    await remove({ Id: { N: '101' } }, 'numbered');
    expect(records('numbered').map((record) => record.dynamodb.SizeBytes)).toEqual([26, 59, 38]);
  });

  it.each([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
    ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
  ])('of a change has, in view %s, the images %j', async (table, images) => {
    await put(aKey('x'), table);
    await put({ ...aKey('x'), n: { N: '1' } }, table);
    const change = records(table)[1];
    expect(change?.eventName).toBe('MODIFY');
    expect(Object.keys(change?.dynamodb ?? {}).filter((name) => name.endsWith('Image'))).toEqual(images);
  });

  it('is left by puts, updates and deletes, in the order of their writes', async () => {
    await put(aKey('x'));
    await running.client.send(
      new UpdateItemCommand({
        TableName,
        Key: aKey('x'),
        UpdateExpression: 'SET n = :n',
        ExpressionAttributeValues: { ':n': { N: '2' } },
      }),
    );
    await remove(aKey('x'));
    expect(records().map(({ eventName, dynamodb }) => [eventName, dynamodb.OldImage, dynamodb.NewImage])).toEqual([
      ['INSERT', undefined, aKey('x')],
      ['MODIFY', aKey('x'), { ...aKey('x'), n: { N: '2' } }],
      ['REMOVE', { ...aKey('x'), n: { N: '2' } }, undefined],
    ]);
    const numbers = records().map((record) => record.dynamodb.SequenceNumber);
    expect(numbers.toSorted()).toEqual(numbers);
    expect(new Set(numbers).size).toBe(3);
  });

  it('is not left by a write that changes nothing', async () => {
    await put({
      ...aKey('x'),
      tags: { SS: ['a', 'b'] },
      m: { M: { l: { L: [{ BOOL: true }, { NULL: true }] } } },
      n: { N: '1.0' },
    });
    await put({
      n: { N: '1' },
      m: { M: { l: { L: [{ BOOL: true }, { NULL: true }] } } },
      tags: { SS: ['b', 'a'] },
      ...aKey('x'),
    });
    await remove(aKey('not there'));
    expect(records()).toHaveLength(1);
  });

  it('is not left by a write that is refused', async () => {
    const exists = { TableName, ConditionExpression: 'attribute_exists(pk)' };
    await refusal(running.client.send(new PutItemCommand({ ...exists, Item: aKey('x') })));
    const TransactItems = [{ Put: { TableName, Item: aKey('y') } }, { Put: { ...exists, Item: aKey('x') } }];
    await refusal(running.client.send(new TransactWriteItemsCommand({ TransactItems })));
    expect(records()).toEqual([]);
  });
});

describe('a stream', () => {
  it('exists only where the table has one', () => {
    expect(running.dynamo.stream(`${arnOf('silent')}/stream/local`)).toBeUndefined();
  });

  it('is read from any record on, as far as the reader likes', async () => {
    for (const sk of ['a', 'b', 'c', 'd']) await put(aKey('x', sk));
    const first = streamOf(TableName).read(undefined, 2);
    const next = streamOf(TableName).read(first.at(-1)?.dynamodb.SequenceNumber, 10);
    expect([first, next].map((page) => page.map((record) => record.dynamodb.Keys.sk?.S))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(streamOf(TableName).read(next.at(-1)?.dynamodb.SequenceNumber, 10)).toEqual([]);
  });

  it('wakes its listeners once per request, when the records can be read, until they leave', async () => {
    const seen: number[] = [];
    const leave = streamOf(TableName).onRecord(() => seen.push(records().length));
    const TransactItems = ['a', 'b', 'c'].map((sk) => ({ Put: { TableName, Item: aKey('x', sk) } }));
    await running.client.send(new TransactWriteItemsCommand({ TransactItems }));
    await put(aKey('x', 'a'));
    await put(aKey('x', 'd'));
    leave();
    await put(aKey('x', 'e'));
    expect(seen).toEqual([3, 4]);
  });

  it('keeps records for 24 hours of the virtual clock', async () => {
    await put(aKey('old'));
    await running.clock.moveTo(running.clock.now() + 23.9 * hour);
    await put(aKey('young'));
    expect(records()).toHaveLength(2);
    await running.clock.moveTo(running.clock.now() + 0.5 * hour);
    expect(records().map((record) => record.dynamodb.Keys.pk?.S)).toEqual(['young']);
  });
});

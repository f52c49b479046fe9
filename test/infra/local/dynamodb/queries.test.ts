import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  paginateQuery,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, aTable, type Running, refusal, startDynamoDb, type WireItem } from './local-dynamodb.ts';

let running: Running;
beforeAll(async () => {
  running = await startDynamoDb(aTable(), aTable({ name: 'busy' }), aTable({ name: 'plain', stream: undefined }));
  const items = Array.from({ length: 12 }, (_, i): WireItem => {
    const due: WireItem = i % 4 === 3 ? {} : { due: { N: String(100 - i) } };
    return {
      ...aKey('t', `e${String(i).padStart(2, '0')}`),
      queue: { S: `q${i % 2}` },
      subject: { S: `s${i}` },
      text: { S: 'x' },
      ...due,
    };
  });
  for (const Item of items) await running.client.send(new PutItemCommand({ TableName, Item }));
});
afterAll(() => running.stop());

const TableName = 'tickets';
const query = (more: Partial<QueryCommandInput>) => running.client.send(new QueryCommand({ TableName, ...more }));
const byQueue = {
  TableName,
  KeyConditionExpression: 'queue = :q',
  ExpressionAttributeValues: { ':q': { S: 'q0' } },
};

describe('queries', () => {
  it('answer in key order, forwards and backwards, within the bounds of the condition', async () => {
    const between = {
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
      ExpressionAttributeValues: { ':p': { S: 't' }, ':a': { S: 'e03' }, ':b': { S: 'e05' } },
    };
    expect((await query(between)).Items?.map((item) => item.sk?.S)).toEqual(['e03', 'e04', 'e05']);
    expect((await query({ ...between, ScanIndexForward: false })).Items?.map((item) => item.sk?.S)).toEqual([
      'e05',
      'e04',
      'e03',
    ]);
  });

  it.each([
    ['sk = :v', ['e03']],
    ['sk < :v', ['e00', 'e01', 'e02']],
    ['sk <= :v', ['e00', 'e01', 'e02', 'e03']],
    ['sk > :v', ['e04', 'e05', 'e06', 'e07', 'e08', 'e09', 'e10', 'e11']],
    ['sk >= :v', ['e03', 'e04', 'e05', 'e06', 'e07', 'e08', 'e09', 'e10', 'e11']],
    ['begins_with(sk, :v)', ['e03']],
  ])('understand %s', async (condition, expected) => {
    const { Items } = await query({
      KeyConditionExpression: `pk = :p AND ${condition}`,
      ExpressionAttributeValues: { ':p': { S: 't' }, ':v': { S: 'e03' } },
    });
    expect(Items?.map((item) => item.sk?.S)).toEqual(expected);
  });

  it('sort an index by its numbers, leave out items without its keys, and show what it projects', async () => {
    const { Items } = await query({ ...byQueue, IndexName: 'by-due' });
    expect(Items?.map((item) => item.due?.N)).toEqual(['90', '92', '94', '96', '98', '100']);
    expect(Object.keys(Items?.[0] ?? {}).toSorted()).toEqual(['due', 'pk', 'queue', 'sk', 'subject']);
    const odd = await query({ ...byQueue, IndexName: 'by-due', ExpressionAttributeValues: { ':q': { S: 'q1' } } });
    expect(odd.Items?.map((item) => item.due?.N)).toEqual(['91', '95', '99']);
  });

  it('refuse an index that is not there and consistent reads of one that is', async () => {
    expect(await refusal(query({ ...byQueue, IndexName: 'nope' }))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(query({ ...byQueue, IndexName: 'by-due', ConsistentRead: true }))).toMatchObject({
      name: 'ValidationException',
    });
  });

  it('page through a table and an index without losing or repeating an item', async () => {
    for (const input of [
      { TableName, KeyConditionExpression: 'pk = :q', ExpressionAttributeValues: { ':q': { S: 't' } } },
      { ...byQueue, IndexName: 'by-queue' },
      { ...byQueue, IndexName: 'by-due', ScanIndexForward: false },
    ]) {
      const all = (await running.client.send(new QueryCommand(input))).Items;
      const paged: WireItem[] = [];
      for await (const page of paginateQuery({ client: running.client, pageSize: 2 }, input)) paged.push(...(page.Items ?? []));
      expect(paged).toEqual(all);
    }
  });

  it('follow an item as it moves in an index and leaves it', async () => {
    const inQueue = async (queue: string) => {
      const values = { ':q': { S: queue } };
      return (await query({ ...byQueue, TableName: 'plain', IndexName: 'by-queue', ExpressionAttributeValues: values })).Count;
    };
    const Key = aKey('moving');
    await running.client.send(new PutItemCommand({ TableName: 'plain', Item: { ...Key, queue: { S: 'from' } } }));
    const move = {
      TableName: 'plain',
      Key,
      UpdateExpression: 'SET queue = :q',
      ExpressionAttributeValues: { ':q': { S: 'to' } },
    };
    await running.client.send(new UpdateItemCommand(move));
    expect([await inQueue('from'), await inQueue('to')]).toEqual([0, 1]);
    await running.client.send(new DeleteItemCommand({ TableName: 'plain', Key }));
    expect(await inQueue('to')).toBe(0);
  });

  it('keep every one of many items under one index key apart', async () => {
    const count = 6000;
    for (let from = 0; from < count; from += 25) {
      const writes = Array.from({ length: 25 }, (_, i) => ({
        PutRequest: { Item: { ...aKey(`n${from + i}`), queue: { S: 'all' } } },
      }));
      await running.client.send(new BatchWriteItemCommand({ RequestItems: { busy: writes } }));
    }
    let seen = 0;
    const input = { ...byQueue, TableName: 'busy', IndexName: 'by-queue', ExpressionAttributeValues: { ':q': { S: 'all' } } };
    for await (const page of paginateQuery({ client: running.client, pageSize: 1000 }, input)) seen += page.Count ?? 0;
    expect(seen).toBe(count);
  });
});

describe('scans', () => {
  it('page through the table and through an index', async () => {
    for (const IndexName of [undefined, 'by-queue']) {
      const keys = new Set<string | undefined>();
      let items = 0;
      for await (const page of paginateScan({ client: running.client, pageSize: 5 }, { TableName, IndexName })) {
        for (const item of page.Items ?? []) keys.add(item.sk?.S);
        items += page.Count ?? 0;
      }
      expect([items, keys.size]).toEqual([12, 12]);
    }
  });

  it('split into segments that together are the table', async () => {
    const counts = await Promise.all(
      [0, 1, 2].map(
        async (Segment) => (await running.client.send(new ScanCommand({ TableName: 'busy', Segment, TotalSegments: 3 }))).Count,
      ),
    );
    expect(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(6000);
  });
});

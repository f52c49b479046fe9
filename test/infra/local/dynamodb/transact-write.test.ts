import {
  type CancellationReason,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aKey, aTable, type Running, refusal, startDynamoDb, type WireItem } from './local-dynamodb.ts';

let running: Running;
beforeEach(async () => {
  running = await startDynamoDb(aTable(), aTable({ name: 'others', stream: undefined }));
});
afterEach(() => running.stop());

const TableName = 'tickets';
const transact = (items: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
  running.client.send(new TransactWriteItemsCommand({ TransactItems: items, ...more }));
const putItem = (Item: WireItem) => running.client.send(new PutItemCommand({ TableName, Item }));
const get = async (Key: WireItem, table = TableName) =>
  (await running.client.send(new GetItemCommand({ TableName: table, Key }))).Item;
const count = async () => (await running.client.send(new ScanCommand({ TableName, Select: 'COUNT' }))).Count;

const put = (Item: WireItem, more: object = {}): TransactWriteItem => ({ Put: { TableName, Item, ...more } });
const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
const reasonsOf = (error: Record<string, unknown>) => error.CancellationReasons as CancellationReason[];

describe('a write transaction', () => {
  it('puts, updates, deletes and checks conditions in one go, over several tables', async () => {
    await putItem({ ...aKey('counted'), n: { N: '1' } });
    await putItem(aKey('deleted'));
    await putItem({ ...aKey('checked'), state: { S: 'open' } });
    await transact([
      put({ ...aKey('put'), a: { S: '1' } }),
      {
        Update: {
          TableName,
          Key: aKey('counted'),
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
      { Delete: { TableName, Key: aKey('deleted') } },
      {
        ConditionCheck: {
          TableName,
          Key: aKey('checked'),
          ConditionExpression: '#s = :open',
          ExpressionAttributeNames: { '#s': 'state' },
          ExpressionAttributeValues: { ':open': { S: 'open' } },
        },
      },
      { Put: { TableName: 'others', Item: aKey('elsewhere') } },
    ]);
    expect(await get(aKey('put'))).toEqual({ ...aKey('put'), a: { S: '1' } });
    expect((await get(aKey('counted')))?.n).toEqual({ N: '2' });
    expect(await get(aKey('deleted'))).toBeUndefined();
    expect(await get(aKey('elsewhere'), 'others')).toEqual(aKey('elsewhere'));
  });

  it('writes nothing when one condition fails, and gives a reason for every action in order', async () => {
    await putItem({ ...aKey('taken'), by: { S: 'first' } });
    const error = await refusal(
      transact([put(aKey('new'), isNew), put(aKey('taken'), isNew), { Delete: { TableName, Key: aKey('z') } }]),
    );
    expect(error.name).toBe('TransactionCanceledException');
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]',
    );
    expect(reasonsOf(error)).toEqual([
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      { Code: 'None' },
    ]);
    expect(await get(aKey('new'))).toBeUndefined();
  });

  it('hands back the item that failed its condition to whoever asks for it', async () => {
    const stored = { ...aKey('taken'), by: { S: 'first' } };
    await putItem(stored);
    const asking = { ...isNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    const check = { TableName, Key: aKey('taken'), ...asking };
    const error = await refusal(transact([put(aKey('taken', 'b'), isNew), put(stored, asking)]));
    expect(reasonsOf(error)[1]?.Item).toEqual(stored);
    expect(reasonsOf(await refusal(transact([{ ConditionCheck: check }])))[0]?.Item).toEqual(stored);
  });

  it('tells of no item when the condition failed because there is none', async () => {
    const exists = { ConditionExpression: 'attribute_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
    expect(reasonsOf(await refusal(transact([put(aKey('none'), exists)])))[0]).not.toHaveProperty('Item');
  });

  it('evaluates every condition against the state before', async () => {
    await putItem({ ...aKey('ticket'), state: { S: 'open' } });
    await transact([
      put({ ...aKey('ticket', 'event'), seq: { N: '1' } }, isNew),
      {
        Update: {
          TableName,
          Key: aKey('ticket'),
          UpdateExpression: 'SET #s = :new',
          ConditionExpression: '#s = :old',
          ExpressionAttributeNames: { '#s': 'state' },
          ExpressionAttributeValues: { ':new': { S: 'closed' }, ':old': { S: 'open' } },
        },
      },
    ]);
    expect((await get(aKey('ticket')))?.state).toEqual({ S: 'closed' });
  });

  it('takes 100 actions and refuses 101', async () => {
    const actions = (n: number) => Array.from({ length: n }, (_, i) => put(aKey(`many${i}`)));
    await transact(actions(100));
    expect(await count()).toBe(100);
    const error = await refusal(transact(actions(101)));
    expect(error.name).toBe('ValidationException');
    expect(error.message).toMatch(/^1 validation error detected: .*Member must have length less than or equal to 100$/);
  });

  it('refuses an empty list', async () => {
    expect((await refusal(transact([]))).message).toMatch(/Member must have length greater than or equal to 1$/);
  });

  it('refuses two actions on one item, whatever they are', async () => {
    const same = { TableName, Key: aKey('x') };
    for (const other of [put(aKey('x')), { Delete: same }, { ConditionCheck: { ...same, ...isNew } }]) {
      const { name, message } = await refusal(transact([put({ ...aKey('x'), a: { S: '1' } }), other]));
      expect({ name, message }).toEqual({
        name: 'ValidationException',
        message: 'Transaction request cannot include multiple operations on one item',
      });
    }
    await transact([put(aKey('x')), { Put: { TableName: 'others', Item: aKey('x') } }]);
  });

  it('refuses an action that is none or two', async () => {
    const two = { Put: { TableName, Item: aKey('x') }, Delete: { TableName, Key: aKey('y') } };
    for (const action of [{}, two]) {
      expect((await refusal(transact([action]))).message).toBe(
        'TransactItems can only contain one of Check, Put, Update or Delete',
      );
    }
  });

  it('wants a condition to check and an expression to update by', async () => {
    const check = { ConditionCheck: { TableName, Key: aKey('x') } } as TransactWriteItem;
    expect((await refusal(transact([put(aKey('y')), check]))).message).toBe(
      "1 validation error detected: Value null at 'transactItems.2.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
    );
  });

  it('refuses a put over 400 KB as a whole, before anything is written', async () => {
    const big = { ...aKey('big'), text: { S: 't'.repeat(400 * 1024) } };
    expect(await refusal(transact([put(aKey('small')), put(big)]))).toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
    expect(await count()).toBe(0);
  });

  it('is cancelled by an update that would make its item too large', async () => {
    const error = await refusal(
      transact([
        put(aKey('small')),
        {
          Update: {
            TableName,
            Key: aKey('big'),
            UpdateExpression: 'SET t = :t',
            ExpressionAttributeValues: { ':t': { S: 't'.repeat(400 * 1024) } },
          },
        },
      ]),
    );
    expect(reasonsOf(error)).toEqual([
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'Item size to update has exceeded the maximum allowed size' },
    ]);
    expect(await count()).toBe(0);
  });

  it('is cancelled by a key or index key of the wrong type, and refused for an empty one', async () => {
    const cancelling = await refusal(
      transact([put({ pk: { N: '5' }, sk: { S: 'a' } }), put({ ...aKey('x'), due: { S: 'soon' } })]),
    );
    expect(reasonsOf(cancelling).map(({ Code, Message }) => `${Code}: ${Message}`)).toEqual([
      'ValidationError: One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
      'ValidationError: One or more parameter values were invalid: Type mismatch for Index Key due Expected: N Actual: S IndexName: by-due',
    ]);
    const update = {
      TableName,
      Key: aKey('x'),
      UpdateExpression: 'SET queue = :q',
      ExpressionAttributeValues: { ':q': { S: '' } },
    };
    for (const action of [put(aKey('')), put({ ...aKey('x'), queue: { S: '' } }), { Update: update }]) {
      expect(await refusal(transact([action]))).toMatchObject({ name: 'ValidationException' });
    }
  });

  it('refuses a malformed expression and a missing table as a whole', async () => {
    expect(
      await refusal(transact([put(aKey('x')), put(aKey('y'), { ConditionExpression: 'attribute_not_exists(' })])),
    ).toMatchObject({
      name: 'ValidationException',
    });
    expect(await refusal(transact([put(aKey('x')), { Put: { TableName: 'missing', Item: aKey('x') } }]))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
    expect(await count()).toBe(0);
  });

  it('takes 4 MB of items and refuses more', async () => {
    const item = (name: string, bytes: number): WireItem => ({
      ...aKey(name),
      t: { S: 't'.repeat(bytes - `pk${name}skat`.length) },
    });
    const rest = 4 * 1024 * 1024 - 10 * 400 * 1024;
    const full = Array.from({ length: 10 }, (_, i) => put(item(`i${i}`, 400 * 1024)));
    await transact([...full, put(item('last', rest))]);
    expect(await refusal(transact([...full, put(item('last', rest + 1))]))).toMatchObject({ name: 'ValidationException' });
  });

  it('tells its capacity, twice that of single writes', async () => {
    const { ConsumedCapacity } = await transact([put(aKey('x')), put({ ...aKey('y'), t: { S: 't'.repeat(1500) } })], {
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 6, WriteCapacityUnits: 6 }]);
  });
});

import { GetItemCommand, PutItemCommand, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aKey, aTable, type Running, refusal, startDynamoDb, type WireItem } from './local-dynamodb.ts';

let running: Running;
beforeAll(async () => {
  running = await startDynamoDb(aTable());
});
afterAll(() => running.stop());

const TableName = 'tickets';
const Key = aKey('x');
const update = (UpdateExpression: string, values?: WireItem, more: Partial<UpdateItemCommandInput> = {}) =>
  running.client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression, ExpressionAttributeValues: values, ...more }));
const item = async () => (await running.client.send(new GetItemCommand({ TableName, Key }))).Item;

beforeEach(async () => {
  const Item = {
    ...Key,
    n: { N: '1' },
    tags: { SS: ['a', 'b'] },
    m: { M: { x: { S: 'old' } } },
    l: { L: [{ M: { x: { S: 'old' } } }] },
  };
  await running.client.send(new PutItemCommand({ TableName, Item }));
});

describe('an update', () => {
  it('reads every operand from the item as it was', async () => {
    await update(
      'SET was = n, had = tags, m2 = m, l2 = list_append(l, :more), m.x = :new, l[0].x = :new ADD n :one DELETE tags :a',
      {
        ':one': { N: '1' },
        ':a': { SS: ['a'] },
        ':new': { S: 'new' },
        ':more': { L: [{ S: 'more' }] },
      },
    );
    expect(await item()).toEqual({
      ...Key,
      n: { N: '2' },
      was: { N: '1' },
      tags: { SS: ['b'] },
      had: { SS: ['a', 'b'] },
      m: { M: { x: { S: 'new' } } },
      m2: { M: { x: { S: 'old' } } },
      l: { L: [{ M: { x: { S: 'new' } } }] },
      l2: { L: [{ M: { x: { S: 'old' } } }, { S: 'more' }] },
    });
  });

  it('falls back where an operand is missing', async () => {
    await update('SET c = if_not_exists(c, :zero) + :one, d = if_not_exists(n, :zero)', {
      ':zero': { N: '0' },
      ':one': { N: '1' },
    });
    expect(await item()).toMatchObject({ c: { N: '1' }, d: { N: '1' } });
  });

  it('is refused as a whole when one of its operands cannot be had', async () => {
    expect((await refusal(update('SET a = :v, b = nothere', { ':v': { S: '1' } }))).message).toBe(
      'The provided expression refers to an attribute that does not exist in the item',
    );
    expect(await item()).not.toHaveProperty('a');
  });

  it('makes the item if there is none, and cannot touch a key', async () => {
    await update('ADD n :one', { ':one': { N: '5' } }, { Key: aKey('made') });
    expect((await running.client.send(new GetItemCommand({ TableName, Key: aKey('made') }))).Item).toEqual({
      ...aKey('made'),
      n: { N: '5' },
    });
    expect((await refusal(update('SET sk = :v', { ':v': { S: '1' } }))).message).toMatch(/This attribute is part of the key$/);
  });

  it('answers with the values it is asked for', async () => {
    const returned = async (ReturnValues: UpdateItemCommandInput['ReturnValues']) =>
      (await update('SET n = n + :one', { ':one': { N: '1' } }, { ReturnValues })).Attributes;
    expect(await returned('UPDATED_NEW')).toEqual({ n: { N: '2' } });
    expect(await returned('UPDATED_OLD')).toEqual({ n: { N: '2' } });
    expect((await returned('ALL_NEW'))?.n).toEqual({ N: '4' });
    expect((await returned('ALL_OLD'))?.n).toEqual({ N: '4' });
    expect(await returned('NONE')).toBeUndefined();
  });
});

describe('a comparison with a document', () => {
  it('is refused, because it would always be false', async () => {
    const compared = { ConditionExpression: 'n = :n AND NOT m = :m' };
    expect(await refusal(update('REMOVE n', { ':n': { N: '1' }, ':m': { M: {} } }, compared))).toMatchObject({
      name: 'UnknownOperationException',
    });
    expect(await item()).toHaveProperty('n');
  });
});

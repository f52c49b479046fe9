import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, aTable, type Running, refusal, startDynamoDb, type WireItem } from './local-dynamodb.ts';

let running: Running;
beforeAll(async () => {
  running = await startDynamoDb(aTable());
});
afterAll(() => running.stop());

const TableName = 'tickets';
const put = (Item: WireItem) => running.client.send(new PutItemCommand({ TableName, Item }));
const get = async (Key: WireItem) => (await running.client.send(new GetItemCommand({ TableName, Key }))).Item;
const update = (Key: WireItem, UpdateExpression: string, values: WireItem) =>
  running.client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression, ExpressionAttributeValues: values }));

/** pk + x + sk + a + body = 409,600 bytes with the key of `aKey('x')`. */
const room = 400 * 1024 - 'pkxska'.length - 'body'.length;

describe('the 400 KB limit of an item', () => {
  it('takes a put of exactly 409,600 bytes', async () => {
    await put({ ...aKey('x'), body: { S: 't'.repeat(room) } });
  });

  it('refuses a put of one byte more', async () => {
    const { name, message } = await refusal(put({ ...aKey('x'), body: { S: 't'.repeat(room + 1) } }));
    expect({ name, message }).toEqual({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
  });

  it('counts text in UTF-8 bytes, not in characters', async () => {
    await put({ ...aKey('x'), body: { S: '工'.repeat(Math.floor(room / 3)) } });
    expect(await refusal(put({ ...aKey('x'), body: { S: '工'.repeat(Math.floor(room / 3) + 1) } }))).toMatchObject({
      name: 'ValidationException',
    });
  });

  it('takes an update that grows an item to the limit and refuses the next byte, leaving the item as it was', async () => {
    await update(aKey('x'), 'SET body = :t', { ':t': { S: 't'.repeat(room) } });
    const over = await refusal(update(aKey('x'), 'SET more = :t', { ':t': { S: 't' } }));
    expect(over).toMatchObject({
      name: 'ValidationException',
      message: 'Item size to update has exceeded the maximum allowed size',
    });
    expect(await get(aKey('x'))).not.toHaveProperty('more');
  });

  it('is refused before the condition is looked at', async () => {
    const sending = running.client.send(
      new PutItemCommand({
        TableName,
        Item: { ...aKey('x'), body: { S: 't'.repeat(room + 1) } },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    expect(await refusal(sending)).toMatchObject({ name: 'ValidationException' });
  });
});

describe('keys', () => {
  const emptyKey =
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: sk';

  it('may not be empty strings, in any operation', async () => {
    const Key = aKey('x', '');
    for (const sending of [
      put(Key),
      get(Key),
      update(Key, 'SET a = :a', { ':a': { S: '1' } }),
      running.client.send(new DeleteItemCommand({ TableName, Key })),
      running.client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: Key } }] } })),
    ]) {
      expect(await refusal(sending)).toMatchObject({ name: 'ValidationException', message: emptyKey });
    }
  });

  it('may be 2,048 and 1,024 bytes long and not more', async () => {
    await put(aKey('p'.repeat(2048), 's'.repeat(1024)));
    expect((await refusal(put(aKey('p'.repeat(2049))))).message).toMatch(/Size of hashkey has exceeded/);
    expect((await refusal(put(aKey('é'.repeat(1025))))).message).toMatch(/Size of hashkey has exceeded/);
    expect((await refusal(put(aKey('p', 's'.repeat(1025))))).message).toMatch(/Aggregated size of all range keys/);
  });

  it('must have the type of the table', async () => {
    expect((await refusal(put({ pk: { N: '1' }, sk: { S: 'a' } }))).message).toBe(
      'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
    );
    expect((await refusal(get({ pk: { S: 'x' } }))).message).toBe('The provided key element does not match the schema');
  });
});

describe('index keys', () => {
  it('may be absent, but not empty', async () => {
    await put(aKey('x'));
    expect((await refusal(put({ ...aKey('x'), queue: { S: '' } }))).message).toBe(
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-due, IndexKey: queue',
    );
    expect((await refusal(update(aKey('x'), 'SET queue = :q', { ':q': { S: '' } }))).message).toBe(
      'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.',
    );
  });

  it('must have the type of the index', async () => {
    expect((await refusal(put({ ...aKey('x'), due: { S: 'soon' } }))).message).toBe(
      'One or more parameter values were invalid: Type mismatch for Index Key due Expected: N Actual: S IndexName: by-due',
    );
    expect(await refusal(update(aKey('x'), 'SET due = :d', { ':d': { S: 'soon' } }))).toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('numbers', () => {
  it('keep 38 significant digits and refuse a 39th', async () => {
    const digits = '1234567890'.repeat(4);
    await put({ ...aKey('n'), n: { N: digits.slice(0, 38) } });
    expect((await get(aKey('n')))?.n).toEqual({ N: digits.slice(0, 38) });
    expect((await refusal(put({ ...aKey('n'), n: { N: digits.slice(0, 39) } }))).message).toBe(
      'Attempting to store more than 38 significant digits in a Number',
    );
  });

  it('are refused when arithmetic leaves more than 38 digits', async () => {
    await put({ ...aKey('n'), n: { N: '9'.repeat(38) } });
    await update(aKey('n'), 'SET n = n + :one', { ':one': { N: '1' } });
    expect((await get(aKey('n')))?.n).toEqual({ N: `1${'0'.repeat(38)}` });
    expect(await refusal(update(aKey('n'), 'ADD n :one', { ':one': { N: '1' } }))).toMatchObject({ name: 'ValidationException' });
  });

  it('are stored in one form', async () => {
    await put({ ...aKey('n'), n: { N: '0042.1200' } });
    expect((await get(aKey('n')))?.n).toEqual({ N: '42.12' });
  });
});

describe('documents', () => {
  const nested = (maps: number) => Array.from({ length: maps }).reduce<object>((inner) => ({ M: { n: inner } }), { S: 'leaf' });

  it('nest 32 levels deep and no deeper', async () => {
    await put({ ...aKey('d'), data: nested(31) as never });
    expect((await refusal(put({ ...aKey('d'), data: nested(32) as never }))).message).toMatch(/^Nesting Levels have exceeded/);
    expect((await refusal(update(aKey('d'), 'SET more = :v', { ':v': nested(32) as never }))).message).toMatch(/^Nesting Levels/);
  });
});

describe('expressions', () => {
  it('are 4,096 bytes long at most', async () => {
    const ofLength = (bytes: number) => `attribute_not_exists(${'a'.repeat(bytes - 'attribute_not_exists()'.length)})`;
    const conditional = (ConditionExpression: string) =>
      running.client.send(new PutItemCommand({ TableName, Item: aKey('e'), ConditionExpression }));
    await conditional(ofLength(4096));
    expect((await refusal(conditional(ofLength(4097)))).message).toBe(
      'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
    );
  });
});

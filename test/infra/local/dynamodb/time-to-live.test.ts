import { type AttributeValue, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aKey, arnOf, aTable, type Running, startDynamoDb } from './local-dynamodb.ts';

const TableName = 'tickets';
const minute = 60_000;
const year = 365 * 24 * 60 * minute;

let running: Running;
beforeEach(async () => {
  running = await startDynamoDb(aTable());
});
afterEach(() => running.stop());

const inSeconds = (offset: number) => String(Math.floor((running.clock.now() + offset) / 1000));
const put = (pk: string, expires?: AttributeValue) =>
  running.client.send(new PutItemCommand({ TableName, Item: { ...aKey(pk), ...(expires && { expires }) } }));
const exists = async (pk: string) =>
  (await running.client.send(new GetItemCommand({ TableName, Key: aKey(pk) }))).Item !== undefined;
const pass = (time: number) => running.clock.moveTo(running.clock.now() + time);
const removals = () =>
  (running.dynamo.stream(`${arnOf(TableName)}/stream/local`)?.read(undefined, 100) ?? []).filter(
    (record) => record.eventName === 'REMOVE',
  );

describe('time to live', () => {
  it('deletes an item at the first sweep after its time, and not before', async () => {
    await put('x', { N: inSeconds(25 * minute) });
    await pass(24 * minute);
    expect(await exists('x')).toBe(true);
    await pass(12 * minute);
    expect(await exists('x')).toBe(false);
  });

  it('leaves a removal in the stream that names the service', async () => {
    const expires = { N: inSeconds(minute) };
    await put('x', expires);
    await pass(11 * minute);
    expect(removals()).toHaveLength(1);
    expect(removals()[0]).toMatchObject({
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { Keys: aKey('x'), OldImage: { ...aKey('x'), expires } },
    });
  });

  it('follows the item: a later expiry counts, a removed one never comes', async () => {
    await put('later', { N: inSeconds(minute) });
    await put('later', { N: inSeconds(60 * minute) });
    await put('never', { N: inSeconds(minute) });
    await put('never');
    await pass(20 * minute);
    expect([await exists('later'), await exists('never')]).toEqual([true, true]);
    await pass(60 * minute);
    expect([await exists('later'), await exists('never')]).toEqual([false, true]);
  });

  it('takes only numbers, in seconds', async () => {
    await put('text', { S: inSeconds(minute) });
    await put('milliseconds', { N: String(running.clock.now() + minute) });
    await pass(30 * minute);
    expect([await exists('text'), await exists('milliseconds')]).toEqual([true, true]);
  });

  it('leaves items alone that expired more than five years ago', async () => {
    await put('within', { N: inSeconds(-5 * year + 60 * minute) });
    await put('beyond', { N: inSeconds(-5 * year - minute) });
    await pass(11 * minute);
    expect([await exists('within'), await exists('beyond')]).toEqual([false, true]);
  });

  it('does not delete an item that was written anew in the meantime', async () => {
    await put('x', { N: inSeconds(minute) });
    await put('x', { N: inSeconds(24 * 60 * minute) });
    await pass(30 * minute);
    expect(removals()).toEqual([]);
  });
});

import {
  GetItemCommand,
  PutItemCommand,
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

const put = (Item: WireItem, more: object = {}): TransactWriteItem => ({ Put: { TableName, Item, ...more } });
const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('a client request token', () => {
  const minutes = 60_000;
  const action = put({ ...aKey('once'), n: { N: '1' } }, isNew);

  it('makes a repeat succeed without writing again, for ten minutes of the virtual clock', async () => {
    await transact([action], { ClientRequestToken: 'token' });
    await running.clock.moveTo(running.clock.now() + 9.9 * minutes);
    await transact([action], { ClientRequestToken: 'token' });
    await running.clock.moveTo(running.clock.now() + 0.2 * minutes);
    expect(await refusal(transact([action], { ClientRequestToken: 'token' }))).toMatchObject({
      name: 'TransactionCanceledException',
    });
  });

  it('refuses other actions', async () => {
    await transact([action], { ClientRequestToken: 'token' });
    expect(await refusal(transact([put(aKey('else'))], { ClientRequestToken: 'token' }))).toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
    expect(await get(aKey('else'))).toBeUndefined();
  });

  it('is free again after a transaction that was cancelled', async () => {
    await putItem(aKey('once'));
    await refusal(transact([action], { ClientRequestToken: 'token' }));
    await transact([put(aKey('else'))], { ClientRequestToken: 'token' });
    expect(await get(aKey('else'))).toEqual(aKey('else'));
  });

  it('is 36 characters long at most', async () => {
    await transact([put(aKey('x'))], { ClientRequestToken: 't'.repeat(36) });
    expect(await refusal(transact([put(aKey('x'))], { ClientRequestToken: 't'.repeat(37) }))).toMatchObject({
      name: 'ValidationException',
    });
  });
});

import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, aTable, type Running, refusal, startDynamoDb } from './local-dynamodb.ts';

let running: Running;
beforeAll(async () => {
  running = await startDynamoDb(aTable());
});
afterAll(() => running.stop());

const TableName = 'tickets';

describe('a failed condition', () => {
  it('hands back the stored item when asked, in puts, updates and deletes', async () => {
    const Item = { ...aKey('stored'), n: { N: '1' } };
    await running.client.send(new PutItemCommand({ TableName, Item }));
    const condition = {
      TableName,
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    for (const sending of [
      running.client.send(new PutItemCommand({ ...condition, Item })),
      running.client.send(new UpdateItemCommand({ ...condition, Key: aKey('stored'), UpdateExpression: 'REMOVE n' })),
      running.client.send(new DeleteItemCommand({ ...condition, Key: aKey('stored') })),
    ]) {
      expect(await refusal(sending)).toMatchObject({ name: 'ConditionalCheckFailedException', Item });
    }
    const { ReturnValuesOnConditionCheckFailure: _, ...silent } = condition;
    expect((await refusal(running.client.send(new PutItemCommand({ ...silent, Item })))).Item).toBeUndefined();
  });

  it('is the same for a condition that was sent before', async () => {
    const first = { TableName, Item: aKey('again'), ConditionExpression: 'attribute_not_exists(#k)' };
    const named = (name: string) => ({ ...first, ExpressionAttributeNames: { '#k': name } });
    await running.client.send(new PutItemCommand(named('pk')));
    expect(await refusal(running.client.send(new PutItemCommand(named('pk'))))).toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    await running.client.send(new PutItemCommand(named('absent')));
  });
});

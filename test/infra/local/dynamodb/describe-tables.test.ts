import { DescribeTableCommand, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, aRequest, arnOf, aTable, type Running, refusal, startDynamoDb } from './local-dynamodb.ts';

let running: Running;
beforeAll(async () => {
  running = await startDynamoDb(aTable(), aTable({ name: 'busy' }), aTable({ name: 'plain' }));
  for (const sk of ['a', 'b']) await running.client.send(new PutItemCommand({ TableName, Item: aKey('t', sk) }));
});
afterAll(() => running.stop());

const TableName = 'tickets';

describe('tables', () => {
  it('are described with their stream, and listed', async () => {
    const { Table } = await running.client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableName,
      TableArn: arnOf(TableName),
      TableStatus: 'ACTIVE',
      ItemCount: 2,
      LatestStreamArn: `${arnOf(TableName)}/stream/local`,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect((await running.client.send(new ListTablesCommand({ Limit: 2 }))).TableNames).toEqual(['busy', 'plain']);
    expect((await running.client.send(new ListTablesCommand({ ExclusiveStartTableName: 'plain' }))).TableNames).toEqual([
      'tickets',
    ]);
  });

  it('that do not exist are not found', async () => {
    expect((await refusal(running.client.send(new DescribeTableCommand({ TableName: 'missing' })))).message).toBe(
      'Requested resource not found: Table: missing not found',
    );
    expect(await refusal(running.client.send(new GetItemCommand({ TableName: 'missing', Key: aKey('t') })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('cannot be created over the wire, and nothing unknown passes in silence', async () => {
    for (const operation of [
      'DynamoDB_20120810.CreateTable',
      'DynamoDB_20120810.ExecuteStatement',
      'DynamoDBStreams_20120810.ListStreams',
    ]) {
      await expect(running.dynamo.service.handle(aRequest(operation, {}))).rejects.toMatchObject({
        code: 'UnknownOperationException',
      });
      expect(() => running.dynamo.service.requirements(aRequest(operation, {}))).toThrow(/no DynamoDB operation/);
    }
  });

  it('refuse a body that is no JSON object', async () => {
    const request = aRequest('DynamoDB_20120810.GetItem', Buffer.from('{"TableName":'));
    await expect(running.dynamo.service.handle(request)).rejects.toMatchObject({ code: 'SerializationException', status: 400 });
  });
});

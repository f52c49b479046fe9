import { afterAll, beforeAll, expect, it } from 'vitest';
import { aKey, aRequest, arnOf, aTable, type Running, startDynamoDb } from './local-dynamodb.ts';

let running: Running;
beforeAll(async () => {
  running = await startDynamoDb(aTable(), aTable({ name: 'others' }));
});
afterAll(() => running.stop());

const TableName = 'tickets';
const table = arnOf(TableName);
const leading = (...keys: string[]) => ({ 'dynamodb:LeadingKeys': keys });
const needs = (operation: string, body: Record<string, unknown>) =>
  running.dynamo.service.requirements(aRequest(`DynamoDB_20120810.${operation}`, body));

it.each(['GetItem', 'DeleteItem', 'UpdateItem'])('%s needs its own action on the table, with the partition key', (operation) => {
  expect(needs(operation, { TableName, Key: aKey('x') })).toEqual([
    { action: `dynamodb:${operation}`, resource: table, context: leading('x') },
  ]);
});

it('a put is known by its item', () => {
  expect(needs('PutItem', { TableName, Item: { ...aKey('x'), n: { N: '1' } } })).toEqual([
    { action: 'dynamodb:PutItem', resource: table, context: leading('x') },
  ]);
});

it('a query needs the table or the index that it names, with the key that it asks for', () => {
  const values = { ':p': { S: 'x' }, ':s': { S: 'y' } };
  const onTable = { TableName, KeyConditionExpression: '#k = :p AND sk > :s', ExpressionAttributeNames: { '#k': 'pk' } };
  expect(needs('Query', { ...onTable, ExpressionAttributeValues: values })).toEqual([
    { action: 'dynamodb:Query', resource: table, context: leading('x') },
  ]);
  const onIndex = { TableName, IndexName: 'by-queue', KeyConditionExpression: 'queue=:p' };
  expect(needs('Query', { ...onIndex, ExpressionAttributeValues: values })).toEqual([
    { action: 'dynamodb:Query', resource: `${table}/index/by-queue`, context: leading('x') },
  ]);
});

it('a scan has no key', () => {
  expect(needs('Scan', { TableName, IndexName: 'by-due' })).toEqual([
    { action: 'dynamodb:Scan', resource: `${table}/index/by-due` },
  ]);
});

it('a write transaction needs the action of each kind of member, once per table with all their keys', () => {
  const TransactItems = [
    { Put: { TableName, Item: aKey('a') } },
    { Put: { TableName, Item: aKey('a', 'b') } },
    { Put: { TableName, Item: aKey('c') } },
    { Update: { TableName, Key: aKey('d') } },
    { Delete: { TableName: 'others', Key: aKey('e') } },
    { ConditionCheck: { TableName, Key: aKey('f') } },
  ];
  expect(needs('TransactWriteItems', { TransactItems })).toEqual([
    { action: 'dynamodb:PutItem', resource: table, context: leading('a', 'c') },
    { action: 'dynamodb:UpdateItem', resource: table, context: leading('d') },
    { action: 'dynamodb:DeleteItem', resource: arnOf('others'), context: leading('e') },
    { action: 'dynamodb:ConditionCheckItem', resource: table, context: leading('f') },
  ]);
});

it('a read transaction needs GetItem', () => {
  expect(needs('TransactGetItems', { TransactItems: [{ Get: { TableName, Key: aKey('a') } }] })).toEqual([
    { action: 'dynamodb:GetItem', resource: table, context: leading('a') },
  ]);
});

it('batches need their own actions on every table', () => {
  const writes = [{ PutRequest: { Item: aKey('a') } }, { DeleteRequest: { Key: aKey('b') } }];
  expect(needs('BatchWriteItem', { RequestItems: { [TableName]: writes, others: [] } })).toEqual([
    { action: 'dynamodb:BatchWriteItem', resource: table, context: leading('a', 'b') },
    { action: 'dynamodb:BatchWriteItem', resource: arnOf('others') },
  ]);
  expect(needs('BatchGetItem', { RequestItems: { [TableName]: { Keys: [aKey('a'), aKey('a', 'b')] } } })).toEqual([
    { action: 'dynamodb:BatchGetItem', resource: table, context: leading('a') },
  ]);
});

it('a table that does not exist is asked for by the name it would have', () => {
  expect(needs('DescribeTable', { TableName: 'missing' })).toEqual([
    { action: 'dynamodb:DescribeTable', resource: arnOf('missing') },
  ]);
  expect(needs('ListTables', {})).toEqual([{ action: 'dynamodb:ListTables', resource: '*' }]);
});

it('a malformed request has fewer conditions, not an error of its own', () => {
  expect(needs('PutItem', { TableName, Item: 'none' })).toEqual([{ action: 'dynamodb:PutItem', resource: table }]);
  expect(needs('TransactWriteItems', { TransactItems: [null, { Put: 7 }] })).toHaveLength(1);
});

import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { claimLedger, dayOf, type MailLedger, mailRow } from './mail-ledger.ts';

export function mailLedgerIn(dynamo: DynamoDBDocumentClient, tableName: string): MailLedger {
  const find: MailLedger['find'] = async (receivedAt, sesMessageId) => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: tableName, Key: keys.mail(dayOf(receivedAt), sesMessageId), ConsistentRead: true }),
    );
    return Item ? mailRow.parse(Item) : undefined;
  };
  return {
    find,
    record: async (row) => {
      try {
        await dynamo.send(
          new PutCommand({ TableName: tableName, Item: claimLedger(row).item, ConditionExpression: 'attribute_not_exists(pk)' }),
        );
        return row;
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
        return (await find(new Date(row.receivedAt), row.sesMessageId)) ?? row;
      }
    },
    list: async (day, limit, after) => {
      const { pk } = keys.mail(day, '');
      const page = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          Limit: limit,
          ExclusiveStartKey: after ? { pk, sk: after } : undefined,
        }),
      );
      const next: unknown = page.LastEvaluatedKey?.sk;
      return { rows: (page.Items ?? []).map((item) => mailRow.parse(item)), next: typeof next === 'string' ? next : undefined };
    },
  };
}

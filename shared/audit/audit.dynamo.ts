import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../dynamo/table.ts';
import { type Audit, auditEntry, auditItem } from './audit.ts';

/** Sorts before every entry. */
const first = '0';

export function auditIn(dynamo: DynamoDBDocumentClient, tableName: string): Audit {
  return {
    record: async (entry) => {
      await dynamo.send(new PutCommand({ TableName: tableName, Item: auditItem(entry) }));
    },
    list: async (day, limit, after = first) => {
      const { pk } = keys.audit(day, '');
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: { ':pk': pk, ':after': after },
          ConsistentRead: true,
          // One more says whether there is a next page.
          Limit: limit + 1,
        }),
      );
      const page = Items.slice(0, limit);
      const next = Items.length > limit ? String(page.at(-1)?.sk) : undefined;
      return { entries: page.map((item) => auditEntry.parse(item)), next };
    },
  };
}

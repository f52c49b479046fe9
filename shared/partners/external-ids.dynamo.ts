import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../dynamo/table.ts';
import type { ExternalIds } from './external-ids.ts';

export const externalIdsIn = (dynamo: DynamoDBDocumentClient, tableName: string): ExternalIds => ({
  ticketOf: async (partnerId, externalId) => {
    const Key = keys.externalId(partnerId, externalId);
    const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    const id: unknown = Item?.ticketId;
    return typeof id === 'string' ? id : undefined;
  },
});

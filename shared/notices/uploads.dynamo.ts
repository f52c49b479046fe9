import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { keys } from '../dynamo/table.ts';
import { type Uploads, upload } from './outgoing-files.ts';

export function uploadsIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Uploads {
  return {
    announce: async (ticketId, announced, expiresAt) => {
      const Item = { ...keys.upload(ticketId, announced.id), kind: 'upload', ...announced, expiresAt };
      await dynamo.send(new PutCommand({ TableName: tableName, Item }));
    },
    find: async (ticketId, attachmentId) => {
      const Key = keys.upload(ticketId, attachmentId);
      const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      // DynamoDB removes what is past its time to live some time after, in days (DynamoDB developer guide, "Time to Live").
      const isThere = Item && Number(Item.expiresAt) > now().getTime() / 1000;
      return isThere ? upload.parse(Item) : undefined;
    },
  };
}

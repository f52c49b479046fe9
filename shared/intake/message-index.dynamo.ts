import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../dynamo/table.ts';
import { type MessageIndex, messageEntry, messageItemKey, messageKey, oursFirst } from './message-index.ts';

export function messageIndexIn(dynamo: DynamoDBDocumentClient, tableName: string): MessageIndex {
  return {
    find: async (messageId) => {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.messagePartition(messageKey(messageId)) },
          ConsistentRead: true,
          Limit: 25,
        }),
      );
      return Items.map((item) => messageEntry.parse({ ...item, ours: item.sk === oursFirst }));
    },
    findSame: async (inbound) => {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: tableName, Key: messageItemKey(inbound), ConsistentRead: true }),
      );
      return Item && messageEntry.parse(Item);
    },
  };
}

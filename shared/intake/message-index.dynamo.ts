import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../dynamo/table.ts';
import { type MessageIndex, mentionsLast, messageEntry, messageItemKey, messageKey, oursFirst } from './message-index.ts';

const pageSize = 25;
const isMention = (sk: unknown) => typeof sk === 'string' && sk.startsWith(mentionsLast);

export function messageIndexIn(dynamo: DynamoDBDocumentClient, tableName: string): MessageIndex {
  /** The entries of this id from this sort key on. */
  const page = async (messageId: string, from: string) => {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': keys.messagePartition(messageKey(messageId)), ':from': from },
        ConsistentRead: true,
        Limit: pageSize,
      }),
    );
    return Items;
  };
  return {
    find: async (messageId) => {
      const first = await page(messageId, oursFirst);
      // Mentions come last: a full page may have left them out.
      const Items =
        first.length < pageSize ? first : [...first.filter(({ sk }) => !isMention(sk)), ...(await page(messageId, mentionsLast))];
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

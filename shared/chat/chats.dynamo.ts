import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { keys } from '../dynamo/table.ts';
import { type Chats, chat, line, lineClaimed } from './chats.ts';
import { chatKeptDays } from './limits.ts';

export function chatsIn(dynamo: DynamoDBDocumentClient, TableName: string, now: Now): Chats {
  const expiresAt = () => keptUntil(now());
  return {
    start: async (started) => {
      const Item = { ...keys.chat(started.chatId), kind: 'chat', ...started, expiresAt: expiresAt() };
      await dynamo.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    },
    find: async (chatId) => {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.chat(chatId).pk },
          ScanIndexForward: false,
          Limit: 2,
          ConsistentRead: true,
        }),
      );
      const [session, last] = Items;
      // Time-to-live may have taken the session and not yet its lines.
      if (session?.kind !== 'chat') return undefined;
      return { chat: chat.parse(session), last: last && line.parse(last) };
    },
    line: async (chatId, n) => {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key: keys.chatLine(chatId, n), ConsistentRead: true }));
      return Item && line.parse(Item);
    },
    lineClaim: (chatId, taken) => ({
      name: lineClaimed,
      item: { ...keys.chatLine(chatId, taken.n), kind: 'chat-line', ...taken, expiresAt: expiresAt() },
    }),
    takeOver: async (chatId, connectionId) => {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: keys.chat(chatId),
          UpdateExpression: 'SET connectionId = :connection, tokenUsedAt = :now, expiresAt = :expires',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':connection': connectionId, ':now': now().toISOString(), ':expires': expiresAt() },
          ReturnValues: 'ALL_OLD',
        }),
      );
      return chat.parse(Attributes).connectionId;
    },
  };
}

/** Epoch seconds. Lines and session go together: what a chat has taken is known for as long as its token may hold. */
export const keptUntil = (at: Date): number => Math.floor(at.getTime() / 1000) + chatKeptDays * 24 * 3600;

import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { type Chats, chat, clientClaimed, type Line, line, lineClaimed } from './chats.ts';
import { chatKeptDays } from './limits.ts';

export function chatsIn(dynamo: DynamoDBDocumentClient, TableName: string, now: Now): Chats {
  const expiresAt = () => keptUntil(now());
  const lineAt = async (chatId: string, n: number) => {
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key: keys.chatLine(chatId, n), ConsistentRead: true }));
    return Item && line.parse(Item);
  };
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
      const [session, before] = Items;
      // Time-to-live may have taken the session and not yet its lines.
      if (session?.kind !== 'chat') return undefined;
      const found = chat.parse(session);
      return { chat: found, last: later(found.lastLine, before?.kind === 'chat-line' ? line.parse(before) : undefined) };
    },
    line: lineAt,
    lineOf: async (chatId, clientId) => {
      const Key = keys.chatClient(chatId, clientId);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && lineAt(chatId, Number(Item.n));
    },
    lineClaim: (chatId, taken) => ({
      name: lineClaimed,
      item: { ...keys.chatLine(chatId, taken.n), kind: 'chat-line', ...taken, expiresAt: expiresAt() },
    }),
    clientClaim: (chatId, { n, clientId }) => ({
      name: clientClaimed,
      item: { ...keys.chatClient(chatId, clientId), kind: 'chat-client', n, expiresAt: expiresAt() },
    }),
    takeOver: async ({ chat: before, last }, { connectionId, tokenDigest, nextDigests }) => {
      const set = [
        'connectionId = :connection, tokenUsedAt = :now, expiresAt = :expires, tokenDigest = :used, nextDigests = :next',
        'timesReturned = :times',
        ...(last ? ['lastLine = :line'] : []),
      ].join(', ');
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keys.chat(before.chatId),
            UpdateExpression: `SET ${set}`,
            ConditionExpression: 'timesReturned = :timesBefore',
            ExpressionAttributeValues: {
              ':connection': connectionId,
              ':now': now().toISOString(),
              ':expires': expiresAt(),
              ':used': tokenDigest,
              ':next': nextDigests,
              ':times': before.timesReturned + 1,
              ':timesBefore': before.timesReturned,
              ...(last && { ':line': last }),
            },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailed(error)) return false;
        throw error;
      }
    },
  };
}

/** Which of the two was said after the other. */
const later = (one: Line | undefined, other: Line | undefined): Line | undefined =>
  one && other ? (one.n > other.n ? one : other) : (one ?? other);

/** Epoch seconds. Lines and session go together: what a chat has taken is known for as long as its token may hold. */
export const keptUntil = (at: Date): number => Math.floor(at.getTime() / 1000) + chatKeptDays * 24 * 3600;

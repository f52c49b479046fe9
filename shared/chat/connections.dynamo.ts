import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys, ticketIdOf } from '../dynamo/table.ts';
import { keptUntil } from './chats.dynamo.ts';
import { type Connections, follower, side } from './connections.ts';
import { connectionKeptSeconds } from './limits.ts';

export function connectionsIn(dynamo: DynamoDBDocumentClient, TableName: string, now: Now): Connections {
  const expiresAt = () => Math.floor(now().getTime() / 1000) + connectionKeptSeconds;
  const put = (Item: Record<string, unknown>) => dynamo.send(new PutCommand({ TableName, Item }));
  const remove = (Key: { pk: string; sk: string }) => dynamo.send(new DeleteCommand({ TableName, Key }));

  const followed = async (connectionId: string): Promise<string[]> => {
    const items = await everyItem(dynamo, {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :tickets)',
      ExpressionAttributeValues: { ':pk': keys.connection(connectionId).pk, ':tickets': keys.followed(connectionId, '').sk },
      ConsistentRead: true,
    });
    return items.map(({ sk }) => ticketIdOf(String(sk)));
  };
  const unfollow = async (connectionId: string, ticketId: string) => {
    await remove(keys.following(ticketId, connectionId));
    await remove(keys.followed(connectionId, ticketId));
  };
  /** The way back first: what follows a ticket can then always be found by its connection, and taken away. */
  const followItems = (connectionId: string, ticketId: string, agentId?: string) => [
    { ...keys.followed(connectionId, ticketId), kind: 'connection', expiresAt: expiresAt() },
    { ...keys.following(ticketId, connectionId), kind: 'connection', connectionId, agentId, expiresAt: expiresAt() },
  ];

  const renew = async (ticketId: string, onlyIf: string, seen?: number) => {
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: keys.chatOfTicket(ticketId),
          UpdateExpression: `SET expiresAt = :expires${seen === undefined ? '' : ', seen = :seen'}`,
          ConditionExpression: onlyIf,
          ExpressionAttributeValues: { ':expires': keptUntil(now()), ...(seen !== undefined && { ':seen': seen }) },
        }),
      );
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  };

  return {
    open: async (connectionId, who) => {
      await put({ ...keys.connection(connectionId), kind: 'connection', ...who, expiresAt: expiresAt() });
    },
    find: async (connectionId) => {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key: keys.connection(connectionId), ConsistentRead: true }));
      return Item && side.parse(Item);
    },
    follow: async (connectionId, ticketId, agentId) => {
      for (const item of followItems(connectionId, ticketId, agentId)) await put(item);
    },
    unfollow,
    followed,
    close: async (connectionId) => {
      const tickets = await followed(connectionId);
      for (const ticketId of tickets) await unfollow(connectionId, ticketId);
      await remove(keys.connection(connectionId));
      return tickets;
    },
    ofTicket: async (ticketId) => {
      const items = await everyItem(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :chat)',
        ExpressionAttributeValues: { ':pk': keys.chatOfTicket(ticketId).pk, ':chat': keys.chatPrefix },
        ConsistentRead: true,
      });
      const known = items.find(({ kind }) => kind === 'chat-ticket');
      return {
        followers: items.filter(({ kind }) => kind === 'connection').map((item) => follower.parse(item)),
        chat: known && { chatId: String(known.chatId), seen: Number(known.seen) },
      };
    },
    claimTicket: (chatId, connectionId, ticketId) => [
      {
        name: 'chat of the ticket',
        item: { ...keys.chatOfTicket(ticketId), kind: 'chat-ticket', chatId, seen: 0, expiresAt: keptUntil(now()) },
      },
      ...followItems(connectionId, ticketId).map((item) => ({ name: 'follower of the ticket', item, replaces: true as const })),
    ],
    keep: (ticketId) => renew(ticketId, 'attribute_exists(pk)'),
    // Not where it is seen already, or the ticket belongs to no chat any more.
    see: (ticketId, sequence) => renew(ticketId, 'seen < :seen', sequence),
  };
}

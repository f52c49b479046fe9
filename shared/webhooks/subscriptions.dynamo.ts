import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { cancellationCodes, isConditionFailed } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { Overtaken } from '../tickets/tickets.ts';
import { type Subscriptions, subscription } from './subscription.ts';

export function subscriptionsIn(dynamo: DynamoDBDocumentClient, tableName: string): Subscriptions {
  /** Sets these members of one that is there and meets the condition; answers whether there was one. */
  const set = async (id: string, members: Record<string, unknown>, condition = 'attribute_exists(pk)', more = {}, add = '') => {
    const names = Object.keys(members);
    const kept = names.filter((name) => members[name] !== undefined);
    const gone = names.filter((name) => members[name] === undefined);
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keys.subscription(id),
          UpdateExpression: [
            `SET ${kept.map((name) => `#${name} = :${name}`).join(', ')}`,
            gone.length > 0 ? `REMOVE ${gone.map((name) => `#${name}`).join(', ')}` : '',
            add,
          ].join(' '),
          ConditionExpression: condition,
          ExpressionAttributeNames: Object.fromEntries([
            ...names.map((name) => [`#${name}`, name]),
            ...(condition.includes('#standing') ? [['#standing', 'standing']] : []),
            ...(condition.includes('#state') ? [['#state', 'state']] : []),
            ...(add.includes('#version') ? [['#version', 'version']] : []),
          ]),
          ExpressionAttributeValues: { ...Object.fromEntries(kept.map((name) => [`:${name}`, members[name]])), ...more },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  };

  return {
    list: async () => {
      const items = await everyItem(dynamo, {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keys.subscriptionPartition },
        ConsistentRead: true,
      });
      return items.map((item) => subscription.parse(item));
    },
    find: async (id) => {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: tableName, Key: keys.subscription(id), ConsistentRead: true }),
      );
      return Item && subscription.parse(Item);
    },
    create: async (made, items = []) => {
      const Item = { ...keys.subscription(made.id), kind: 'subscription', ...made };
      const own = { Put: { TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
      const others = items.map((each) => ({ Put: { TableName: tableName, Item: each } }));
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: [own, ...others] }));
        return true;
      } catch (error) {
        if (cancellationCodes(error)?.[0] === 'ConditionalCheckFailed') return false;
        throw error;
      }
    },
    change: async (before, terms, standing, since) => {
      const { url, events, filter, owner, language } = terms;
      const version = before.version + 1;
      const changed = { url, events, filter, owner, language, standing, since, version, ownerToldAt: undefined };
      const isWritten = await set(before.id, changed, '#version = :before', { ':before': before.version });
      if (!isWritten) throw new Overtaken(before.id);
      return { ...before, ...changed };
    },
    secretsChanged: (id, at) => set(id, { secretsChangedAt: at.toISOString() }),
    disable: async (id, because, at) => {
      const standing = { state: 'disabled', because, since: at.toISOString() };
      const condition = '#standing.#state = :active';
      await set(id, { standing, ownerToldAt: undefined }, condition, { ':active': 'active', ':one': 1 }, 'ADD #version :one');
    },
    ownerTold: async (id, at) => {
      await set(id, { ownerToldAt: at.toISOString() });
    },
    remove: async (id) => {
      await dynamo.send(new DeleteCommand({ TableName: tableName, Key: keys.subscription(id) }));
    },
  };
}

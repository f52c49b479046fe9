import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { type Subscriptions, subscription } from './subscription.ts';

export function subscriptionsIn(dynamo: DynamoDBDocumentClient, tableName: string): Subscriptions {
  /** Sets these members of one that is there and meets the condition; answers whether there was one. */
  const set = async (id: string, members: Record<string, unknown>, condition = 'attribute_exists(pk)', more = {}) => {
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
          ].join(' '),
          ConditionExpression: condition,
          ExpressionAttributeNames: Object.fromEntries([
            ...names.map((name) => [`#${name}`, name]),
            ...(condition.includes('#standing') ? [['#standing', 'standing']] : []),
            ...(condition.includes('#state') ? [['#state', 'state']] : []),
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
    create: async (made) => {
      await dynamo.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...keys.subscription(made.id), kind: 'subscription', ...made },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    },
    change: (id, terms, standing, since) => {
      const { url, events, filter, owner, language } = terms;
      return set(id, { url, events, filter, owner, language, standing, since, ownerToldAt: undefined });
    },
    secretsChanged: (id, at) => set(id, { secretsChangedAt: at.toISOString() }),
    disable: async (id, because, at) => {
      const standing = { state: 'disabled', because, since: at.toISOString() };
      await set(id, { standing, ownerToldAt: undefined }, '#standing.#state = :active', { ':active': 'active' });
    },
    ownerTold: async (id, at) => {
      await set(id, { ownerToldAt: at.toISOString() });
    },
    remove: async (id) => {
      await dynamo.send(new DeleteCommand({ TableName: tableName, Key: keys.subscription(id) }));
    },
  };
}

import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { type Partner, type Partners, partner } from './partner.ts';

const freshForMilliseconds = 60_000;

/** Partners from the table, each kept in memory for a minute. That one is not there is looked up each time: it may be applied any moment. */
export function partnersIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Partners {
  const known = new Map<string, { partner: Partner; until: number }>();
  return {
    find: async (id) => {
      const remembered = known.get(id);
      if (remembered && remembered.until > now().getTime()) return remembered.partner;
      const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key: keys.partner(id) }));
      if (!Item) {
        known.delete(id);
        return undefined;
      }
      const found = partner.parse(Item.partner);
      known.set(id, { partner: found, until: now().getTime() + freshForMilliseconds });
      return found;
    },
  };
}

/** All partners, as the table holds them now, in the order of their ids. */
export async function readPartners(dynamo: DynamoDBDocumentClient, tableName: string): Promise<Partner[]> {
  const items = await everyItem(dynamo, {
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': keys.partnerPartition },
    ConsistentRead: true,
  });
  return items.map((item) => partner.parse(item.partner));
}

/** A partner has no versions: what is written takes the place of what was there. */
export async function putPartner(dynamo: DynamoDBDocumentClient, tableName: string, written: Partner): Promise<void> {
  const Item = { ...keys.partner(written.id), kind: 'partner', partner: written };
  await dynamo.send(new PutCommand({ TableName: tableName, Item }));
}

/** Its tickets stay. */
export async function removePartner(dynamo: DynamoDBDocumentClient, tableName: string, id: string): Promise<void> {
  await dynamo.send(new DeleteCommand({ TableName: tableName, Key: keys.partner(id) }));
}

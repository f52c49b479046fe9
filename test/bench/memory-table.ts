import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { keys, table } from '../../shared/dynamo/table.ts';
import type { Json } from '../support/cloud.ts';

type Item = Record<string, unknown>;
interface Put {
  Item: Item;
  ConditionExpression?: string;
  ExpressionAttributeValues?: Item;
}
/** What the queue index has of a ticket, as far as it is asked for here. */
interface Entry {
  id: unknown;
  contractId: unknown;
  queueAt: string;
}

const { queue } = table.indexes;
const keyOf = ({ pk, sk }: Item) => `${String(pk)}|${String(sk)}`;

/**
 * As much of DynamoDB as counting again asks for, in memory: items as text, so that each is read and written as a copy, and the queue
 * index. Events are taken and not kept, as nothing here reads them. Counts calls by name.
 */
export function memoryTable(calls: Record<string, number>, onWrite: (before: Item | undefined, after: Item) => void) {
  const items = new Map<string, string>();
  const contracts: Item[] = [];
  const index = new Map<string, Entry[]>();
  const find = (key: Item): Item | undefined => {
    const text = items.get(keyOf(key));
    return text === undefined ? undefined : JSON.parse(text);
  };

  /** A partition of the index, and the place in it of the first entry that is not before `at`. */
  const placeOf = (partition: unknown, at: string): [Entry[], number] => {
    const entries = index.get(String(partition)) ?? [];
    index.set(String(partition), entries);
    let low = 0;
    for (let high = entries.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (entries[middle]!.queueAt < at) low = middle + 1;
      else high = middle;
    }
    return [entries, low];
  };

  const write = ({ Item: item }: Put) => {
    if (item.kind === 'event') return;
    const before = find(item);
    const text = JSON.stringify(item);
    items.set(keyOf(item), text);
    if (item.kind === 'contract') contracts.push(JSON.parse(text));
    for (const [each, removed] of [[before, 1] as const, [item, 0] as const]) {
      if (!each?.queueShard) continue;
      const [entries, place] = placeOf(each.queueShard, String(each.queueAt));
      const entry = { id: each.id, contractId: each.contractId, queueAt: String(each.queueAt) };
      entries.splice(place, removed, ...(removed ? [] : [entry]));
    }
    onWrite(before, JSON.parse(text));
  };

  const holds = ({ Item: item, ConditionExpression, ExpressionAttributeValues = {} }: Put) => {
    if (ConditionExpression === undefined) return true;
    const before = find(item);
    if (ConditionExpression.startsWith('attribute_not_exists')) return !before;
    const [expected] = Object.values(ExpressionAttributeValues);
    return before?.sequence === expected || before?.position === expected;
  };

  const query = ({ IndexName, ExpressionAttributeValues: values, Limit }: Json) => {
    if (IndexName !== queue.name) return { Items: values[':pk'] === keys.contractPartition ? contracts : [] };
    const [entries, from] = placeOf(values[':shard'], values[':after'] === undefined ? '' : `${values[':after']}\u0000`);
    const read = entries.slice(from, from + Limit);
    const last = from + Limit < entries.length ? read.at(-1) : undefined;
    return {
      Items: read.filter(({ contractId }) => contractId === values[':contractId']),
      LastEvaluatedKey: last && { queueAt: last.queueAt },
    };
  };

  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: Json }) => {
    const operation = name.replace('Command', '');
    calls[`DynamoDB ${operation}`] = (calls[`DynamoDB ${operation}`] ?? 0) + 1;
    switch (operation) {
      case 'Get':
        return { Item: find(input.Key) };
      case 'Query':
        return query(input);
      case 'Put':
        if (!holds(input)) throw Object.assign(new Error('condition'), { name: 'ConditionalCheckFailedException' });
        return write(input);
      case 'TransactWrite': {
        const puts: Put[] = input.TransactItems.map(({ Put: put }: { Put: Put }) => put);
        if (!puts.every(holds)) throw new Error('nobody else writes here');
        return puts.forEach(write);
      }
      default:
        throw new Error(`the bench has not foreseen ${operation}`);
    }
  };

  return {
    dynamo: { send } as unknown as DynamoDBDocumentClient,
    find,
    /** Every ticket's item. */
    stored: () => storedTickets(items),
  };
}

function* storedTickets(items: ReadonlyMap<string, string>): Generator<Json> {
  for (const text of items.values()) {
    const item = JSON.parse(text);
    if (item.kind === 'ticket') yield item;
  }
}

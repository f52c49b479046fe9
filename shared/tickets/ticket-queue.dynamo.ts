import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { queueShard, shards, table } from '../dynamo/table.ts';
import { expressionOf, stretchOf } from './queue-expression.ts';
import type { Status } from './ticket.ts';
import { type TicketQueue, type TicketSummary, ticketSummary } from './ticket-queue.ts';

const { queue } = table.indexes;

/**
 * What one page may cost, over all partitions of the index. `entries` that a query looks at where most are not wanted; a
 * megabyte, DynamoDB's own end of a query, has about 1,500. At half a kilobyte an entry that makes 20 MB a page at most.
 */
export const pageCost = { entries: 1000, queries: 40 };

interface Entry {
  at: string;
  summary: TicketSummary;
}

const placeOf = (item: Record<string, unknown>) => String(item[queue.sortKey]);

const readEntry = (item: Record<string, unknown>): Entry => ({
  at: placeOf(item),
  summary: ticketSummary.parse({ ...item, kind: item.ticketKind }),
});

const byPlace = (a: { at: string }, b: { at: string }) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** One partition of the index as far as it has been looked through: up to `at`, or to its end. */
interface Partition {
  key: string;
  at: string;
  isDone: boolean;
}

const allShards = [...Array(shards).keys()];

export function ticketQueueIn(dynamo: DynamoDBDocumentClient, tableName: string, cost = pageCost): TicketQueue {
  const query = (
    input: Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeValues'> & Partial<QueryCommandInput>,
  ) => dynamo.send(new QueryCommand({ TableName: tableName, IndexName: queue.name, ...input }));

  return {
    find: async (filter, limit, after) => {
      const { from, to } = stretchOf(filter);
      const { ExpressionAttributeValues, ...filtering } = expressionOf(filter);
      const isFiltering = filtering.FilterExpression !== undefined;
      const start = after !== undefined && after > from ? after : from;
      const partitions = [...new Set(filter.statuses)].flatMap((status) =>
        allShards.map((shard): Partition => ({ key: queueShard(status, shard), at: start, isDone: start >= to })),
      );
      const entries: Entry[] = [];
      const lookFurther = async (partition: Partition) => {
        const { Items = [], LastEvaluatedKey } = await query({
          KeyConditionExpression: `${queue.partitionKey} = :partition AND ${queue.sortKey} BETWEEN :from AND :to`,
          ...filtering,
          // Nothing can stand between a place and the same place with a NUL behind it.
          ExpressionAttributeValues: {
            ...ExpressionAttributeValues,
            ':partition': partition.key,
            ':from': `${partition.at}\u0000`,
            ':to': to,
          },
          Limit: isFiltering ? cost.entries : limit + 1,
        });
        entries.push(...Items.map(readEntry));
        partition.isDone = LastEvaluatedKey === undefined;
        if (LastEvaluatedKey) partition.at = placeOf(LastEvaluatedKey);
      };

      for (let left = cost.queries; ; ) {
        const behind = partitions.filter(({ isDone }) => !isDone);
        const known = behind.map(({ at }) => at).sort()[0];
        // Up to here nothing can be missing.
        const certain = entries.filter(({ at }) => known === undefined || at <= known).sort(byPlace);
        const page = certain.slice(0, limit);
        const tickets = page.map(({ summary }) => summary);
        if (certain.length > limit) return { tickets, next: page.at(-1)?.at };
        if (known === undefined) return { tickets, next: undefined };
        if (left < 1) return { tickets, next: known };
        // All at once at first; then only those that hold the page up.
        const next = behind.filter(({ at }) => at === known).slice(0, left);
        left -= next.length;
        await Promise.all(next.map(lookFurther));
      }
    },
    each: async function* (of: Status) {
      for (const shard of allShards) {
        let from: Record<string, unknown> | undefined;
        do {
          const page = await query({
            KeyConditionExpression: `${queue.partitionKey} = :shard`,
            ExpressionAttributeValues: { ':shard': queueShard(of, shard) },
            ExclusiveStartKey: from,
          });
          if (page.Items?.length) yield page.Items.map((item) => readEntry(item).summary);
          from = page.LastEvaluatedKey;
        } while (from);
      }
    },
  };
}

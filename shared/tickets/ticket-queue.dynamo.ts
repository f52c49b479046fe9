import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { queueShard, shards, table } from '../dynamo/table.ts';
import type { Status } from './ticket.ts';
import { type TicketQueue, type TicketSummary, ticketSummary } from './ticket-queue.ts';

const { queue } = table.indexes;

interface Entry {
  at: string;
  summary: TicketSummary;
}

const readEntry = (item: Record<string, unknown>): Entry => ({
  at: String(item[queue.sortKey]),
  summary: ticketSummary.parse({ ...item, kind: item.ticketKind }),
});

export function ticketQueueIn(dynamo: DynamoDBDocumentClient, tableName: string): TicketQueue {
  const query = (
    of: Status,
    shard: number,
    limit: number | undefined,
    after: string | undefined,
    from?: Record<string, unknown>,
  ) =>
    dynamo.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: queue.name,
        KeyConditionExpression: `${queue.partitionKey} = :shard${after === undefined ? '' : ` AND ${queue.sortKey} > :after`}`,
        ExpressionAttributeValues: { ':shard': queueShard(of, shard), ...(after === undefined ? {} : { ':after': after }) },
        Limit: limit,
        ExclusiveStartKey: from,
      }),
    );
  const allShards = [...Array(shards).keys()];

  return {
    list: async (of, limit, after) => {
      const pages = await Promise.all(allShards.map((shard) => query(of, shard, limit + 1, after)));
      const entries = pages
        .flatMap(({ Items = [] }) => Items.map(readEntry))
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      const page = entries.slice(0, limit);
      return { tickets: page.map(({ summary }) => summary), next: entries.length > limit ? page.at(-1)?.at : undefined };
    },
    each: async function* (of) {
      for (const shard of allShards) {
        let from: Record<string, unknown> | undefined;
        do {
          const page = await query(of, shard, undefined, undefined, from);
          if (page.Items?.length) yield page.Items.map((item) => readEntry(item).summary);
          from = page.LastEvaluatedKey;
        } while (from);
      }
    },
  };
}

import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { queueShard, table } from '../dynamo/table.ts';
import type { AffectedTickets } from './affected-tickets.ts';

const { queue } = table.indexes;
const entry = z.object({ id: z.string(), [queue.sortKey]: z.string() });
const lastKey = z.object({ [queue.sortKey]: z.string() });

/** Entries that one query reads, whosever they are: some hundred kilobytes. */
const entriesPerQuery = 1000;
/** A page ends after so many queries even if no ticket of the contract was among what they read. */
const queriesPerPage = 10;

export function affectedTicketsIn(dynamo: DynamoDBDocumentClient, tableName: string): AffectedTickets {
  return {
    page: async ({ contractId, status, shard, cursor }, limit) => {
      const found: { ticketId: string; at: string }[] = [];
      let next = cursor;
      for (let queries = 0; queries < queriesPerPage && found.length < limit; queries++) {
        const { Items = [], LastEvaluatedKey } = await dynamo.send(
          new QueryCommand({
            TableName: tableName,
            IndexName: queue.name,
            KeyConditionExpression: `${queue.partitionKey} = :shard${next === undefined ? '' : ` AND ${queue.sortKey} > :after`}`,
            FilterExpression: 'contractId = :contractId',
            ProjectionExpression: `id, ${queue.sortKey}`,
            ExpressionAttributeValues: {
              ':shard': queueShard(status, shard),
              ':contractId': contractId,
              ...(next === undefined ? {} : { ':after': next }),
            },
            Limit: entriesPerQuery,
          }),
        );
        for (const item of Items) {
          const { id, [queue.sortKey]: at } = entry.parse(item);
          found.push({ ticketId: id, at });
        }
        // The sort key ends with the ticket's id, so that no two entries share one: it is all that a cursor needs.
        next = LastEvaluatedKey && lastKey.parse(LastEvaluatedKey)[queue.sortKey];
        if (next === undefined) break;
      }
      const page = found.slice(0, limit);
      return { ticketIds: page.map(({ ticketId }) => ticketId), next: found.length > limit ? page.at(-1)?.at : next };
    },
  };
}

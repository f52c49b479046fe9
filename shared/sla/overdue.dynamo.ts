import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { alarmShard, shards, table, ticketIdOf } from '../dynamo/table.ts';
import type { Ringing } from './alarms.ts';

const { alarms } = table.indexes;
const entry = z.object({ pk: z.string(), alarmAt: z.string() });

/** Alarms that were due at or before `until` (ISO 8601) and that nobody has acted on. Costs nothing for tickets that are not due. */
export async function* overdueAlarms(
  dynamo: DynamoDBDocumentClient,
  tableName: string,
  until: string,
): AsyncGenerator<Ringing[]> {
  for (let shard = 0; shard < shards; shard++) {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: alarms.name,
          KeyConditionExpression: `${alarms.partitionKey} = :shard AND ${alarms.sortKey} <= :until`,
          ExpressionAttributeValues: { ':shard': alarmShard(shard), ':until': until },
          ExclusiveStartKey: from,
        }),
      );
      const found = (page.Items ?? []).map((item) => entry.parse(item));
      if (found.length > 0) yield found.map(({ pk, alarmAt }) => ({ ticketId: ticketIdOf(pk), alarmAt }));
      from = page.LastEvaluatedKey;
    } while (from);
  }
}

import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ContractVersion } from '../contracts/contract.ts';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { defaultPace, type Reclocking, type Reclockings, reclocking, reclockingId, started } from './reclocking.ts';

export function reclockingsIn(dynamo: DynamoDBDocumentClient, tableName: string): Reclockings {
  return {
    find: async (jobId) => {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: tableName, Key: keys.reclocking(jobId), ConsistentRead: true }),
      );
      return Item && reclocking.parse(Item);
    },
    all: async () => {
      const items = await everyItem(dynamo, {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keys.reclockingPartition },
        ConsistentRead: true,
      });
      return items.map((item) => reclocking.parse(item));
    },
    save: async (job, seen) => {
      const condition =
        seen === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#position = :seen',
              ExpressionAttributeNames: { '#position': 'position' },
              ExpressionAttributeValues: { ':seen': seen },
            };
      const item = { ...keys.reclocking(job.id), kind: 'reclocking', ...job };
      try {
        await dynamo.send(new PutCommand({ TableName: tableName, Item: item, ...condition }));
        return true;
      } catch (error) {
        if (isConditionFailed(error)) return false;
        throw error;
      }
    },
  };
}

/** A job moves a few times a minute: who meets that, tries again. */
const mostAttempts = 10;

/**
 * Has all open tickets counted again that this version of a contract concerns, in the background, at most `pace` a second. To be called
 * when the version is in the table. One that runs already begins anew, which does no harm.
 */
export async function startReclocking(
  dynamo: DynamoDBDocumentClient,
  tableName: string,
  version: ContractVersion,
  now: Date,
  pace: number = defaultPace,
): Promise<Reclocking> {
  const jobs = reclockingsIn(dynamo, tableName);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const before = await jobs.find(reclockingId(version));
    const job = started(version, now, before?.position, pace);
    if (await jobs.save(job, before?.position)) return job;
  }
  throw new Error(`${reclockingId(version)} moves faster than it can be started`);
}

/** All jobs, running and done, by contract and version. */
export const listReclockings = (dynamo: DynamoDBDocumentClient, tableName: string): Promise<Reclocking[]> =>
  reclockingsIn(dynamo, tableName).all();

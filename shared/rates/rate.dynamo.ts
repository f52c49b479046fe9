import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { keys } from '../dynamo/table.ts';
import { digest } from '../ids.ts';
import type { Counting, Rate } from './rate.ts';

const keptSeconds = 24 * 3600;

const windowOf = ({ windowSeconds }: Rate, now: Date): number => Math.floor(now.getTime() / 1000 / windowSeconds) * windowSeconds;

/** Counts one more in this window, unless that is too many: then its condition fails. The count goes away a day after the window. */
export function oneMore(tableName: string, rate: Rate, now: Date): UpdateCommand {
  const window = windowOf(rate, now);
  return new UpdateCommand({
    TableName: tableName,
    Key: keys.rate(rate.purpose, digest(rate.who), new Date(window * 1000).toISOString().slice(0, 19)),
    UpdateExpression: 'ADD #count :one SET expiresAt = :expires, kind = :kind',
    ConditionExpression: 'attribute_not_exists(#count) OR #count < :limit',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: {
      ':one': 1,
      ':limit': rate.most,
      ':expires': window + rate.windowSeconds + keptSeconds,
      ':kind': 'rate',
    },
  });
}

export function countingIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Counting {
  return async (rate) => {
    const at = now();
    try {
      await dynamo.send(oneMore(tableName, rate, at));
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return Math.max(1, Math.ceil(windowOf(rate, at) + rate.windowSeconds - at.getTime() / 1000));
    }
  };
}

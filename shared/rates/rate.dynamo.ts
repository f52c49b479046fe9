import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { keys } from '../dynamo/table.ts';
import { digest } from '../ids.ts';
import type { Counting, GivingBack, Rate } from './rate.ts';

const keptSeconds = 24 * 3600;

const windowOf = ({ windowSeconds }: Rate, now: Date): number => Math.floor(now.getTime() / 1000 / windowSeconds) * windowSeconds;

const windowKey = (rate: Rate, window: number) =>
  keys.rate(rate.purpose, digest(rate.who), new Date(window * 1000).toISOString().slice(0, 19));

/** Counts one more in this window, unless that is too many: then its condition fails. The count goes away a day after the window. */
export function oneMore(tableName: string, rate: Rate, now: Date): UpdateCommand {
  const window = windowOf(rate, now);
  return new UpdateCommand({
    TableName: tableName,
    Key: windowKey(rate, window),
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

export function givingBackIn(dynamo: DynamoDBDocumentClient, tableName: string): GivingBack {
  return async (rate, countedAt) => {
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName: tableName,
          Key: windowKey(rate, windowOf(rate, countedAt)),
          UpdateExpression: 'ADD #count :less',
          ConditionExpression: '#count > :none',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':less': -1, ':none': 0 },
        }),
      );
    } catch (error) {
      // Counted before the end of a window and given back after it, there may be nothing to take it from.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
}

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../dynamo/table.ts';
import { digest } from '../ids.ts';
import type { RateLimit } from './outbox.ts';

const keptSeconds = 24 * 3600;

/** Counts one more for this address in this hour, unless that is too many: then its condition fails. The count goes away a day later. */
export const oneMore = (tableName: string, { address, perHour }: RateLimit, now: Date): UpdateCommand =>
  new UpdateCommand({
    TableName: tableName,
    Key: keys.rate('acknowledgement', digest(address), now.toISOString().slice(0, 13)),
    UpdateExpression: 'ADD #count :one SET expiresAt = :expires, kind = :kind',
    ConditionExpression: 'attribute_not_exists(#count) OR #count < :limit',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: {
      ':one': 1,
      ':limit': perHour,
      ':expires': Math.floor(now.getTime() / 1000) + keptSeconds,
      ':kind': 'rate',
    },
  });

import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { longestWaitSeconds } from './backoff.ts';
import { type Circuits, openFor, probeSeconds, successNotedSeconds } from './circuit.ts';

const circuit = z.object({
  failures: z._default(z.int(), 0),
  openUntil: z.optional(z.string()),
  lastSuccessAt: z.optional(z.string()),
});

const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();

export function circuitsIn(dynamo: DynamoDBDocumentClient, tableName: string): Circuits {
  const at = (subscriptionId: string) => ({ TableName: tableName, Key: keys.circuit(subscriptionId) });
  const find = async (subscriptionId: string) => {
    const { Item } = await dynamo.send(new GetCommand({ ...at(subscriptionId), ConsistentRead: true }));
    return circuit.parse(Item ?? {});
  };

  return {
    pass: async (subscriptionId, now) => {
      const { openUntil, lastSuccessAt } = await find(subscriptionId);
      if (openUntil === undefined) return { passes: true, lastSuccessAt };
      if (openUntil > now.toISOString()) return { passes: false, until: openUntil, lastSuccessAt };
      const probing = later(now, probeSeconds);
      try {
        await dynamo.send(
          new UpdateCommand({
            ...at(subscriptionId),
            UpdateExpression: 'SET openUntil = :probing',
            ConditionExpression: 'openUntil = :seen',
            ExpressionAttributeValues: { ':probing': probing, ':seen': openUntil },
          }),
        );
        return { passes: true, lastSuccessAt };
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
        return { passes: false, until: probing, lastSuccessAt };
      }
    },
    succeeded: async (subscriptionId, begun, now) => {
      try {
        await dynamo.send(
          new UpdateCommand({
            ...at(subscriptionId),
            UpdateExpression: 'SET failures = :none, lastSuccessAt = :now, kind = :kind REMOVE openUntil',
            ConditionExpression:
              '(attribute_not_exists(lastSuccessAt) OR failures > :none OR attribute_exists(openUntil) OR lastSuccessAt < :noted) AND (attribute_not_exists(failedAt) OR failedAt <= :begun)',
            ExpressionAttributeValues: {
              ':begun': begun.toISOString(),
              ':none': 0,
              ':now': now.toISOString(),
              ':kind': 'circuit',
              ':noted': later(now, -successNotedSeconds),
            },
          }),
        );
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
      }
    },
    failed: async (subscriptionId, now, retryAfterSeconds) => {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          ...at(subscriptionId),
          UpdateExpression: 'ADD failures :one SET failedAt = :now, kind = :kind',
          ExpressionAttributeValues: { ':one': 1, ':now': now.toISOString(), ':kind': 'circuit' },
          ReturnValues: 'ALL_NEW',
        }),
      );
      const { failures, lastSuccessAt } = circuit.parse(Attributes);
      const asked = Math.min(retryAfterSeconds ?? 0, longestWaitSeconds);
      const seconds = Math.max(openFor(failures) ?? 0, asked);
      if (seconds > 0)
        await dynamo.send(
          new UpdateCommand({
            ...at(subscriptionId),
            UpdateExpression: 'SET openUntil = :until',
            ExpressionAttributeValues: { ':until': later(now, seconds) },
          }),
        );
      return { lastSuccessAt };
    },
    close: async (subscriptionId) => {
      await dynamo.send(new DeleteCommand(at(subscriptionId)));
    },
  };
}

import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { ClaimTaken } from '../tickets/tickets.ts';
import type { KeepAnswer } from './answered-webhooks.ts';

export const keepingIn =
  (dynamo: DynamoDBDocumentClient, tableName: string): KeepAnswer =>
  async ({ name, item }) => {
    try {
      await dynamo.send(new PutCommand({ TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }));
    } catch (error) {
      throw isConditionFailed(error) ? new ClaimTaken(name) : error;
    }
  };

import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Now } from '../clock.ts';
import { keys } from '../dynamo/table.ts';
import type { Admissions } from './admissions.ts';
import { admissionSeconds } from './limits.ts';
import { newSecret, secretDigest } from './token.ts';

const admission = z.object({ agentId: z.string(), until: z.string() });

export function admissionsIn(dynamo: DynamoDBDocumentClient, TableName: string, now: Now): Admissions {
  return {
    issue: async (agentId) => {
      const secret = newSecret();
      const expiresAt = new Date(now().getTime() + admissionSeconds * 1000);
      const Item = {
        ...keys.admission(secretDigest(secret)),
        kind: 'admission',
        agentId,
        until: expiresAt.toISOString(),
        expiresAt: Math.ceil(expiresAt.getTime() / 1000),
      };
      await dynamo.send(new PutCommand({ TableName, Item }));
      return { secret, expiresAt };
    },
    use: async (secret) => {
      const Key = keys.admission(secretDigest(secret));
      // Of two at once, one deletes it and the other finds nothing.
      const { Attributes } = await dynamo.send(new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }));
      const found = Attributes && admission.parse(Attributes);
      return found && Date.parse(found.until) > now().getTime() ? found.agentId : undefined;
    },
  };
}

import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { idFrom } from '../ids.ts';
import { type Upload, upload } from '../notices/outgoing-files.ts';
import { type FormFiles, formFileKey } from './form-files.ts';

export function formFilesIn(dynamo: DynamoDBDocumentClient, tableName: string): FormFiles {
  return {
    announce: async (nonce, file, most, expiresAt) => {
      // One place after the other: of many at once each gets one of its own, and none is one too many.
      for (let n = 1; n <= most; n++) {
        const id = idFrom('attachment', nonce, String(n));
        const announced: Upload = { ...file, id, key: formFileKey(nonce, id) };
        const Item = { ...keys.formFile(nonce, n), kind: 'form-file', ...announced, expiresAt };
        try {
          await dynamo.send(new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
          return announced;
        } catch (error) {
          if (!isConditionFailed(error)) throw error;
        }
      }
      return undefined;
    },
    list: async (nonce) => {
      const items = await everyItem(dynamo, {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keys.formFilesPartition(nonce) },
        ConsistentRead: true,
      });
      return items.map((item) => upload.parse(item));
    },
  };
}

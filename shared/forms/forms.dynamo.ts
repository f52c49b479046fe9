import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { type Form, type Forms, form } from './form.ts';

const freshForMilliseconds = 60_000;

/** Forms from the table, kept in memory for a minute, as contracts are. */
export function formsIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Forms {
  let known: { forms: Form[]; until: number } | undefined;
  return {
    all: async () => {
      if (!known || known.until <= now().getTime() || known.forms.length === 0)
        known = { forms: await readForms(dynamo, tableName), until: now().getTime() + freshForMilliseconds };
      return known.forms;
    },
  };
}

export async function readForms(dynamo: DynamoDBDocumentClient, tableName: string): Promise<Form[]> {
  const items = await everyItem(dynamo, {
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': keys.formPartition },
  });
  return items.map((item) => form.parse(item.form));
}

/** Takes the place of the form of this id, where there is one: forms have no versions, since nothing is promised by them. */
export async function putForm(dynamo: DynamoDBDocumentClient, tableName: string, written: Form): Promise<void> {
  await dynamo.send(new PutCommand({ TableName: tableName, Item: { ...keys.form(written.id), kind: 'form', form: written } }));
}

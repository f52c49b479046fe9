import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';

/** What a query finds, over all its pages of a megabyte: for partitions that are known to be small. */
export async function everyItem(dynamo: DynamoDBDocumentClient, query: QueryCommandInput): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for await (const page of paginateQuery({ client: dynamo }, query)) items.push(...(page.Items ?? []));
  return items;
}

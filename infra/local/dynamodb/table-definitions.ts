import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';
import type { TableDefinition } from './table-definition.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const table = z.object({
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z.optional(
    z.array(
      z.object({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.object({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.optional(z.array(z.string())),
        }),
      }),
    ),
  ),
  LocalSecondaryIndexes: z.optional(z.never('local secondary indexes are not part of the local cloud')),
  StreamSpecification: z.optional(
    z.object({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) }),
  ),
  TimeToLiveSpecification: z.optional(z.object({ AttributeName: z.optional(z.string()), Enabled: z.boolean() })),
});

/** The template's tables: `AWS::DynamoDB::GlobalTable` is what the CDK's TableV2 makes, `AWS::DynamoDB::Table` what its Table makes. */
export function tableDefinitions(app: App): TableDefinition[] {
  return [...app.byType('AWS::DynamoDB::GlobalTable'), ...app.byType('AWS::DynamoDB::Table')].map(tableDefinition);
}

function tableDefinition(resource: Resource): TableDefinition {
  const parsed = table.safeParse(resource.properties);
  if (!parsed.success) {
    throw new Error(`${resource.stack}/${resource.logicalId} is no table: ${z.prettifyError(parsed.error)}`);
  }
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification, TimeToLiveSpecification } = parsed.data;
  const expiry = TimeToLiveSpecification?.Enabled ? TimeToLiveSpecification.AttributeName : undefined;
  return {
    name: resource.name,
    arn: resource.arn,
    keySchema: KeySchema,
    attributeDefinitions: AttributeDefinitions,
    ...(GlobalSecondaryIndexes && { globalSecondaryIndexes: GlobalSecondaryIndexes }),
    ...(StreamSpecification && { stream: { viewType: StreamSpecification.StreamViewType } }),
    ...(expiry !== undefined && { timeToLiveAttribute: expiry }),
  };
}

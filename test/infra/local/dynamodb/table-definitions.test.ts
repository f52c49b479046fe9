import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, ProjectionType, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { describe, expect, it } from 'vitest';
import { tableDefinitions } from '../../../../infra/local/dynamodb/table-definitions.ts';
import type { App as LocalApp, Resource } from '../../../../infra/local/template/app.ts';
import { account, arnOf, region } from './local-dynamodb.ts';

const keys = { partitionKey: { name: 'pk', type: AttributeType.STRING }, sortKey: { name: 'sk', type: AttributeType.NUMBER } };

/** What the CDK makes of the constructs, as the local cloud's list of resources. */
function synthesized(build: (stack: Stack) => void): LocalApp {
  const stack = new Stack(new App({ analyticsReporting: false }), 'S');
  build(stack);
  const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; Properties?: object }> };
  const resources = Object.entries(template.Resources).map(([logicalId, { Type, Properties }]): Resource => {
    return { stack: 'S', logicalId, type: Type, properties: { ...Properties }, name: logicalId, arn: arnOf(logicalId) };
  });
  return {
    account,
    region,
    resources,
    byType: (type) => resources.filter((resource) => resource.type === type),
    byArn: (arn) => resources.find((resource) => resource.arn === arn),
    outputs: {},
    assetFolder: () => {
      throw new Error('no assets here');
    },
  };
}

describe('table definitions', () => {
  it('read what TableV2 makes', () => {
    const [definition] = tableDefinitions(
      synthesized((stack) => {
        new TableV2(stack, 'Tickets', {
          ...keys,
          timeToLiveAttribute: 'expires',
          dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
          globalSecondaryIndexes: [
            {
              indexName: 'by-due',
              partitionKey: { name: 'shard', type: AttributeType.STRING },
              projectionType: ProjectionType.KEYS_ONLY,
            },
          ],
        });
      }),
    );
    expect(definition).toMatchObject({
      keySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      attributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'N' },
        { AttributeName: 'shard', AttributeType: 'S' },
      ],
      globalSecondaryIndexes: [
        {
          IndexName: 'by-due',
          KeySchema: [{ AttributeName: 'shard', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      stream: { viewType: 'NEW_AND_OLD_IMAGES' },
      timeToLiveAttribute: 'expires',
    });
    expect(definition?.arn).toBe(arnOf(definition?.name ?? ''));
  });

  it('read what Table makes, without what it does not have', () => {
    const [definition] = tableDefinitions(synthesized((stack) => new Table(stack, 'Plain', keys)));
    expect(definition).not.toHaveProperty('stream');
    expect(definition).not.toHaveProperty('timeToLiveAttribute');
    expect(definition).not.toHaveProperty('globalSecondaryIndexes');
  });

  it('name the table that they cannot read', () => {
    const app = synthesized((stack) => new Table(stack, 'Plain', keys));
    for (const resource of app.resources) delete resource.properties.KeySchema;
    expect(() => tableDefinitions(app)).toThrow(/^S\/Plain.* is no table/);
  });
});

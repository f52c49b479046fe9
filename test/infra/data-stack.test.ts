import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { table } from '../../shared/dynamo/table.ts';
import { unclaimed, uploadKeptDays } from '../../shared/notices/outgoing-files.ts';
import { everything, nothing, ofType, synthesized } from './synthesized.ts';

const { data: body } = synthesized({ mailDomain: 'help.example.org' });
const template = Template.fromJSON(body);

describe('what must outlive mistakes', () => {
  test.each(['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret', 'AWS::Cognito::UserPool'])(
    'every %s stays when the stack goes or it is replaced',
    (type) => {
      const found = ofType(body, type);
      expect(found).not.toHaveLength(0);
      for (const [, resource] of found)
        expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    },
  );

  test('the verified domain stays, with the keys that are in the DNS, unless it is verified elsewhere', () => {
    expect(ofType(synthesized(nothing).data, 'AWS::SES::EmailIdentity')).toEqual([]);
    expect(ofType(body, 'AWS::SES::EmailIdentity')).toMatchObject([[expect.anything(), { DeletionPolicy: 'Retain' }]]);
    expect(Object.keys(body.Outputs ?? {}).filter((name) => name.startsWith('DkimRecord'))).toHaveLength(3);
  });

  test('nothing of it has a fixed name, which would block the next deployment', () => {
    const names = ['TableName', 'BucketName', 'Name', 'UserPoolName'];
    for (const [, { Properties = {} }] of Object.entries(body.Resources)) {
      expect(Object.keys(Properties).filter((property) => names.includes(property))).toEqual([]);
    }
  });

  test('the table cannot be deleted by mistake and can be brought back to any second of the last 35 days', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [{ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });

  test('the agents cannot be deleted by mistake', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
  });
});

describe('the table', () => {
  test('has the keys, indexes and expiry that the functions count on, and tells its changes whole', () => {
    const { alarms, queue } = table.indexes;
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: table.timeToLive, Enabled: true },
      KeySchema: [
        { AttributeName: table.partitionKey, KeyType: 'HASH' },
        { AttributeName: table.sortKey, KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: alarms.name,
          KeySchema: [
            { AttributeName: alarms.partitionKey, KeyType: 'HASH' },
            { AttributeName: alarms.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: queue.name,
          KeySchema: [
            { AttributeName: queue.partitionKey, KeyType: 'HASH' },
            { AttributeName: queue.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...queue.attributes] },
        },
      ],
    });
  });
});

describe('the buckets', () => {
  test('are closed to the public and to plain HTTP, and encrypted', () => {
    const buckets = ofType(body, 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(2);
    for (const [, { Properties }] of buckets) {
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      });
    }
    const policies = JSON.stringify(ofType(body, 'AWS::S3::BucketPolicy'));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(2);
  });

  test('take what is put by a signed address from any page, and show what is there to the origins that are named and no others', () => {
    const rules = (context: Record<string, string>) =>
      ofType(synthesized(context).data, 'AWS::S3::Bucket').flatMap(([, { Properties }]) =>
        'CorsConfiguration' in Object(Properties) ? Object(Properties).CorsConfiguration.CorsRules : [],
      );
    const put = {
      AllowedOrigins: ['*'],
      AllowedMethods: ['PUT'],
      AllowedHeaders: ['content-type', 'if-none-match', 'x-amz-tagging'],
      MaxAge: 3600,
    };
    expect(rules(nothing)).toEqual([put]);
    const get = { AllowedOrigins: ['https://desk.example.org'], AllowedMethods: ['GET'], MaxAge: 3600 };
    expect(rules(everything)).toEqual([put, get]);
  });

  test('never let a mail expire, nor anything but uploads that nothing names', () => {
    const [, mailBucket] = ofType(body, 'AWS::S3::Bucket').find(([, { Properties }]) => Properties?.LoggingConfiguration)!;
    const { Rules } = Object(mailBucket.Properties?.LifecycleConfiguration);
    const expiring = Rules.filter((rule: object) => 'ExpirationInDays' in rule || 'ExpirationDate' in rule);
    // As many days as an upload may be named, which functions are told by `uploadKeptDays`.
    expect(expiring).toEqual([
      {
        Id: 'unclaimed-uploads',
        Status: 'Enabled',
        ExpirationInDays: uploadKeptDays,
        TagFilters: [{ Key: unclaimed.tag, Value: unclaimed.value }],
      },
    ]);
  });
});

describe('the agents', () => {
  test('are made by an admin, sign in with a second factor and belong to the groups that the API knows', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
    const groups = ofType(body, 'AWS::Cognito::UserPoolGroup').map(([, { Properties }]) => Properties?.GroupName);
    expect(groups).toEqual(['agent', 'manager', 'admin']);
  });

  test('sign in from a page that has no secret, by authorization code and nothing else', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', { GenerateSecret: false, AllowedOAuthFlows: ['code'] });
  });
});

describe('a deployment', () => {
  test('is possible when a mail domain is given', () => {
    const { BootstrapVersion, ...parameters } = body.Parameters ?? {};
    expect(BootstrapVersion).toBeDefined();
    expect(parameters).toEqual({});
  });

  test('is refused without one, by a parameter that has no value', () => {
    const { data } = synthesized({});
    expect(data.Parameters?.DeployWithContextMailDomain).toBeDefined();
    expect(data.Parameters?.DeployWithContextMailDomain).not.toHaveProperty('Default');
  });
});

import { alphanumeric, cutName, stableCharacters, stableUuid } from '../stable-names.ts';
import { arnOf, type Kind, type Kinds, nameOf, regionalArn } from './kind.ts';

const tableKind: Kind = {
  named: 'TableName',
  longest: 255,
  arn: (table) => regionalArn('dynamodb', table, `table/${table.name}`),
  attributes: {
    Arn: arnOf,
    // AWS labels a stream with its time of creation. Here a table has one stream for ever.
    StreamArn: (table) => `${table.arn}/stream/local`,
  },
};

export const storageKinds: Kinds = {
  'AWS::DynamoDB::Table': tableKind,
  'AWS::DynamoDB::GlobalTable': {
    ...tableKind,
    attributes: { ...tableKind.attributes, TableId: (table) => stableUuid(table.seed) },
  },

  'AWS::S3::Bucket': {
    // Bucket names are part of host names, hence lower case and at most 63 long.
    name: (bucket) => bucket.text('BucketName') ?? cutName(`${bucket.stack}-${bucket.logicalId}`.toLowerCase(), 63),
    arn: (bucket) => `arn:aws:s3:::${bucket.name}`,
    attributes: {
      Arn: arnOf,
      DomainName: (bucket) => `${bucket.name}.s3.amazonaws.com`,
      RegionalDomainName: (bucket) => `${bucket.name}.s3.${bucket.region}.amazonaws.com`,
      DualStackDomainName: (bucket) => `${bucket.name}.s3.dualstack.${bucket.region}.amazonaws.com`,
    },
  },

  'AWS::SecretsManager::Secret': {
    named: 'Name',
    longest: 512,
    // AWS ends a secret's ARN with six characters of its own, which is why policies name secrets with `-??????`.
    arn: (secret) =>
      regionalArn('secretsmanager', secret, `secret:${secret.name}-${stableCharacters(secret.seed, 6, alphanumeric)}`),
    ref: arnOf,
    attributes: { Id: arnOf },
  },

  'AWS::SSM::Parameter': {
    named: 'Name',
    longest: 1011,
    arn: (parameter) => regionalArn('ssm', parameter, `parameter/${parameter.name.replace(/^\//, '')}`),
    attributes: {
      Arn: arnOf,
      Type: (parameter) => parameter.text('Type') ?? 'String',
      Value: (parameter) => parameter.text('Value') ?? '',
    },
  },

  'AWS::KMS::Key': {
    name: (key) => stableUuid(key.seed),
    arn: (key) => regionalArn('kms', key, `key/${key.name}`),
    attributes: { Arn: arnOf, KeyId: nameOf },
  },
};

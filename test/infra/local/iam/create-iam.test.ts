import { describe, expect, test } from 'vitest';
import { createIam } from '../../../../infra/local/iam/create-iam.ts';
import type { Principal } from '../../../../infra/local/iam/iam.ts';
import { account, anApp, endpoints, region } from '../template/written-assembly.ts';

const roleArn = `arn:aws:iam::${account}:role/Stack-Role`;
const role: Principal = { type: 'role', roleArn };
const service = (name: string, sourceArn: string): Principal => ({
  type: 'service',
  service: `${name}.amazonaws.com`,
  sourceArn,
});
const queueArn = `arn:aws:sqs:${region}:${account}:Stack-Queue`;
const topicArn = `arn:aws:sns:${region}:${account}:Stack-Topic`;
const fnArn = `arn:aws:lambda:${region}:${account}:function:Stack-Fn`;
const bucketArn = 'arn:aws:s3:::stack-bucket';

const trusting = (service: string, Condition?: object) => ({
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service }, Condition }],
});
const aRole = (properties: object = {}) => ({
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'), ...properties } },
});
const anIam = (resources: Record<string, object>) => createIam(anApp({ Stack: { Resources: resources } }));
/** The role with these statements as its own policy, next to other resources. */
const withStatements = (statements: object[], resources: Record<string, object> = {}) =>
  anIam({
    ...aRole({ Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }] }),
    ...resources,
  });

const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string, Resource: string, more: object = {}) => ({ Effect: 'Deny', Action, Resource, ...more });
const send = { action: 'sqs:SendMessage', resource: queueArn };

const queueWithPolicy = (...Statement: object[]) => ({
  Queue: { Type: 'AWS::SQS::Queue' },
  QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement } } },
});

describe('a role', () => {
  test('may do what its inline policy allows and nothing else, in AWS’s words', () => {
    const iam = withStatements([allow('sqs:Send*', queueArn)]);
    expect(iam.check(role, send)).toBeUndefined();
    expect(iam.check(role, { ...send, action: 'SQS:sendmessage' })).toBeUndefined();
    const denial = iam.check(role, { ...send, action: 'sqs:DeleteMessage' });
    expect(denial).toEqual({
      action: 'sqs:DeleteMessage',
      resource: queueArn,
      principal: `arn:aws:sts::${account}:assumed-role/Stack-Role/local`,
      reason: 'no policy allows it',
      message: `User: arn:aws:sts::${account}:assumed-role/Stack-Role/local is not authorized to perform: sqs:DeleteMessage on resource: ${queueArn} because no identity-based policy allows the sqs:DeleteMessage action`,
    });
    expect(iam.denials).toEqual([denial]);
  });

  test('is governed by policies attached from either side', () => {
    const PolicyDocument = { Statement: allow('sqs:SendMessage', queueArn) };
    const attached = (Type: string, properties: object) =>
      anIam({ ...aRole(), Policy: { Type, Properties: { PolicyDocument, ...properties } } });
    expect(attached('AWS::IAM::Policy', { PolicyName: 'p', Roles: [{ Ref: 'Role' }] }).check(role, send)).toBeUndefined();
    expect(attached('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }] }).check(role, send)).toBeUndefined();
    expect(attached('AWS::IAM::RolePolicy', { PolicyName: 'p', RoleName: { Ref: 'Role' } }).check(role, send)).toBeUndefined();
    expect(attached('AWS::IAM::Policy', { PolicyName: 'p', Roles: ['another'] }).check(role, send)).toBeDefined();
    const byArn = {
      ...aRole({ ManagedPolicyArns: [{ Ref: 'Policy' }] }),
      Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } },
    };
    expect(anIam(byArn).check(role, send)).toBeUndefined();
  });

  test('writes logs by the managed policy that Lambda roles have', () => {
    const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    const iam = anIam(aRole({ ManagedPolicyArns: [basic] }));
    expect(
      iam.check(role, { action: 'logs:PutLogEvents', resource: `arn:aws:logs:${region}:${account}:log-group:x` }),
    ).toBeUndefined();
    expect(iam.check(role, send)).toBeDefined();
  });

  test('is refused where a deny applies, whatever else allows it', () => {
    const iam = withStatements([allow('*', '*'), deny('sqs:*', queueArn)]);
    expect(iam.check(role, send)).toMatchObject({
      reason: 'explicit deny',
      message: expect.stringMatching(/ on resource: \S+ with an explicit deny in an identity-based policy$/),
    });
    expect(iam.check(role, { ...send, resource: `${queueArn}2` })).toBeUndefined();
  });

  test('may be allowed by NotAction and NotResource', () => {
    const iam = withStatements([{ Effect: 'Allow', NotAction: 'iam:*', NotResource: `${queueArn}2` }]);
    expect(iam.check(role, send)).toBeUndefined();
    expect(iam.check(role, { ...send, action: 'iam:PassRole' })).toBeDefined();
    expect(iam.check(role, { ...send, resource: `${queueArn}2` })).toBeDefined();
  });

  test('is not the only one to know conditions: the request brings keys, in any case', () => {
    const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } };
    const iam = withStatements([allow('dynamodb:GetItem', '*', { Condition })]);
    const get = (keys: string[]) =>
      iam.check(role, { action: 'dynamodb:GetItem', resource: '*', context: { 'dynamodb:leadingkeys': keys } });
    expect([get(['a']), get(['c'])?.reason]).toEqual([undefined, 'no policy allows it']);
  });

  test('has the keys that IAM always supplies', () => {
    const Condition = {
      StringEquals: { 'aws:PrincipalAccount': account, 'aws:RequestedRegion': region },
      ArnEquals: { 'AWS:PrincipalArn': roleArn },
      Bool: { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'false' },
      Null: { 'aws:SourceArn': 'true' },
    };
    expect(withStatements([allow('sqs:SendMessage', '*', { Condition })]).check(role, send)).toBeUndefined();
  });

  test('of another template may do nothing', () => {
    expect(withStatements([allow('*', '*')]).check({ type: 'role', roleArn: `${roleArn}2` }, send)).toBeDefined();
  });
});

describe('a resource’s policy', () => {
  test('alone is enough for a role of the account that it names', () => {
    const statement = allow('sqs:SendMessage', queueArn, { Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } } });
    expect(anIam({ ...aRole(), ...queueWithPolicy(statement) }).check(role, send)).toBeUndefined();
  });

  test('that names the account leaves the decision to the role’s policies', () => {
    const statement = allow('sqs:*', queueArn, { Principal: { AWS: `arn:aws:iam::${account}:root` } });
    expect(withStatements([], queueWithPolicy(statement)).check(role, send)).toBeDefined();
    expect(withStatements([allow('sqs:*', '*')], queueWithPolicy(statement)).check(role, send)).toBeUndefined();
  });

  test('denies roles that their own policies allow', () => {
    const denying = (Principal: unknown) =>
      withStatements([allow('*', '*')], queueWithPolicy(deny('sqs:*', queueArn, { Principal }))).check(role, send);
    expect(denying('*')?.message).toMatch(/with an explicit deny in a resource-based policy$/);
    expect(denying({ AWS: '*' })?.reason).toBe('explicit deny');
    expect(denying({ AWS: account })?.reason).toBe('explicit deny');
    expect(denying({ AWS: `${roleArn}2` })).toBeUndefined();
  });

  test('may spare some by NotPrincipal', () => {
    const sparing = (arn: string) => queueWithPolicy(deny('sqs:*', queueArn, { NotPrincipal: { AWS: arn } }));
    expect(withStatements([allow('*', '*')], sparing(roleArn)).check(role, send)).toBeUndefined();
    expect(withStatements([allow('*', '*')], sparing(`${roleArn}2`)).check(role, send)?.reason).toBe('explicit deny');
  });

  test('that denies insecure transport does not fire on loopback', () => {
    const statement = deny('sqs:*', queueArn, {
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(withStatements([allow('sqs:*', '*')], queueWithPolicy(statement)).check(role, send)).toBeUndefined();
  });

  test('of a bucket governs its objects', () => {
    const iam = anIam({
      Bucket: { Type: 'AWS::S3::Bucket' },
      BucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Bucket' },
          PolicyDocument: {
            Statement: allow('s3:PutObject', `${bucketArn}/*`, {
              Principal: { Service: 'ses.amazonaws.com' },
              Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
            }),
          },
        },
      },
    });
    const put = { action: 's3:PutObject', resource: `${bucketArn}/mail/1` };
    expect(iam.check(service('ses', 'arn:aws:ses:x'), put)).toBeUndefined();
    expect(iam.check(service('sns', 'arn:aws:sns:x'), put)?.message).toBe(
      `User: sns.amazonaws.com is not authorized to perform: s3:PutObject on resource: ${bucketArn}/mail/1 because no resource-based policy allows the s3:PutObject action`,
    );
  });

  test('of a secret is one too', () => {
    const ResourcePolicy = { Statement: allow('secretsmanager:GetSecretValue', '*', { Principal: { AWS: roleArn } }) };
    const Resources = {
      ...aRole(),
      Secret: { Type: 'AWS::SecretsManager::Secret' },
      Policy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: { Ref: 'Secret' }, ResourcePolicy } },
    };
    const app = anApp({ Stack: { Resources } });
    const resource = app.byType('AWS::SecretsManager::Secret')[0]?.arn ?? '';
    expect(createIam(app).check(role, { action: 'secretsmanager:GetSecretValue', resource })).toBeUndefined();
  });
});

describe('a topic', () => {
  const topic = { Topic: { Type: 'AWS::SNS::Topic' } };
  const publish = { action: 'sns:Publish', resource: topicArn };

  test('without a policy lets in the services that publish for its account, and no role', () => {
    const iam = anIam({ ...topic, ...aRole() });
    expect(iam.check(service('ses', 'arn:aws:ses:x'), publish)).toBeUndefined();
    expect(iam.check(service('cloudwatch', 'arn:aws:cloudwatch:x'), publish)).toBeUndefined();
    expect(iam.check(service('events', 'arn:aws:events:x'), publish)).toBeDefined();
    expect(iam.check(role, publish)).toBeDefined();
  });

  test('with any policy of its own has only that one', () => {
    const Statement = deny('sns:Publish', topicArn, { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    const Properties = { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement } };
    const iam = anIam({ ...topic, TopicPolicy: { Type: 'AWS::SNS::TopicPolicy', Properties } });
    expect(iam.check(service('ses', 'arn:aws:ses:x'), publish)?.reason).toBe('no policy allows it');
  });
});

describe('a function’s permissions', () => {
  const permission = (properties: object) => ({
    Fn: { Type: 'AWS::Lambda::Function' },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, ...properties },
    },
  });
  const invoke = { action: 'lambda:InvokeFunction', resource: fnArn };

  test('let in a service for the sources that they name', () => {
    const routes = `arn:aws:execute-api:${region}:${account}:abc/*/*/tickets/{id}`;
    const iam = anIam(permission({ Principal: 'apigateway.amazonaws.com', SourceArn: routes }));
    expect(iam.check(service('apigateway', routes.replace('*/*', '$default/GET')), invoke)).toBeUndefined();
    expect(
      iam.check(service('apigateway', `arn:aws:execute-api:${region}:${account}:other/x/GET/tickets/{id}`), invoke),
    ).toBeDefined();
    expect(iam.check(service('events', routes), invoke)).toBeDefined();
  });

  test('may name the function by ARN and the source by account', () => {
    const byAccount = (SourceAccount: string) =>
      anIam(permission({ FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Principal: 'ses.amazonaws.com', SourceAccount }));
    expect(byAccount(account).check(service('ses', 'arn:aws:ses:x'), invoke)).toBeUndefined();
    expect(byAccount('111111111111').check(service('ses', 'arn:aws:ses:x'), invoke)).toBeDefined();
  });

  test('add up', () => {
    const two = {
      ...permission({ Principal: 'ses.amazonaws.com' }),
      Second: permission({ Principal: 'events.amazonaws.com' }).Permission,
    };
    const iam = anIam(two);
    expect([iam.check(service('ses', 'a'), invoke), iam.check(service('events', 'a'), invoke)]).toEqual([undefined, undefined]);
  });

  test('with a member that is not checked here are refused', () => {
    expect(() => anIam(permission({ Principal: '*', FunctionUrlAuthType: 'NONE' }))).toThrow(
      'Stack.Permission (AWS::Lambda::Permission): ✖ the local cloud does not know FunctionUrlAuthType',
    );
  });
});

describe('trust', () => {
  test('is given to the named service, under its conditions', () => {
    const group = `arn:aws:scheduler:${region}:${account}:schedule-group/rings`;
    const AssumeRolePolicyDocument = trusting('scheduler.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': group },
    });
    const iam = anIam(aRole({ AssumeRolePolicyDocument }));
    expect(iam.checkTrust(roleArn, 'scheduler.amazonaws.com', group)).toBeUndefined();
    const denial = iam.checkTrust(roleArn, 'scheduler.amazonaws.com', `${group}2`);
    expect(denial).toMatchObject({ principal: 'scheduler.amazonaws.com', action: 'sts:AssumeRole', resource: roleArn });
    expect(iam.checkTrust(roleArn, 'lambda.amazonaws.com', group)).toBeDefined();
    expect(iam.checkTrust(`${roleArn}2`, 'scheduler.amazonaws.com', group)).toBeDefined();
    expect(iam.denials).toHaveLength(3);
  });
});

describe('the owner of the account', () => {
  test('may do everything', () => {
    expect(withStatements([]).check({ type: 'account' }, send)).toBeUndefined();
  });
});

describe('what cannot be evaluated is refused at load', () => {
  const statement = (element: object) => () => withStatements([element]);

  test.each([
    [
      'another managed policy',
      () => anIam(aRole({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })),
      /Stack\.Role.*AdministratorAccess/,
    ],
    [
      'a permissions boundary',
      () => anIam(aRole({ PermissionsBoundary: 'arn:aws:iam::aws:policy/X' })),
      /Stack\.Role.*permissions boundaries/,
    ],
    ['an unknown operator', statement(allow('a:b', '*', { Condition: { StringIs: { k: 'v' } } })), /Stack\.Role.*StringIs/],
    ['a misspelt element', statement({ Effect: 'Allow', Actions: 'a:b', Resource: '*' }), /Stack\.Role.*does not know Actions/],
    ['a statement without an action', statement({ Effect: 'Allow', Resource: '*' }), /needs Action or NotAction/],
    ['a statement without a resource', statement({ Effect: 'Allow', Action: 'a:b' }), /needs Resource or NotResource/],
    [
      'a policy type that is not read',
      () => anIam({ P: { Type: 'AWS::SQS::QueueInlinePolicy' } }),
      /Stack\.P.*QueueInlinePolicy/,
    ],
    [
      'a table’s own policy',
      () => anIam({ T: { Type: 'AWS::DynamoDB::Table', Properties: { ResourcePolicy: { PolicyDocument: {} } } } }),
      /Stack\.T.*resource policies of tables/,
    ],
    [
      'two policies on one resource',
      () => anIam({ ...queueWithPolicy(), Second: queueWithPolicy().QueuePolicy }),
      /Stack-Queue has two policies, Stack\.QueuePolicy and Stack\.Second/,
    ],
  ])('%s', (_, load, message) => {
    expect(load).toThrow(message);
  });
});

test('a queue is known by its local URL to its policy', () => {
  const app = anApp({ Stack: { Resources: queueWithPolicy() } });
  expect(app.byType('AWS::SQS::QueuePolicy')[0]?.properties.Queues).toEqual([`${endpoints.aws}/${account}/Stack-Queue`]);
});

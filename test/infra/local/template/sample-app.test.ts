import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIam } from '../../../../infra/local/iam/create-iam.ts';
import type { Iam } from '../../../../infra/local/iam/iam.ts';
import type { App, Resource } from '../../../../infra/local/template/app.ts';
import { loadApp } from '../../../../infra/local/template/load-app.ts';
import { synthesizeSampleApp } from './sample-app.ts';
import { account, endpoints, region, theOne } from './written-assembly.ts';

const assembly = mkdtempSync(join(tmpdir(), 'guichet-'));
let app: App;
let iam: Iam;

beforeAll(() => {
  synthesizeSampleApp(assembly);
  app = loadApp({ assembly, account, region, endpoints });
  iam = createIam(app);
});
afterAll(() => rmSync(assembly, { recursive: true, force: true }));

const named = (part: string): Resource =>
  app.resources.find(({ logicalId, type }) => logicalId.startsWith(part) && /Role$|Queue$|Topic$/.test(type)) ??
  expect.fail(part);

describe('an app as the CDK synthesizes it', () => {
  test('loads with every property of every resource resolved', () => {
    expect(app.resources.length).toBeGreaterThan(30);
    const text = JSON.stringify([app.resources, app.outputs]);
    expect(text).not.toMatch(/"(Ref|Fn::\w+)":/);
    expect(text).not.toContain('undefined');
  });

  test('gives a function values that it can use here, across stacks', () => {
    const { Environment } = theOne(app, 'AWS::Lambda::Function').properties;
    expect(Environment).toEqual({
      Variables: {
        QUEUE_URL: `${endpoints.aws}/${account}/${named('Inbox').name}`,
        TABLE: theOne(app, 'AWS::DynamoDB::GlobalTable').name,
        BUCKET: theOne(app, 'AWS::S3::Bucket').name,
        SECRET: theOne(app, 'AWS::SecretsManager::Secret').arn,
        GROUP: theOne(app, 'AWS::Scheduler::ScheduleGroup').name,
        CALLBACK_URL: expect.stringMatching(/^https:\/\/[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com\/live$/),
      },
    });
  });

  test('ties routes to integrations and authorizers to pools', () => {
    const [route] = app.byType('AWS::ApiGatewayV2::Route').filter(({ properties }) => properties.AuthorizationType === 'JWT');
    const authorizer = theOne(app, 'AWS::ApiGatewayV2::Authorizer');
    expect(route?.properties.AuthorizerId).toBe(authorizer.name);
    expect(app.byType('AWS::ApiGatewayV2::Integration').map(({ name }) => `integrations/${name}`)).toContain(
      route?.properties.Target,
    );
    expect(authorizer.properties.JwtConfiguration).toMatchObject({
      Audience: [theOne(app, 'AWS::Cognito::UserPoolClient').name],
    });
  });

  test('answers its outputs with local values', () => {
    expect(app.outputs).toMatchObject({
      'Service.HttpUrl': endpoints.http,
      'Service.Issuer': `${endpoints.http}/_local/issuer`,
      'Service.Dkim': expect.stringContaining('._domainkey.guichet.example'),
    });
  });
});

describe('its grants', () => {
  const check = (action: string, resource: string) =>
    iam.check({ type: 'role', roleArn: named('ReceiveEmail').arn }, { action, resource });

  test('let the function do what it was granted, and no more', () => {
    const table = theOne(app, 'AWS::DynamoDB::GlobalTable').arn;
    const bucket = theOne(app, 'AWS::S3::Bucket').arn;
    const group = theOne(app, 'AWS::Scheduler::ScheduleGroup').name;
    const schedule = `arn:aws:scheduler:${region}:${account}:schedule/${group}/tkt_1`;
    expect(check('dynamodb:PutItem', table)).toBeUndefined();
    expect(check('dynamodb:Query', `${table}/index/due`)).toBeUndefined();
    expect(check('dynamodb:GetRecords', `${table}/stream/local`)).toBeUndefined();
    expect(check('s3:GetObject', `${bucket}/mail/1`)).toBeUndefined();
    expect(check('sqs:SendMessage', named('Inbox').arn)).toBeUndefined();
    expect(check('secretsmanager:GetSecretValue', theOne(app, 'AWS::SecretsManager::Secret').arn)).toBeUndefined();
    expect(check('scheduler:CreateSchedule', schedule)).toBeUndefined();
    expect(check('iam:PassRole', named('RingRole').arn)).toBeUndefined();
    expect(check('logs:PutLogEvents', `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/x:log-stream:y`)).toBeUndefined();

    expect(check('dynamodb:DeleteTable', table)).toBeDefined();
    expect(check('s3:PutObject', `${bucket}/mail/1`)).toBeDefined();
    expect(check('sqs:SendMessage', named('DeadLetters').arn)).toBeDefined();
    expect(check('scheduler:CreateSchedule', schedule.replace(group, 'other'))).toBeDefined();
  });

  test('let services in where the resource says so', () => {
    const bucket = theOne(app, 'AWS::S3::Bucket').arn;
    const topic = named('Received').arn;
    const fn = theOne(app, 'AWS::Lambda::Function').arn;
    const rule = theOne(app, 'AWS::Events::Rule').arn;
    const asService = (service: string, sourceArn: string, action: string, resource: string) =>
      iam.check({ type: 'service', service: `${service}.amazonaws.com`, sourceArn }, { action, resource });
    expect(asService('ses', 'arn:aws:ses:x', 's3:PutObject', `${bucket}/mail/1`)).toBeUndefined();
    expect(asService('sns', topic, 'sqs:SendMessage', named('Inbox').arn)).toBeUndefined();
    expect(asService('sns', `${topic}2`, 'sqs:SendMessage', named('Inbox').arn)).toBeDefined();
    expect(asService('events', rule, 'lambda:InvokeFunction', fn)).toBeUndefined();
    expect(asService('events', `${rule}2`, 'lambda:InvokeFunction', fn)).toBeDefined();
  });

  test('keep SES from publishing to a topic whose policy forgot it', () => {
    const rule = theOne(app, 'AWS::SES::ReceiptRule').arn;
    const publish = { action: 'sns:Publish', resource: named('Received').arn };
    expect(iam.check({ type: 'service', service: 'ses.amazonaws.com', sourceArn: rule }, publish)?.reason).toBe(
      'no policy allows it',
    );
  });

  test('let the scheduler assume its role for this group only', () => {
    const group = theOne(app, 'AWS::Scheduler::ScheduleGroup').arn;
    expect(iam.checkTrust(named('RingRole').arn, 'scheduler.amazonaws.com', group)).toBeUndefined();
    expect(iam.checkTrust(named('RingRole').arn, 'scheduler.amazonaws.com', `${group}2`)).toBeDefined();
    expect(iam.checkTrust(named('RingRole').arn, 'lambda.amazonaws.com', group)).toBeDefined();
  });
});

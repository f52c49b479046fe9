import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, test } from 'vitest';
import { knownKinds } from '../../../../infra/local/template/identity.ts';
import { account, anApp, endpoints, region, theOne } from './written-assembly.ts';

/** Ref, ARN, name and attributes of one resource `It` in stack `Stack`. */
function identityOf(type: string, properties: object = {}, attributes: string[] = []) {
  const app = anApp({
    Stack: {
      Resources: {
        It: { Type: type, Properties: properties },
        Probe: {
          Type: 'Test::It::Probe',
          Properties: {
            ref: { Ref: 'It' },
            attributes: Object.fromEntries(attributes.map((attribute) => [attribute, { 'Fn::GetAtt': ['It', attribute] }])),
          },
        },
      },
    },
  });
  const it = theOne(app, type);
  const probe = theOne(app, 'Test::It::Probe');
  return {
    name: it.name,
    arn: it.arn,
    ref: probe.properties.ref,
    attributes: probe.properties.attributes as Record<string, string>,
  };
}

const regional = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

describe('what AWS would call a resource', () => {
  test.each([
    ['AWS::DynamoDB::Table', {}, 'Stack-It', regional('dynamodb', 'table/Stack-It')],
    ['AWS::S3::Bucket', {}, 'stack-it', 'arn:aws:s3:::stack-it'],
    ['AWS::Lambda::Function', {}, 'Stack-It', regional('lambda', 'function:Stack-It')],
    ['AWS::IAM::Role', { Path: '/service/' }, 'Stack-It', `arn:aws:iam::${account}:role/service/Stack-It`],
    ['AWS::Scheduler::ScheduleGroup', { Name: 'rings' }, 'rings', regional('scheduler', 'schedule-group/rings')],
    ['AWS::Scheduler::Schedule', { GroupName: 'rings' }, 'Stack-It', regional('scheduler', 'schedule/rings/Stack-It')],
    ['AWS::SES::ConfigurationSet', {}, 'Stack-It', regional('ses', 'configuration-set/Stack-It')],
    ['AWS::SES::EmailIdentity', { EmailIdentity: 'a.example' }, 'a.example', regional('ses', 'identity/a.example')],
    [
      'AWS::SES::ReceiptRule',
      { RuleSetName: 's', Rule: { Name: 'r' } },
      'r',
      regional('ses', 'receipt-rule-set/s:receipt-rule/r'),
    ],
    ['AWS::Logs::LogGroup', {}, 'Stack-It', regional('logs', 'log-group:Stack-It:*')],
    ['AWS::Events::Rule', {}, 'Stack-It', regional('events', 'rule/Stack-It')],
    ['AWS::Events::Rule', { EventBusName: 'bus' }, 'Stack-It', regional('events', 'rule/bus/Stack-It')],
    ['AWS::CloudWatch::Alarm', {}, 'Stack-It', regional('cloudwatch', 'alarm:Stack-It')],
    ['AWS::CloudWatch::Dashboard', {}, 'Stack-It', `arn:aws:cloudwatch::${account}:dashboard/Stack-It`],
    [
      'AWS::Cognito::UserPoolGroup',
      { GroupName: 'agent', UserPoolId: 'p' },
      'agent',
      regional('cognito-idp', 'userpool/p/group/agent'),
    ],
    ['AWS::Glue::Job', {}, 'Stack-It', regional('glue', 'job/Stack-It')],
  ])('%s %j', (type, properties, ref, arn) => {
    expect(identityOf(type, properties)).toMatchObject({ ref, arn, name: ref });
  });

  test('a queue is its local URL', () => {
    const url = `${endpoints.aws}/${account}/Stack-It`;
    expect(identityOf('AWS::SQS::Queue', {}, ['Arn', 'QueueName', 'QueueUrl'])).toMatchObject({
      ref: url,
      attributes: { Arn: regional('sqs', 'Stack-It'), QueueName: 'Stack-It', QueueUrl: url },
    });
  });

  test('a FIFO queue’s name ends as AWS demands', () => {
    expect(identityOf('AWS::SQS::Queue', { FifoQueue: true }).name).toBe('Stack-It.fifo');
  });

  test('topics, secrets and contact flows are their ARNs', () => {
    const flow = { InstanceArn: 'arn:aws:connect:i' };
    expect(identityOf('AWS::SNS::Topic').ref).toBe(regional('sns', 'Stack-It'));
    expect(identityOf('AWS::SecretsManager::Secret').ref).toMatch(/:secret:Stack-It-[A-Za-z0-9]{6}$/);
    expect(identityOf('AWS::Connect::ContactFlow', flow).ref).toMatch(/^arn:aws:connect:i\/contact-flow\/[0-9a-f-]{36}$/);
  });

  test('APIs and pools are ids that stay the same in every run', () => {
    const api = identityOf('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }, ['ApiEndpoint']);
    expect(api.ref).toMatch(/^[a-z0-9]{10}$/);
    expect(api.attributes.ApiEndpoint).toBe(endpoints.http);
    expect(identityOf('AWS::ApiGatewayV2::Api', { ProtocolType: 'WEBSOCKET' }, ['ApiEndpoint'])).toMatchObject({
      ref: api.ref,
      attributes: { ApiEndpoint: endpoints.ws },
    });
    const pool = identityOf('AWS::Cognito::UserPool', {}, ['ProviderURL']);
    expect(pool.ref).toMatch(/^eu-west-1_[a-z0-9]{9}$/);
    expect(pool.attributes.ProviderURL).toBe(`${endpoints.http}/_local/issuer`);
  });

  test.each([
    ['AWS::S3::Bucket', 63],
    ['AWS::Lambda::Function', 64],
    ['AWS::IAM::Role', 64],
    ['AWS::SQS::Queue', 80],
  ])('long names of %s are cut to %i characters and stay different', (type, longest) => {
    const long = (end: string) => `L${'o'.repeat(longest)}ng${end}`;
    const app = anApp({ Stack: { Resources: { [long('A')]: { Type: type }, [long('B')]: { Type: type } } } });
    const names = app.resources.map(({ name }) => name);
    expect(names.map((name) => name.length)).toEqual([longest, longest]);
    expect(new Set(names).size).toBe(2);
    expect(new Set(app.resources.map(({ arn }) => arn)).size).toBe(2);
  });
});

test('every attribute that the loader answers exists in AWS’s resource specification', () => {
  const specification = loadAwsServiceSpecSync();
  const unknown = Object.entries(knownKinds()).flatMap(([type, { attributes }]) => {
    const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type);
    return Object.keys(attributes ?? {})
      .filter((attribute) => !resource?.attributes[attribute])
      .map((attribute) => `${type}.${attribute}`);
  });
  expect(unknown).toEqual([]);
});

import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { publicRoutes } from '../../infra/acknowledge-escalation.ts';
import { routes } from '../../infra/agent-api.ts';
import { widgetRoutes } from '../../infra/chat-channel.ts';
import { describeApiRoutes } from '../../infra/describe-api.ts';
import { formRoutes } from '../../infra/receive-form.ts';
import { partnerRoutes } from '../../infra/receive-webhook.ts';
import { functionNames, pascalCase, phoneFunctionNames } from '../../infra/service-function.ts';
import { requestRoutes } from '../../infra/show-request.ts';
import { everything, nothing, ofType, type Resource, synthesized } from './synthesized.ts';

const body = synthesized(nothing).service;
const template = Template.fromJSON(body);
const full = synthesized(everything).service;

/** The logical id that a `Ref` or `Fn::GetAtt` points to. */
function target(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return value.Ref;
  return 'Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']) ? value['Fn::GetAtt'][0] : undefined;
}

const mappings = ofType(body, 'AWS::Lambda::EventSourceMapping').map(([, { Properties = {} }]) => Properties);
const queues = new Map(ofType(body, 'AWS::SQS::Queue'));

describe('the functions', () => {
  const functions = ofType(body, 'AWS::Lambda::Function');

  test('are exactly those of functions/ but for the phone’s, named like their folders', () => {
    expect(functions.map(([id]) => id.slice(0, -8)).sort()).toEqual(
      functionNames
        .filter((name) => !phoneFunctionNames.some((each) => each === name))
        .map(pascalCase)
        .sort(),
    );
  });

  test.each(functions)('%s runs Node 24 on arm64, with a log group and a role of its own', (_, { Properties = {} }) => {
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    const { LogGroup, LogFormat } = Object(Properties.LoggingConfig);
    expect(body.Resources[String(target(LogGroup))]).toMatchObject({
      Type: 'AWS::Logs::LogGroup',
      Properties: { RetentionInDays: 90 },
    });
    // Lambda's JSON format would wrap metric lines, which then are no metrics.
    expect(LogFormat).toBe('Text');
    const sharingTheRole = functions.filter(([, other]) => target(other.Properties?.Role) === target(Properties.Role));
    expect(sharingTheRole).toHaveLength(1);
  });

  test('behind the API ends before API Gateway stops waiting', () => {
    const called = ['AgentApi', 'AcknowledgeEscalation', 'ReceiveWebhook', 'ReceiveForm', 'ShowRequest', 'DescribeApi'];
    for (const name of [...called, 'ReceiveChat', 'ServeWidget'])
      expect(functions.find(([id]) => id.startsWith(name))?.[1].Properties).toMatchObject({ Timeout: 15 });
  });
});

describe('the queues', () => {
  test('that a function works on, or that a schedule or stream gives up into, have or are a dead-letter queue', () => {
    const consumed = mappings.map(({ EventSourceArn }) => String(target(EventSourceArn))).filter((id) => queues.has(id));
    expect(consumed).toHaveLength(6);
    for (const id of consumed) {
      const redrive = Object(queues.get(id)?.Properties?.RedrivePolicy);
      expect(queues.has(String(target(redrive.deadLetterTargetArn))), id).toBe(true);
      expect(redrive.maxReceiveCount).toBeGreaterThanOrEqual(5);
    }
  });

  test('hide a message for six times as long as the function may work on it', () => {
    for (const { EventSourceArn, FunctionName } of mappings) {
      const queue = queues.get(String(target(EventSourceArn)));
      const fn = body.Resources[String(target(FunctionName))];
      if (queue) expect(queue.Properties?.VisibilityTimeout).toBe(Number(fn?.Properties?.Timeout) * 6);
    }
  });

  test('of deliver-webhook gives it one lane at a time, and is of the standard kind that serves groups fairly', () => {
    const mapping = mappings.find(({ FunctionName }) => String(target(FunctionName)).startsWith('DeliverWebhook'));
    expect(mapping).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 10 } });
    expect(queues.get(String(target(mapping?.EventSourceArn)))?.Properties?.FifoQueue).toBeUndefined();
  });

  test('of reclock-tickets gives it one page at a time, two side by side: the pace of a page times two is what Scheduler gets', () => {
    const mapping = mappings.find(({ FunctionName }) => String(target(FunctionName)).startsWith('ReclockTickets'));
    expect(mapping).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  });

  test('are encrypted and closed to plain HTTP', () => {
    expect(queues.size).toBe(16);
    for (const { Properties } of queues.values()) expect(Properties?.SqsManagedSseEnabled).toBe(true);
    const policies = ofType(body, 'AWS::SQS::QueuePolicy').map(([, policy]) => JSON.stringify(policy));
    expect(policies.filter((policy) => policy.includes('"aws:SecureTransport":"false"'))).toHaveLength(queues.size);
  });
});

describe('every reader', () => {
  test('reports the items that failed, so that the others of the batch are not done again', () => {
    expect(mappings).toHaveLength(8);
    for (const mapping of mappings) expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  test('of the stream is one of two, starts at its beginning and gives up on a record in the end', () => {
    const streams = mappings.filter(({ StartingPosition }) => StartingPosition);
    // DynamoDB allows two.
    expect(streams).toHaveLength(2);
    for (const stream of streams) {
      expect(stream).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 8,
        MaximumRecordAgeInSeconds: 43200,
        ParallelizationFactor: 4,
      });
      const { OnFailure } = Object(stream.DestinationConfig);
      expect(queues.has(String(target(OnFailure.Destination)))).toBe(true);
    }
    const patterns = streams.map(({ FilterCriteria }) => JSON.parse(Object(FilterCriteria).Filters[0].Pattern));
    expect(patterns).toEqual([
      { dynamodb: { NewImage: { kind: { S: ['ticket', 'reclocking'] } } } },
      { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['event'] } } } },
    ]);
  });
});

describe('mail in', () => {
  test('is taken for the whole domain, plus-addresses included, kept and then told', () => {
    template.hasResourceProperties('AWS::SES::ReceiptRule', {
      Rule: {
        Enabled: true,
        ScanEnabled: true,
        Recipients: ['help.example.org'],
        Actions: [{ S3Action: { ObjectKeyPrefix: 'inbound/', TopicArn: Match.anyValue() } }],
      },
    });
  });

  test('may be told by SES: each topic that refuses plain HTTP also lets SES publish, and is ready before SES tries', () => {
    const policies = ofType(body, 'AWS::SNS::TopicPolicy').filter(([, policy]) =>
      JSON.stringify(policy).includes('ses.amazonaws.com'),
    );
    expect(policies).toHaveLength(2);
    const dependents = [...ofType(body, 'AWS::SES::ReceiptRule'), ...ofType(body, 'AWS::SES::ConfigurationSetEventDestination')];
    expect(dependents.flatMap(([, { DependsOn }]) => DependsOn)).toEqual(expect.arrayContaining(policies.map(([id]) => id)));
  });

  test("does not touch the account's active rule set unless asked to", () => {
    expect(ofType(body, 'Custom::AWS')).toEqual([]);
    expect(body.Outputs?.ToReceiveMailRun).toBeDefined();
  });

  test('switches to our rule set when asked to, and never switches it off', () => {
    const [activation] = ofType(full, 'Custom::AWS');
    expect(JSON.stringify(activation)).toContain('SetActiveReceiptRuleSet');
    expect(activation?.[1].Properties).not.toHaveProperty('Delete');
    expect(full.Outputs?.ToReceiveMailRun).toBeUndefined();
  });
});

describe('mail out', () => {
  test('is reported on from sending to complaint', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay'] },
    });
  });
});

describe('schedules', () => {
  test('start the sweeper and the measurement every five minutes, after their group is there', () => {
    const schedules = ofType(body, 'AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(2);
    for (const [, { Properties, DependsOn }] of schedules) {
      expect(Properties).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', FlexibleTimeWindow: { Mode: 'OFF' } });
      expect(Properties?.Target).toHaveProperty('DeadLetterConfig');
      expect(DependsOn).toEqual([expect.stringMatching(/^Periodic/)]);
    }
  });

  test('leave no group behind whose name would block the next deployment', () => {
    for (const [, group] of ofType(body, 'AWS::Scheduler::ScheduleGroup')) expect(group.DeletionPolicy).toBe('Delete');
  });
});

describe("the agents' API", () => {
  const deployed = ofType(body, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);

  test('has exactly its routes, and each asks for a token', () => {
    const closed = deployed.filter((route) => route?.AuthorizationType !== 'NONE');
    expect(closed.map((route) => route?.RouteKey)).toEqual([...routes]);
    for (const route of closed) expect(route).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: expect.anything() });
  });

  /** Routes that ask for no token, each with the calls a second that it takes on average and at once. */
  const open = (routes: readonly string[], rate: number, burst: number) =>
    Object.fromEntries(routes.map((route) => [route, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }]));
  const openRoutes = {
    ...open(publicRoutes, 10, 20),
    ...open(partnerRoutes, 500, 1000),
    ...open(formRoutes, 30, 60),
    ...open(requestRoutes, 20, 40),
    ...open(describeApiRoutes, 10, 20),
    ...open(widgetRoutes, 50, 100),
  };

  test('is open only where people of a ladder take note and where partners sign, each with a limit of its own', () => {
    const untold = deployed
      .filter((route) => route?.AuthorizationType === 'NONE')
      .map((route) => String(route?.RouteKey))
      .filter((key) => !key.startsWith('$'));
    expect(untold.sort()).toEqual(Object.keys(openRoutes).sort());
    const [[, stage]] = ofType(body, 'AWS::ApiGatewayV2::Stage') as [[string, Resource]];
    expect(stage.Properties?.RouteSettings).toEqual(openRoutes);
    // API Gateway refuses settings of a route that is not there yet.
    const ids = ofType(body, 'AWS::ApiGatewayV2::Route')
      .filter(([, { Properties }]) => Object.keys(openRoutes).includes(String(Properties?.RouteKey)))
      .map(([id]) => id);
    expect(stage.DependsOn).toEqual(expect.arrayContaining(ids));
  });

  test('is where the links in mails lead, unless the stage has an address of its own', () => {
    const url = (of: typeof body) =>
      Object(ofType(of, 'AWS::Lambda::Function').find(([id]) => id.startsWith('SendNotices'))?.[1].Properties).Environment
        .Variables.PUBLIC_URL;
    expect(url(body)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^AgentApiGateway/), 'ApiEndpoint'] });
    expect(url(full)).toBe('https://help.example.org/desk');
  });

  test('is throttled and leaves an access log without addresses', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('sourceIp|path|userAgent|claims')) },
    });
  });

  test('can be called by pages of the origins it was told, and of no others', () => {
    expect(ofType(body, 'AWS::ApiGatewayV2::Api')[0]?.[1].Properties).not.toHaveProperty('CorsConfiguration');
    expect(ofType(full, 'AWS::ApiGatewayV2::Api')[0]?.[1].Properties).toMatchObject({
      CorsConfiguration: {
        AllowOrigins: ['https://desk.example.org'],
        AllowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
        AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
        ExposeHeaders: ['etag', 'retry-after'],
      },
    });
  });
});

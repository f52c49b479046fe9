import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { routes } from '../../infra/agent-api.ts';
import { functionNames, pascalCase } from '../../infra/service-function.ts';
import { everything, nothing, ofType, synthesized } from './synthesized.ts';

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

  test('are exactly those of functions/, named like their folders', () => {
    expect(functions.map(([id]) => id.slice(0, -8)).sort()).toEqual(functionNames.map(pascalCase).sort());
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
    template.hasResourceProperties('AWS::Lambda::Function', { Description: Match.stringLikeRegexp('^List, read'), Timeout: 15 });
  });
});

describe('the queues', () => {
  test('that a function works on, or that a schedule or stream gives up into, have or are a dead-letter queue', () => {
    const consumed = mappings.map(({ EventSourceArn }) => String(target(EventSourceArn))).filter((id) => queues.has(id));
    expect(consumed).toHaveLength(4);
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

  test('are encrypted and closed to plain HTTP', () => {
    expect(queues.size).toBe(12);
    for (const { Properties } of queues.values()) expect(Properties?.SqsManagedSseEnabled).toBe(true);
    const policies = ofType(body, 'AWS::SQS::QueuePolicy').map(([, policy]) => JSON.stringify(policy));
    expect(policies.filter((policy) => policy.includes('"aws:SecureTransport":"false"'))).toHaveLength(queues.size);
  });
});

describe('every reader', () => {
  test('reports the items that failed, so that the others of the batch are not done again', () => {
    expect(mappings).toHaveLength(6);
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
      { dynamodb: { NewImage: { kind: { S: ['ticket'] } } } },
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
  test('has exactly its routes, and each asks for a token', () => {
    const deployed = ofType(body, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
    expect(deployed.map((route) => route?.RouteKey)).toEqual([...routes]);
    for (const route of deployed) expect(route).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: expect.anything() });
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
      CorsConfiguration: { AllowOrigins: ['https://desk.example.org'] },
    });
  });
});

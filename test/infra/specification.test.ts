import { describe, expect, test } from 'vitest';
import { offences } from './specification.ts';
import { everything, nothing, synthesized } from './synthesized.ts';

const stages = [
  { part: 'every optional part', ...synthesized(everything) },
  { part: 'no optional part', ...synthesized(nothing) },
  { part: 'the local stage', ...synthesized({ stage: 'local' }) },
];

describe('the templates and the CloudFormation specification', () => {
  test.each(stages)('with $part, CloudFormation knows every property and misses none', ({ resources }) => {
    expect(resources.flatMap(([logicalId, resource]) => offences(logicalId, resource))).toEqual([]);
  });
});

describe('the check itself', () => {
  test('knows a resource type that does not exist', () => {
    expect(offences('X', { Type: 'AWS::SQS::Stack' })).toEqual(['X: there is no resource type AWS::SQS::Stack']);
  });

  test('finds an unknown property and a missing one', () => {
    expect(offences('Map', { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArm: 'arn' } })).toEqual([
      'Map (AWS::Lambda::EventSourceMapping): no property EventSourceArm',
      'Map (AWS::Lambda::EventSourceMapping): FunctionName is required',
    ]);
  });

  test('looks into objects, lists and what comes after an intrinsic function', () => {
    const schedule = (target: unknown) => ({
      Type: 'AWS::Scheduler::Schedule',
      Properties: { FlexibleTimeWindow: { Mode: 'OFF' }, ScheduleExpression: 'rate(5 minutes)', Target: target },
    });
    expect(offences('S', schedule({ Arn: { Ref: 'Fn' }, RoleArn: { Ref: 'Role' } }))).toEqual([]);
    expect(offences('S', schedule({ Arn: { Ref: 'Fn' }, RetryPolicy: { Attempts: 3 } }))).toEqual([
      'S (AWS::Scheduler::Schedule).Target: RoleArn is required',
      'S (AWS::Scheduler::Schedule).Target.RetryPolicy: no property Attempts',
    ]);
    expect(
      offences('R', { Type: 'AWS::SES::ReceiptRule', Properties: { RuleSetName: 's', Rule: { Actions: [{ S3Action: {} }] } } }),
    ).toEqual(['R (AWS::SES::ReceiptRule).Rule.Actions[0].S3Action: BucketName is required']);
  });

  test('finds a value of the wrong kind', () => {
    expect(offences('Q', { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: { Seconds: 5 } } })).toEqual([
      'Q (AWS::SQS::Queue).VisibilityTimeout: must be a number',
    ]);
  });
});

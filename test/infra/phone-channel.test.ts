import { describe, expect, it } from 'vitest';
import { pascalCase, phoneFunctionNames } from '../../infra/service-function.ts';
import { readStage } from '../../infra/stages.ts';
import { everything, nothing, ofType, synthesized, type TemplateBody } from './synthesized.ts';

const { connectInstanceArn } = everything;
const given = synthesized(everything).service;
const created = synthesized({ ...nothing, connectCreate: 'true' }).service;

const connectTypes = (body: TemplateBody) =>
  Object.values(body.Resources)
    .map(({ Type }) => Type)
    .filter((type) => type.startsWith('AWS::Connect::'))
    .sort();
const parts = ['ContactFlow', 'ContactFlow', 'ContactFlow', 'HoursOfOperation', 'IntegrationAssociation', 'Queue'].map(
  (name) => `AWS::Connect::${name}`,
);

describe('the phone channel', () => {
  it('is not there without a Connect instance: no resource, no function, no rule', () => {
    const body = synthesized(nothing).service;
    expect(connectTypes(body)).toEqual([]);
    expect(ofType(body, 'AWS::Events::Rule')).toEqual([]);
    const functions = ofType(body, 'AWS::Lambda::Function').map(([id]) => id.slice(0, -8));
    for (const name of phoneFunctionNames) expect(functions).not.toContain(pascalCase(name));
    expect(JSON.stringify(body)).toContain('"TASK_QUEUE_URL":"none"');
  });

  it('lives in the instance that is named, and claims no number', () => {
    expect(connectTypes(given)).toEqual(parts);
    for (const type of new Set(parts))
      for (const [, { Properties = {} }] of ofType(given, type))
        expect(Properties.InstanceArn ?? Properties.InstanceId).toBe(connectInstanceArn);
  });

  it('makes an instance only where that is asked for', () => {
    expect(connectTypes(created)).toEqual([...parts, 'AWS::Connect::Instance'].sort());
  });

  it('lets Connect call answer-call for this instance and account alone, in less time than Connect waits', () => {
    const permissions = ofType(given, 'AWS::Lambda::Permission').filter(
      ([, { Properties }]) => Properties?.Principal === 'connect.amazonaws.com',
    );
    expect(permissions.map(([, { Properties }]) => Properties)).toMatchObject([
      { Action: 'lambda:InvokeFunction', SourceArn: connectInstanceArn, SourceAccount: { Ref: 'AWS::AccountId' } },
    ]);
    const [[, answerCall] = []] = ofType(given, 'AWS::Lambda::Function').filter(([id]) => id.startsWith('AnswerCall'));
    expect(answerCall?.Properties?.Timeout).toBeLessThan(8);
  });

  it('deploys flows whose ARNs are worked out at deployment, after their function is associated', () => {
    for (const [, { Properties, DependsOn }] of ofType(given, 'AWS::Connect::ContactFlow')) {
      expect(JSON.stringify(Properties?.Content)).toContain('Fn::');
      expect(DependsOn).toContain('AnswerCallAssociation');
    }
  });

  it('hears of contacts of its own instance only, and of no changed data', () => {
    const [[, rule] = []] = ofType(given, 'AWS::Events::Rule');
    expect(rule?.Properties?.EventPattern).toEqual({
      source: ['aws.connect'],
      'detail-type': ['Amazon Connect Contact Event'],
      resources: [connectInstanceArn],
      detail: { eventType: [{ 'anything-but': ['CONTACT_DATA_UPDATED'] }] },
    });
  });
});

describe('its functions may do exactly this', () => {
  const list = (one: string | string[]) => [one].flat().sort().join(' ');
  const statements = (name: string) =>
    ofType(given, 'AWS::IAM::Policy')
      .filter(([id]) => id.startsWith(`${pascalCase(name)}RoleDefaultPolicy`))
      .flatMap(
        ([, { Properties }]) =>
          Object(Properties).PolicyDocument.Statement as { Sid: string; Action: string | string[]; Resource: unknown }[],
      );
  const own = { WriteOwnLog: 'logs:CreateLogStream logs:PutLogEvents' };
  const tickets = { ReadTickets: 'dynamodb:GetItem dynamodb:Query', AppendToTickets: 'dynamodb:PutItem' };
  const receive = 'sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage';
  const following = {
    ForgetLiveCalls: 'dynamodb:DeleteItem',
    LookUpContacts: 'connect:DescribeContact connect:UpdateContactAttributes',
  };

  it.each<[string, Record<string, string>]>([
    ['answer-call', { ...own, ...tickets }],
    ['follow-call', { ...own, ...tickets, ...following, ReceiveCallEvents: receive }],
    ['reconcile-calls', { ...own, ...tickets, ...following }],
    [
      'create-task',
      { ...own, ReadTickets: 'dynamodb:GetItem', StartTasks: 'connect:StartTaskContact', ReceiveTasksWanted: receive },
    ],
  ])('%s', (name, verbs) => {
    expect(Object.fromEntries(statements(name).map(({ Sid, Action }) => [Sid, list(Action)]))).toEqual(verbs);
  });

  it('and send-notices may ask for tasks', () => {
    expect(statements('send-notices').find(({ Sid }) => Sid === 'AskForTasks')?.Action).toBe('sqs:SendMessage');
  });
});

describe('the context', () => {
  const stage = (context: Record<string, unknown>) => readStage((key) => context[key]);
  it('says neither by itself, but for the local stage, which makes an instance', () => {
    expect(stage({})).toMatchObject({ connectInstanceArn: undefined, connectCreate: false });
    expect(stage({ stage: 'local' })).toMatchObject({ connectCreate: true });
  });
  it.each(['i-1', 'arn:aws:connect:eu-west-1:1:instance/x', 'arn:aws:lambda:eu-west-1:123456789012:function:x'])(
    'refuses %s for an instance',
    (connectInstanceArn) => {
      expect(() => stage({ connectInstanceArn })).toThrow('connectInstanceArn must be the ARN of an Amazon Connect instance');
    },
  );
});

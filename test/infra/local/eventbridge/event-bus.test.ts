import { beforeEach, describe, expect, it } from 'vitest';
import { createEventBus, type ServiceEvent } from '../../../../infra/local/eventbridge/event-bus.ts';
import { account, anApp, aResource, aStage, fakeQueues, region, type Stage } from '../gateway/test-cloud.ts';

const queue = `arn:aws:sqs:${region}:${account}:calls`;
const fn = `arn:aws:lambda:${region}:${account}:function:follow`;
const instance = `arn:aws:connect:${region}:${account}:instance/i`;

const aRule = (overrides: Record<string, unknown> = {}) =>
  aResource('AWS::Events::Rule', 'contacts', {
    EventPattern: {
      source: ['aws.connect'],
      resources: [instance],
      detail: { eventType: [{ 'anything-but': ['CONTACT_DATA_UPDATED'] }] },
    },
    State: 'ENABLED',
    Targets: [{ Id: 'Target0', Arn: queue }],
    ...overrides,
  });
const anEvent = (overrides: Partial<ServiceEvent> = {}): ServiceEvent => ({
  source: 'aws.connect',
  detailType: 'Amazon Connect Contact Event',
  resources: [instance, `${instance}/contact/c1`],
  detail: { eventType: 'QUEUED' },
  ...overrides,
});

let stage: Stage;
beforeEach(() => {
  stage = aStage();
});

function aBus(...rules: ReturnType<typeof aRule>[]) {
  const queues = fakeQueues(queue);
  const invoked: unknown[] = [];
  const bus = createEventBus({
    app: anApp(...rules),
    iam: stage.iam,
    queues,
    clock: stage.clock,
    onError: stage.onError,
    invokeAsync: (arn, event) => void invoked.push({ arn, event }),
  });
  return { bus, invoked, sent: queues.sent };
}

describe('the default bus', () => {
  it('wraps what a service says and hands it to the rule’s queue, as the rule', () => {
    const { bus, sent } = aBus(aRule());
    bus.put(anEvent());
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]!.body)).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Amazon Connect Contact Event',
      source: 'aws.connect',
      account,
      region,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      resources: anEvent().resources,
      detail: { eventType: 'QUEUED' },
    });
    expect(stage.iam.asked).toEqual([
      {
        principal: { type: 'service', service: 'events.amazonaws.com', sourceArn: aRule().arn },
        requirement: { action: 'sqs:SendMessage', resource: queue },
      },
    ]);
  });

  it.each([
    ['another source', { source: 'aws.ec2' }],
    ['another instance', { resources: [`${instance}2`] }],
    ['an excluded type', { detail: { eventType: 'CONTACT_DATA_UPDATED' } }],
    ['no type', { detail: {} }],
  ])('passes over %s', (_, change) => {
    const { bus, sent } = aBus(aRule());
    bus.put(anEvent(change));
    expect(sent).toEqual([]);
  });

  it('invokes functions, and all targets of all rules that match', () => {
    const { bus, sent, invoked } = aBus(
      aRule({
        Targets: [
          { Id: 'A', Arn: fn },
          { Id: 'B', Arn: queue },
        ],
      }),
      aRule(),
    );
    bus.put(anEvent());
    expect([sent.length, invoked]).toEqual([2, [{ arn: fn, event: expect.objectContaining({ source: 'aws.connect' }) }]]);
  });

  it('leaves a disabled rule alone', () => {
    const { bus, sent } = aBus(aRule({ State: 'DISABLED' }));
    bus.put(anEvent());
    expect(sent).toEqual([]);
  });

  it('reports a target that it may not reach, and goes on to the next', () => {
    stage.iam.denies = (_, { action }) => action === 'lambda:InvokeFunction';
    const { bus, sent, invoked } = aBus(
      aRule({
        Targets: [
          { Id: 'A', Arn: fn },
          { Id: 'B', Arn: queue },
        ],
      }),
    );
    bus.put(anEvent());
    expect([sent.length, invoked, stage.errors.map(({ label }) => label)]).toEqual([1, [], [`rule ${aRule().arn}`]]);
  });
});

describe('a rule that cannot be played is refused at the start', () => {
  it.each([
    ['a schedule', { EventPattern: undefined, ScheduleExpression: 'rate(5 minutes)' }],
    ['another bus', { EventBusName: 'own' }],
    ['changed input', { Targets: [{ Id: 'A', Arn: queue, InputPath: '$.detail' }] }],
    ['another target', { Targets: [{ Id: 'A', Arn: `arn:aws:sns:${region}:${account}:topic` }] }],
  ])('with %s', (_, change) => {
    expect(() => aBus(aRule(change))).toThrow(/Test\/contacts: the local cloud/);
  });
});

import { customerQueueFlow } from '../../../../infra/contact-flow/customer-queue.ts';
import { inboundFlow } from '../../../../infra/contact-flow/inbound.ts';
import { taskFlow } from '../../../../infra/contact-flow/task.ts';
import { createActivity } from '../../../../infra/local/activity.ts';
import { createCalls } from '../../../../infra/local/connect/calls.ts';
import type { ServiceEvent } from '../../../../infra/local/eventbridge/event-bus.ts';
import { createVirtualClock } from '../../../../infra/local/virtual-clock.ts';
import { anApp } from '../http-api/an-app.ts';

const instance = 'arn:aws:connect:eu-west-3:111122223333:instance/i';
export const functionArn = 'arn:aws:lambda:eu-west-3:111122223333:function:answer-call';
const queueArn = `${instance}/queue/q`;
const queueFlowArn = `${instance}/contact-flow/queue-flow`;
export const taskFlowArn = `${instance}/contact-flow/task-flow`;

export const flows = {
  inbound: inboundFlow({ functionArn, queueArn, queueFlowArn }),
  queue: customerQueueFlow({ functionArn }),
};

type Reply = Record<string, unknown> | 'fails' | undefined;

/** Our flows in an instance, with a function that answers what the test says: by its step, or by whatever the test makes of the event. */
export function aContactCentre(
  reply: (step: string, parameters: Record<string, string>) => Reply,
  { isAllowed = true, queue = true } = {},
) {
  const failures: string[] = [];
  const events: ServiceEvent[] = [];
  const invoked: Record<string, string>[] = [];
  const sent: unknown[] = [];
  const activity = createActivity();
  const clock = createVirtualClock(activity, (error) => failures.push(String(error)), Date.parse('2026-03-04T09:00:00Z'));
  const content = (flow: unknown, Type: string, arn: string) => ({
    type: 'AWS::Connect::ContactFlow',
    arn,
    properties: { Content: JSON.stringify(flow), Type },
  });
  const app = anApp({
    Inbound: content(flows.inbound, 'CONTACT_FLOW', `${instance}/contact-flow/inbound`),
    QueueFlow: content(flows.queue, 'CUSTOMER_QUEUE', queueFlowArn),
    TaskFlow: content(taskFlow({ queueArn }), 'CONTACT_FLOW', taskFlowArn),
    ...(queue ? { Queue: { type: 'AWS::Connect::Queue', arn: queueArn } } : {}),
    Association: { type: 'AWS::Connect::IntegrationAssociation', properties: { IntegrationArn: functionArn } },
  });
  const invoke = async (event: unknown) => {
    const { Parameters } = Object(event).Details;
    invoked.push(Parameters);
    sent.push(event);
    const answer = reply(Parameters.step, Parameters);
    return answer === 'fails'
      ? { ok: false as const, error: { errorType: 'Error', errorMessage: 'no' } }
      : { ok: true as const, payload: answer ?? {} };
  };
  const fn = { name: 'answer-call', arn: functionArn, roleArn: '', concurrency: 1, invoke, invokeAsync: () => undefined };
  const denial = {
    principal: 'connect',
    action: '',
    resource: '',
    reason: 'no policy allows it' as const,
    message: 'not allowed',
  };
  const calls = createCalls({
    app,
    clock,
    activity,
    bus: { put: (event) => void events.push(event) },
    iam: { check: () => (isAllowed ? undefined : denial), checkTrust: () => undefined, denials: [] },
    functions: {
      get: () => ({ ...fn, warm: async () => undefined, statistics: () => ({ invocations: 0, errors: 0, coldStarts: 0 }) }),
    },
    onError: (error) => failures.push(String(error)),
  });
  if (!calls) throw new Error('no instance');
  return {
    calls,
    clock,
    events,
    failures,
    invoked,
    sent,
    wait: (seconds: number) => clock.moveTo(clock.now() + seconds * 1000),
    eventTypes: () => events.map(({ detail }) => detail.eventType),
  };
}

export const asked = { channel: 'VOICE' as const, from: '+33199000111', to: '+33199000990' };
const texts = {
  language: 'en',
  voice: 'Amy',
  languageCode: 'en-GB',
  waiting: 'Wait.',
  offer: 'Press 1.',
  promised: 'Later.',
  unnoted: 'Not noted.',
  bye: 'Bye.',
};
export const saying = (next: string, say = next) => ({ ...texts, next, say, ticketId: 'tkt_1', reference: '123456782' });

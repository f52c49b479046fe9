import { describe, expect, it } from 'vitest';
import { customerQueueFlow } from '../../../infra/contact-flow/customer-queue.ts';
import { readFlow } from '../../../infra/contact-flow/flow-document.ts';
import { inboundFlow } from '../../../infra/contact-flow/inbound.ts';
import { flowProblems } from '../../../infra/contact-flow/problems.ts';
import { taskFlow } from '../../../infra/contact-flow/task.ts';

const arns = { functionArn: 'arn:f', queueArn: 'arn:q', queueFlowArn: 'arn:c' };

describe('our flows', () => {
  it.each([
    ['inbound', inboundFlow(arns)],
    ['customer queue', customerQueueFlow(arns)],
    ['task', taskFlow(arns)],
  ])('%s breaks no rule, as it is and as text', (_, made) => {
    expect(flowProblems(made)).toEqual([]);
    expect(flowProblems(readFlow(JSON.stringify(made)))).toEqual([]);
  });

  it('give each error that an action may have a way of its own', () => {
    for (const made of [inboundFlow(arns), customerQueueFlow(arns), taskFlow(arns)])
      for (const { Type, Transitions } of made.Actions) {
        const isSure = ['Loop', 'DisconnectParticipant', 'EndFlowExecution', 'UpdateFlowLoggingBehavior'].includes(Type);
        expect((Transitions.Errors ?? []).length > 0).toBe(!isSure);
      }
  });

  it('call a function with eight seconds, which is all that Connect gives', () => {
    const calls = inboundFlow(arns).Actions.filter(({ Type }) => Type === 'InvokeLambdaFunction');
    expect(calls.length).toBeGreaterThan(5);
    for (const { Parameters } of calls) expect(Parameters.InvocationTimeLimitSeconds).toBe('8');
  });
});

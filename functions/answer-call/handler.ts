import middy from '@middy/core';
import { languages } from '../../shared/contracts/vocabulary.ts';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import { type Work, workFailed } from '../../shared/lambda/work.ts';
import { type Answer, apologising } from '../../shared/telephony/answer.ts';
import { callBack, choose, greet, keyed } from '../../shared/telephony/answer-call.ts';
import { type FlowRequest, readFlowRequest } from '../../shared/telephony/flow-event.ts';
import type { AnsweringDesk } from '../../shared/telephony/join-by-call.ts';

/**
 * Milliseconds for the work of one answer. Connect waits eight seconds for all its attempts together; after this long the caller hears an
 * apology and goes into the queue, and the next attempt, or the call's own events, finish what was begun.
 */
export const patienceMilliseconds = 4500;

export interface Dependencies {
  work: Work;
  desk: AnsweringDesk;
  /** Rejects after so many milliseconds. */
  after: (milliseconds: number) => Promise<never>;
}

const steps = {
  greet,
  choose,
  key: keyed,
  'call-back': (request: FlowRequest, desk: AnsweringDesk) => callBack(request, desk, false),
  full: (request: FlowRequest, desk: AnsweringDesk) => callBack(request, desk, true),
} as const;

export type StepName = keyof typeof steps;
const stepNames = ['greet', 'choose', 'key', 'call-back', 'full'] as const satisfies readonly StepName[];

/** Steps that end with a person on the line. A call back that cannot be noted must not be promised: there the flow takes its error branch. */
const leadsToPeople = (step: StepName): boolean => step === 'greet' || step === 'choose' || step === 'key';

export function createHandler({ work, desk, after }: Dependencies) {
  return middy()
    .use(invocationLog(work.log))
    .handler(async (event: unknown): Promise<Answer> => {
      const request = readFlowRequest(event);
      const step = stepNames.find((each) => each === request.parameters.step);
      if (!step) throw new Error('the flow names no step that there is');
      try {
        const answer = await Promise.race([steps[step](request, desk), after(patienceMilliseconds)]);
        work.log.info('answered', { contactId: request.contactId, step, next: answer.next, ticketId: answer.ticketId });
        return answer;
      } catch (error) {
        if (!leadsToPeople(step)) throw error;
        workFailed(work, 'the caller heard an apology', error, { contactId: request.contactId, step });
        return apologising(languages.find((each) => each === request.attributes.language));
      }
    });
}

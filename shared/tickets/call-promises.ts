import { commitmentFor } from '../contracts/commitments.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Facts } from '../contracts/target.ts';
import { type Clock, isOpen, openOf } from '../sla/clock.ts';
import { finishClock } from '../sla/clocks.ts';
import { afterAnswer, afterCustomerMessage, answered, finishedBy, on, type Promising, started } from './promises.ts';
import { isDone, type Ticket } from './ticket.ts';

/** Whether a call that is taken answers what came by another channel, or somebody nobody knows as the ticket's contact. */
export const answersByCall = (ticket: Facts, { answersElsewhere }: Contract, unverified: boolean): boolean =>
  !unverified && (ticket.channel === 'phone' || answersElsewhere === 'settle');

/** A call was taken. `answers`: somebody spoke to the customer, who need not be waited for; else only the wait on the phone is over. */
export function afterCall(ticket: Promising, contract: Contract, at: Date, answers: boolean): Clock[] {
  const pickedUp = ticket.clocks.map((clock) => (clock.metric === 'pick-up' ? finishedBy(clock, at) : clock));
  return answers ? afterAnswer(on(ticket, pickedUp), contract, ticket.status, at) : pickedUp;
}

/** The customer called about this ticket: a message like any other, and somebody is to take the call as soon as that is promised. */
export const afterCustomerCall = (ticket: Promising, contract: Contract, at: Date): Clock[] => {
  const spoken = afterCustomerMessage(ticket, contract, at);
  return [...spoken, ...started({ ...on(ticket, spoken), channel: 'phone' }, contract, 'pick-up', at)];
};

/**
 * Nobody waits on the phone any more, and nobody took the call: the pick-up is broken if it was late by then, else not counted, also where
 * a breach was told because we learned of it late.
 */
export const afterCallEnds = (ticket: Promising, at: Date): Clock[] =>
  ticket.clocks.map((clock) => {
    if (clock.metric !== 'pick-up' || !isOpen(clock) || Date.parse(clock.startedAt) > at.getTime()) return clock;
    const isLate = clock.dueAt !== undefined && at.getTime() > Date.parse(clock.dueAt);
    return isLate ? finishClock(clock, at) : { ...clock, state: 'cancelled', breachedAt: undefined };
  });

const responses = ['first-response', 'next-response'] as const;

/** Whether somebody has answered after `at`, as far as it is promised and so counted. */
export const isAnsweredAfter = ({ clocks, firstRespondedAt }: Pick<Ticket, 'clocks' | 'firstRespondedAt'>, at: string): boolean =>
  [firstRespondedAt, ...clocks.filter(({ metric }) => answered.includes(metric)).map(({ finishedAt }) => finishedAt)].some(
    (each) => each !== undefined && each > at,
  );

/**
 * The wait on the phone is over, and a call back is owed: by the response that is being counted, else by the one that the contract
 * promises such a ticket. Where it promises none, people have the task alone.
 */
export function afterCallBackIsOwed(ticket: Promising, contract: Contract, at: Date): Clock[] {
  const ended = afterCallEnds(ticket, at);
  const isCounted = responses.some((metric) => openOf(ended, metric));
  if (isCounted || isDone(ticket.status) || isAnsweredAfter(ticket, at.toISOString())) return ended;
  const promised = responses.find(
    (metric) => (metric === 'next-response' || !ticket.firstRespondedAt) && commitmentFor(contract, metric, ticket),
  );
  return promised ? [...ended, ...started(on(ticket, ended), contract, promised, at)] : ended;
}

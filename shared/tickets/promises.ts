import { commitmentFor } from '../contracts/commitments.ts';
import { type Contract, calendarOf } from '../contracts/contract.ts';
import { entitlementAt } from '../contracts/entitlement.ts';
import type { Facts } from '../contracts/target.ts';
import { type Clock, type ClockMetric, clockMetrics, isOpen, latestOf, openOf } from '../sla/clock.ts';
import { dropClock, finishClock, pauseClock, resumeClock, startClock } from '../sla/clocks.ts';
import type { Commitment } from '../sla/commitment.ts';
import type { PauseReason } from '../sla/receipt.ts';
import { isDone, type Status, type Ticket } from './ticket.ts';

/** What of a ticket its promises depend on. */
export type Promising = Facts &
  Pick<Ticket, 'clocks' | 'status' | 'waitingFor' | 'automatic' | 'openedAt' | 'firstRespondedAt' | 'unansweredSince'>;

/** Nothing new is promised when the contract is over. While it is suspended, what is promised stands still. */
export const owesService = (contract: Contract, at: Date): boolean => entitlementAt(contract.entitlement, at).state !== 'ended';

/** A new ticket's clocks. The opening message is what the first response is for; without that promise, the next response is. */
export function promisedAtOpening(contract: Contract, facts: Facts, at: Date): Clock[] {
  if (!owesService(contract, at)) return [];
  const has = (metric: ClockMetric) => commitmentFor(contract, metric, facts) !== undefined;
  const metrics = clockMetrics.filter((metric) => {
    switch (metric) {
      case 'pick-up':
        return facts.channel === 'phone';
      case 'next-response':
        return !has('first-response');
      case 'complaint':
        return facts.kind === 'complaint';
      case 'first-response':
      case 'update':
      case 'resolution':
        return true;
    }
  });
  return metrics.flatMap((metric) => {
    const commitment = commitmentFor(contract, metric, facts);
    return commitment?.from === 'receipt' ? [startClock(commitment, at, 1)] : [];
  });
}

/** The next cycle of a metric, where it is promised and none is running. */
export function started(ticket: Promising, contract: Contract, metric: ClockMetric, at: Date): Clock[] {
  const commitment = commitmentFor(contract, metric, ticket);
  if (!commitment || openOf(ticket.clocks, metric) || !owesService(contract, at)) return [];
  const clock = startClock(commitment, at, 1 + (latestOf(ticket.clocks, metric)?.cycle ?? 0));
  return [begunWhileWaiting(clock, ticket, contract, at)];
}

export const on = (ticket: Promising, clocks: readonly Clock[]): Promising => ({ ...ticket, clocks: [...clocks] });

/** The customer spoke: what waited for them runs again, and somebody owes them an answer. A resolved ticket is open again. */
export function afterCustomerMessage(ticket: Promising, contract: Contract, at: Date): Clock[] {
  if (ticket.automatic) return promisedAtOpening(contract, ticket, at);
  const resumed = ticket.clocks.map((clock) => resumedIfPaused(clock, ticket, contract, at));
  const reopened = ticket.status === 'resolved' ? reopening(on(ticket, resumed), contract, at) : [];
  const clocks = [...resumed, ...reopened];
  // What still waits for its first response waits for that.
  const isReopenedUnanswered = reopened.some(({ metric }) => metric === 'first-response');
  return isReopenedUnanswered
    ? clocks
    : [...clocks, ...started({ ...on(ticket, clocks), status: 'open' }, contract, 'next-response', at)];
}

/**
 * Another ticket was merged into this one, in which somebody has been waiting for an answer since `since`: as if they had spoken here
 * then. What stood still or was done goes on as of `at`, and the answer is owed as from `since`, where none is owed yet.
 */
export function afterMerge(ticket: Promising, contract: Contract, since: Date, at: Date): Clock[] {
  if (ticket.automatic) return promisedAtOpening(contract, ticket, since);
  const resumed = ticket.clocks.map((clock) => resumedIfPaused(clock, ticket, contract, at));
  const reopened = ticket.status === 'resolved' ? reopening(on(ticket, resumed), contract, at, since) : [];
  const clocks = [...resumed, ...reopened];
  const owesFirst = ticket.firstRespondedAt === undefined && commitmentFor(contract, 'first-response', ticket) !== undefined;
  const owed = owesFirst ? 'first-response' : 'next-response';
  return [...clocks, ...started({ ...on(ticket, clocks), status: 'open' }, contract, owed, since)];
}

/** The resolution is promised anew; the first response only if there has been none, as from `askedAt`. */
export function reopening(ticket: Promising, contract: Contract, at: Date, askedAt: Date = at): Clock[] {
  if (ticket.automatic) return [];
  const isUnanswered = (metric: ClockMetric) => latestOf(ticket.clocks, metric)?.state === 'cancelled';
  const metrics: ClockMetric[] = [
    ...(ticket.firstRespondedAt ? [] : (['first-response'] as const)),
    'resolution',
    'update',
    ...(ticket.kind === 'complaint' && isUnanswered('complaint') ? (['complaint'] as const) : []),
  ];
  return metrics.flatMap((metric) => {
    const commitment = commitmentFor(contract, metric, ticket);
    const mayStart = commitment?.from === 'receipt' || ticket.firstRespondedAt !== undefined;
    // Somebody acts on it again: nothing of it waits.
    const from = metric === 'first-response' ? askedAt : at;
    return mayStart ? started({ ...ticket, status: 'open' }, contract, metric, from) : [];
  });
}

/** What a word to the customer by a person ends. */
export const answered: readonly ClockMetric[] = ['first-response', 'next-response', 'update', 'complaint'];

/** What began after `at` is not ended by what happened then: of calls we learn late. */
export const finishedBy = (clock: Clock, at: Date): Clock =>
  Date.parse(clock.startedAt) > at.getTime() ? clock : finishClock(clock, at);

/** A person answered, where the customer reads or hears it. `to`: the status that follows from it. */
export function afterAnswer(ticket: Promising, contract: Contract, to: Status, at: Date): Clock[] {
  const finished = ticket.clocks.map((clock) => (answered.includes(clock.metric) ? finishedBy(clock, at) : clock));
  if (isDone(ticket.status)) return finished;
  const isFirst = ticket.firstRespondedAt === undefined;
  const begun = (['update', 'resolution'] as const).flatMap((metric) => {
    const commitment = commitmentFor(contract, metric, ticket);
    const isRepeated = metric === 'update' && commitment?.repeats === true && latestOf(ticket.clocks, 'update') !== undefined;
    const startsNow = isRepeated || (isFirst && commitment?.from === 'first-response');
    return startsNow ? started(on(ticket, finished), contract, metric, at) : [];
  });
  const clocks = [...finished, ...begun];
  return to === 'pending' && ticket.status !== 'pending' ? paused(on(ticket, clocks), contract, 'customer', at) : clocks;
}

/** An agent set the status. `waitingFor`: why a pending ticket is. */
export function afterStatus(ticket: Promising, to: Status, waitingFor: PauseReason, contract: Contract, at: Date): Clock[] {
  switch (to) {
    case 'pending':
      return paused(ticket, contract, waitingFor, at);
    case 'open':
      return ticket.status === 'resolved'
        ? [...ticket.clocks, ...reopening(ticket, contract, at)]
        : ticket.clocks.map((clock) => resumedIfPaused(clock, ticket, contract, at));
    case 'resolved':
    case 'closed':
      // A solution is the best news there is; whatever else was promised is not waited for any more.
      return ticket.clocks
        .map((clock) => (clock.metric === 'resolution' || clock.metric === 'update' ? finishClock(clock, at) : clock))
        .map((clock) => dropClock(clock, at));
  }
}

/** The clocks that the contract lets stand still for this reason. */
const paused = (ticket: Promising, contract: Contract, reason: PauseReason, at: Date): Clock[] =>
  ticket.clocks.map((clock) => pausedFor(clock, ticket, contract, reason, at));

function pausedFor(clock: Clock, ticket: Promising, contract: Contract, reason: PauseReason, at: Date): Clock {
  const rule = contract.pauses.find(
    ({ because, clocks }) => because.some((each) => each === reason) && clocks.includes(clock.metric),
  );
  const commitment = rule && isOpen(clock) ? countedBy(clock, ticket, contract) : undefined;
  return rule && commitment ? pauseClock(clock, commitment, reason, rule, at) : clock;
}

/** What begins while the ticket waits for somebody stands still like the rest, where the contract lets it. */
export const begunWhileWaiting = (clock: Clock, ticket: Promising, contract: Contract, at: Date): Clock =>
  ticket.status === 'pending' && ticket.waitingFor !== undefined
    ? pausedFor(clock, ticket, contract, ticket.waitingFor, at)
    : clock;

function resumedIfPaused(clock: Clock, ticket: Promising, contract: Contract, at: Date): Clock {
  const commitment = clock.state === 'paused' ? countedBy(clock, ticket, contract) : undefined;
  return commitment ? resumeClock(clock, commitment, at) : clock;
}

/** The pauses whose time is up are over, at the moment at which it was. */
export const afterPauseEnds = (clock: Clock, ticket: Promising, contract: Contract, end: Date): Clock =>
  resumedIfPaused(clock, ticket, contract, end);

/**
 * The promise by which this clock is counted at present: what the contract says now, on the calendar that the receipt names. Undefined
 * where the contract has no such promise any more.
 */
function countedBy(clock: Clock, ticket: Promising, contract: Contract): Commitment | undefined {
  const commitment = commitmentFor(contract, clock.metric, ticket);
  const calendar = clock.receipt.segments.at(-1)?.calendar;
  if (!commitment || calendar === undefined) return commitment;
  return { ...commitment, on: calendarOf(contract, calendar), target: clock.receipt.target };
}

import { commitmentFor } from '../contracts/commitments.ts';
import { type Contract, clockTime } from '../contracts/contract.ts';
import { changeClock, isCountedBy, revived } from '../sla/change.ts';
import { type Clock, type ClockMetric, clockMetrics, isOpen, latestOf } from '../sla/clock.ts';
import { dropClock, startClock } from '../sla/clocks.ts';
import type { ChangeRule, Commitment } from '../sla/commitment.ts';
import type { NamedCalendar } from '../sla/count.ts';
import { begunWhileWaiting, on, owesService, type Promising } from './promises.ts';
import { isDone } from './ticket.ts';

/**
 * The ticket is something else from now on: `ticket` has the new facts and `contract` is the new one, `before` the one it was under.
 * Clocks take over the new promise by the rule; what is promised only now starts, what is promised no more is dropped.
 */
export function afterChange(ticket: Promising, before: Contract, contract: Contract, rule: ChangeRule, at: Date): Clock[] {
  const kept = ticket.clocks.map((clock) => {
    if (!isOpen(clock)) return clock;
    const commitment = commitmentFor(contract, clock.metric, ticket);
    if (!commitment || (clock.metric === 'complaint' && ticket.kind !== 'complaint')) return dropClock(clock, at);
    return isCountedBy(clock, commitment) ? clock : changeClock(clock, commitment, calendarBefore(clock, before), rule, at);
  });
  return [...kept, ...newlyPromised(on(ticket, kept), contract, rule, at)];
}

/** The calendar on which the clock was counted; undefined where the contract's calendar of that name says other dates by now. */
function calendarBefore(clock: Clock, before: Contract): NamedCalendar | undefined {
  const { calendar, calendarVersion } = clock.receipt.segments.at(-1) ?? {};
  const known = [clockTime, ...Object.entries(before.calendars).map(([name, each]) => ({ name, ...each }))];
  return known.find(({ name, version }) => name === calendar && version === calendarVersion);
}

function newlyPromised(ticket: Promising, contract: Contract, rule: ChangeRule, at: Date): Clock[] {
  if (ticket.automatic || isDone(ticket.status) || !owesService(contract, at)) return [];
  const since = (moment: string | undefined) => (rule === 'restart' || moment === undefined ? at : new Date(moment));
  return clockMetrics.flatMap((metric) => {
    const commitment = commitmentFor(contract, metric, ticket);
    const latest = latestOf(ticket.clocks, metric);
    if (!commitment || (latest && latest.state !== 'cancelled')) return [];
    const start = startOf(metric, commitment, ticket, at, since);
    if (!start) return [];
    if (latest && metric !== 'complaint') return [changeClock(revived(latest), commitment, undefined, rule, at)];
    const clock = startClock(commitment, start, 1 + (latest?.cycle ?? 0));
    const timely = rule === 'never-earlier-than-now' ? changeClock(clock, commitment, commitment.on, rule, at) : clock;
    return [begunWhileWaiting(timely, ticket, contract, at)];
  });
}

/** From when a promise counts that was not made at the opening; undefined where nothing is to be waited for. */
function startOf(
  metric: ClockMetric,
  { from }: Commitment,
  ticket: Promising,
  at: Date,
  since: (moment: string | undefined) => Date,
): Date | undefined {
  switch (metric) {
    case 'pick-up':
      return undefined;
    case 'first-response':
      return ticket.firstRespondedAt ? undefined : since(ticket.openedAt);
    case 'next-response':
      return ticket.firstRespondedAt && ticket.unansweredSince ? since(ticket.unansweredSince) : undefined;
    case 'complaint':
      return ticket.kind === 'complaint' ? at : undefined;
    case 'update':
      return from === 'receipt' || ticket.firstRespondedAt ? at : undefined;
    case 'resolution':
      if (from === 'receipt') return since(ticket.openedAt);
      return ticket.firstRespondedAt ? since(ticket.firstRespondedAt) : undefined;
  }
}

import { type Contract, calendarOf } from '../contracts/contract.ts';
import { peopleOf } from '../contracts/roles.ts';
import { type Clock, isOpen, pauseEnd } from '../sla/clock.ts';
import { secondOf } from '../sla/count.ts';
import { isStepDue, isWarning, type Step } from '../sla/ladder.ts';
import { serviceHours } from '../sla/service-hours.ts';
import { type Occasion, stamp } from './decide.ts';
import { afterPauseEnds } from './promises.ts';
import type { Ticket } from './ticket.ts';
import type { EventOf, TicketEvent } from './ticket-events.ts';

/** Events of one ring at most: they go into one transaction. What is left is overdue, and rings again at once. */
export const mostEventsPerRing = 50;

const bySystem = (at: Date, now: Date): Occasion => ({ at, now, by: { kind: 'system' } });

/**
 * What has come due on a ticket's clocks by now, in the order of its moments: pauses that are used up end, steps of the ladder are
 * taken, each once, and promises that nobody kept are broken.
 */
export function ring(ticket: Ticket, contract: Contract, now: Date): TicketEvent[] {
  const resumed = ticket.clocks.map((clock) => resumedAfterCap(clock, ticket, contract, now));
  const ended = resumed.filter((clock, i) => clock !== ticket.clocks[i]);
  const occasion = bySystem(now, now);
  const due = [
    ...ended.map((clock): TicketEvent => ({ type: 'PauseEnded', ...stamp(occasion), ...nameOf(clock), clocks: [clock] })),
    ...resumed
      .filter(isOpen)
      .flatMap((clock) => happenings(clock, contract, now))
      .sort((a, b) => a.at.localeCompare(b.at))
      .map(({ event }) => event),
  ];
  return due.slice(0, mostEventsPerRing);
}

const nameOf = ({ metric, cycle }: Clock) => ({ clock: metric, cycle });

function resumedAfterCap(clock: Clock, ticket: Ticket, contract: Contract, now: Date): Clock {
  const end = pauseEnd(clock);
  return end !== undefined && Date.parse(end) <= now.getTime() ? afterPauseEnds(clock, ticket, contract, new Date(end)) : clock;
}

interface Happening {
  at: string;
  event: TicketEvent;
}

function happenings(clock: Clock, contract: Contract, now: Date): Happening[] {
  const { dueAt } = clock;
  const isBroken = dueAt !== undefined && clock.breachedAt === undefined && now.getTime() > Date.parse(dueAt);
  const breach: Happening[] = isBroken
    ? [{ at: dueAt, event: { type: 'SlaBreached', ...stamp(bySystem(now, now)), ...nameOf(clock), dueAt } }]
    : [];
  const steps = clock.steps
    .filter((step) => isStepDue(step, now))
    .map((step) => ({ at: step.at ?? '', event: taken(step, clock, contract, now) }));
  return [...steps.filter(({ at }) => at < (dueAt ?? '~')), ...breach, ...steps.filter(({ at }) => at >= (dueAt ?? '~'))];
}

function taken(step: Step, clock: Clock, contract: Contract, now: Date): EventOf<'SlaWarned' | 'Escalated'> {
  const isKnown = step.skipWhenAcknowledged === true && clock.steps.some(({ acknowledgedAt }) => acknowledgedAt !== undefined);
  const to = isKnown ? [] : peopleOf(step.to, contract, now);
  if (isWarning(step)) {
    const left = Math.max(0, -secondsLate(clock, contract, now));
    return { type: 'SlaWarned', ...common(step, clock, now), to, secondsLeft: left };
  }
  return {
    type: 'Escalated',
    ...common(step, clock, now),
    to,
    secondsLate: secondsLate(clock, contract, now),
    ...(isKnown ? { because: 'acknowledged' as const } : {}),
  };
}

const common = (step: Step, clock: Clock, now: Date) => ({
  ...stamp(bySystem(now, now)),
  ...nameOf(clock),
  step: step.name,
  dueAt: clock.dueAt,
  timeZone: clock.receipt.timeZone,
});

/** Service time since the due time, negative before it; 0 where nobody knows it. */
function secondsLate({ dueAt, receipt }: Clock, contract: Contract, now: Date): number {
  const name = receipt.segments.at(-1)?.calendar;
  if (dueAt === undefined || name === undefined) return 0;
  return serviceHours(calendarOf(contract, name).calendar).between(secondOf(dueAt), Math.floor(now.getTime() / 1000));
}

/**
 * A mail of this step did not reach anybody: the next step is taken at once. Nothing where the clock has finished, the ladder has no
 * further step, or has gone on by itself meanwhile.
 */
export function stepAfter(
  ticket: Ticket,
  contract: Contract,
  undelivered: Pick<EventOf<'Escalated'>, 'clock' | 'cycle' | 'step'>,
  now: Date,
): TicketEvent[] {
  const clock = ticket.clocks.find(({ metric, cycle }) => metric === undelivered.clock && cycle === undelivered.cycle);
  if (!clock || !isOpen(clock)) return [];
  const place = clock.steps.findIndex(({ name }) => name === undelivered.step);
  const later = clock.steps.slice(place + 1);
  const [next] = later;
  // Where a later step has been taken meanwhile, the ladder has gone on by itself.
  if (place < 0 || !next || later.some(({ doneAt }) => doneAt !== undefined)) return [];
  return [
    {
      type: 'Escalated',
      ...common(next, clock, now),
      to: peopleOf(next.to, contract, now),
      secondsLate: secondsLate(clock, contract, now),
      because: 'undelivered',
    },
  ];
}

type StepName = Pick<EventOf<'EscalationAcknowledged'>, 'clock' | 'cycle' | 'step'>;

/** The step of that name, where it has been taken. */
export const stepOf = ({ clocks }: Ticket, { clock, cycle, step }: StepName): Step | undefined =>
  clocks
    .find((each) => each.metric === clock && each.cycle === cycle)
    ?.steps.find(({ name, doneAt }) => name === step && doneAt !== undefined);

/** Somebody has taken note of an escalation; once is enough. */
export function acknowledge(ticket: Ticket, { clock, cycle, step }: StepName, occasion: Occasion): TicketEvent[] {
  const taken = stepOf(ticket, { clock, cycle, step });
  if (!taken || taken.acknowledgedAt) return [];
  return [{ type: 'EscalationAcknowledged', ...stamp(occasion), clock, cycle, step }];
}

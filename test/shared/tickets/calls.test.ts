import { describe, expect, it } from 'vitest';
import { changeStatus, type Occasion } from '../../../shared/tickets/decide.ts';
import {
  callAbandoned,
  callbackRequested,
  callOutOfHours,
  callTaken,
  customerCall,
} from '../../../shared/tickets/decide-call.ts';
import { evolve } from '../../../shared/tickets/evolve.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { type TicketEvent, ticketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater, monday } from '../../support/builders.ts';

const contract = aContract({
  targets: [
    { clock: 'pick-up', channel: 'phone', within: '60 clock seconds' },
    { clock: 'first-response', within: '4 clock hours' },
    { clock: 'next-response', within: '2 clock hours' },
  ],
});
const phoned = () => aTicket({}, contract, anOpening({ channel: 'phone', requester: { phone: '+33199000110' } }));
const mailed = () => aTicket({}, contract);
const play = (ticket: Ticket, events: TicketEvent[]) => events.reduce(evolve, ticket);
const states = ({ clocks }: Ticket) => clocks.map(({ metric, cycle, state }) => `${metric} ${cycle} ${state}`);
const secondsLater = (seconds: number): Date => new Date(monday.getTime() + seconds * 1000);
const message = anOpening().message;
const by = (at: Date): Occasion => byCustomer(at);

describe('a call', () => {
  it('that opens a ticket is to be picked up', () => {
    expect(states(phoned())).toEqual(['pick-up 1 running', 'first-response 1 running']);
  });

  it('about a ticket that came by mail is to be picked up as well, and answered', () => {
    const called = play(mailed(), customerCall(mailed(), { message }, contract, by(minutesLater(30))));
    expect(states(called)).toEqual(['first-response 1 running', 'next-response 1 running', 'pick-up 1 running']);
    const taken = play(called, callTaken(called, contract, byAgent(minutesLater(31))));
    expect(states(taken)).toEqual(['first-response 1 met', 'next-response 1 met', 'pick-up 1 met']);
  });

  it('about a resolved ticket reopens it', () => {
    const answered = play(phoned(), callTaken(phoned(), contract, byAgent(secondsLater(30))));
    const resolved = play(answered, changeStatus(answered, { to: 'resolved' }, contract, byAgent(minutesLater(5))));
    const called = play(resolved, customerCall(resolved, { message }, contract, by(minutesLater(60))));
    expect([called.status, states(called).at(-1)]).toEqual(['open', 'pick-up 2 running']);
  });

  it('about a closed one is refused', () => {
    expect(() => customerCall(aTicket({ status: 'closed' }), { message }, contract, by(monday))).toThrow(
      expect.objectContaining({ code: 'conflict', field: 'status' }),
    );
  });
});

it.each([
  [59, 'met'],
  [60, 'met'],
  [61, 'breached'],
])('a call that is taken on second %i leaves the pick-up within 60 %s', (seconds, state) => {
  const ticket = play(phoned(), callTaken(phoned(), contract, byAgent(secondsLater(seconds))));
  expect(ticket.clocks[0]).toMatchObject({ metric: 'pick-up', state, finishedAt: secondsLater(seconds).toISOString() });
});

describe('a caller who gives up', () => {
  it.each([
    ['on the last second of the promise', 60, 'cancelled'],
    ['after it', 61, 'breached'],
  ])('%s leaves the pick-up %s', (_, seconds, state) => {
    const events = callAbandoned(phoned(), seconds, contract, by(secondsLater(seconds)));
    const ticket = play(phoned(), events);
    expect(states(ticket)).toEqual([`pick-up 1 ${state}`, 'first-response 1 running']);
    expect(events).toMatchObject([{ type: 'CallAbandoned', waitedSeconds: seconds }]);
  });

  it('after the breach was told leaves it broken, and it rings no more', () => {
    const late = play(phoned(), ring(phoned(), contract, secondsLater(61)));
    const ticket = play(late, callAbandoned(late, 90, contract, by(secondsLater(90))));
    expect(ticket.clocks[0]).toMatchObject({ state: 'breached', finishedAt: secondsLater(90).toISOString() });
  });

  it('in time, of which we learn after the breach was told, leaves no promise after all', () => {
    const late = play(phoned(), ring(phoned(), contract, secondsLater(200)));
    const ticket = play(late, callAbandoned(late, 30, contract, { ...by(secondsLater(30)), now: secondsLater(300) }));
    expect(ticket.clocks[0]).toMatchObject({ state: 'cancelled', breachedAt: undefined });
  });
});

it('a call back that is wished for, and a call out of hours, owe no pick-up', () => {
  expect(
    states(
      play(phoned(), callbackRequested(phoned(), { phone: '+33199000110', after: undefined }, contract, by(secondsLater(10)))),
    ),
  ).toContain('pick-up 1 cancelled');
  expect(states(play(phoned(), callOutOfHours(phoned(), minutesLater(600), by(monday))))).toContain('pick-up 1 cancelled');
});

it('what is written down is read back', () => {
  const events = [
    ...callAbandoned(phoned(), 10, contract, by(secondsLater(10))),
    ...callbackRequested(phoned(), { phone: undefined, after: minutesLater(60) }, contract, by(secondsLater(10))),
    ...callOutOfHours(phoned(), undefined, by(monday)),
  ];
  for (const event of events)
    expect(ticketEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(JSON.parse(JSON.stringify(event)));
});

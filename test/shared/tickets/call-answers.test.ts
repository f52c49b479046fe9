import { describe, expect, it } from 'vitest';
import { agentReply, changeStatus, customerReply } from '../../../shared/tickets/decide.ts';
import { callAbandoned, callbackRequested, callTaken, customerCall } from '../../../shared/tickets/decide-call.ts';
import { evolve } from '../../../shared/tickets/evolve.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { type TicketEvent, ticketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater, monday } from '../../support/builders.ts';

const targets = [
  { clock: 'pick-up', channel: 'phone', within: '60 clock seconds' },
  { clock: 'first-response', within: '4 clock hours' },
  { clock: 'next-response', within: '2 clock hours' },
];
const contract = aContract({ targets });
const keeping = aContract({ targets, answersElsewhere: 'keep' });
const { message } = anOpening();
const play = (ticket: Ticket, events: TicketEvent[]) => events.reduce(evolve, ticket);
const states = ({ clocks }: Ticket) => clocks.map(({ metric, cycle, state }) => `${metric} ${cycle} ${state}`);
const called = (ticket: Ticket, under = contract, minutes = 30) =>
  play(ticket, customerCall(ticket, { message }, under, byCustomer(minutesLater(minutes))));
const taken = (ticket: Ticket, under = contract, minutes = 30.5, more = {}) =>
  play(ticket, callTaken(ticket, under, byAgent(minutesLater(minutes)), more));

describe('a call that is taken, about a ticket that came by mail,', () => {
  it('answers it, unless its contract says otherwise', () => {
    const ticket = taken(called(aTicket({}, contract)));
    expect(states(ticket)).toEqual(['first-response 1 met', 'next-response 1 met', 'pick-up 1 met']);
    expect([ticket.unansweredSince, ticket.firstRespondedAt]).toEqual([undefined, minutesLater(30.5).toISOString()]);
  });

  it('ends only the wait on the phone where the contract keeps the answer to the mail', () => {
    const ticket = taken(called(aTicket({}, keeping), keeping), keeping);
    expect(states(ticket)).toEqual(['first-response 1 running', 'next-response 1 running', 'pick-up 1 met']);
    expect([ticket.unansweredSince, ticket.firstRespondedAt]).toEqual([monday.toISOString(), undefined]);
  });

  it('ends only the wait on the phone where nobody knows the number', () => {
    const before = called(aTicket({}, contract));
    const [event] = callTaken(before, contract, byAgent(minutesLater(30.5)), { unverified: true });
    expect(event).toMatchObject({ onlyPickUp: true, clocks: [{ metric: 'pick-up', state: 'met' }] });
    expect(ticketEvent.parse(JSON.parse(JSON.stringify(event)))).toMatchObject({ onlyPickUp: true });
    expect(play(before, event ? [event] : []).firstRespondedAt).toBeUndefined();
  });
});

it('a call that is taken answers a ticket that came by phone, whatever the contract keeps', () => {
  const phoned = aTicket({}, keeping, anOpening({ channel: 'phone', requester: { phone: '+33199000110' } }));
  expect(states(taken(phoned, keeping, 0.5))).toEqual(['pick-up 1 met', 'first-response 1 met']);
});

describe('a call that was taken, of which we learn late,', () => {
  it('does not answer what was asked after it', () => {
    const first = taken(called(aTicket({}, contract)));
    const wrote = play(first, customerReply(first, { message, participants: [] }, contract, byCustomer(minutesLater(60))));
    const late = taken(wrote, contract, 40);
    expect(states(late)).toContain('next-response 2 running');
    expect(late.unansweredSince).toBe(minutesLater(60).toISOString());
  });

  it('is not the pick-up of a later call, and its end is not that of a later wait', () => {
    const phoned = aTicket({}, contract, anOpening({ channel: 'phone', requester: { phone: '+33199000110' } }));
    const again = called(taken(phoned, contract, 0.5), contract, 90);
    expect(states(taken(again, contract, 80))).toContain('pick-up 2 running');
    const gone = callAbandoned(again, 9, contract, byCustomer(minutesLater(80)));
    expect(states(play(again, gone))).toContain('pick-up 2 running');
  });
});

describe('a caller who is owed a call back', () => {
  const answered = () => {
    const waiting = called(taken(called(aTicket({}, contract))), contract, 60);
    return play(
      waiting,
      agentReply(waiting, { messageId: 'm', text: 'x', attachments: [] }, contract, byAgent(minutesLater(60.2))),
    );
  };
  const at = byCustomer(minutesLater(60.5));

  it.each([
    ['hung up', (ticket: Ticket) => callAbandoned(ticket, 30, contract, at)],
    ['wishes for it', (ticket: Ticket) => callbackRequested(ticket, { phone: '+33199000110', after: undefined }, contract, at)],
  ])('and %s is owed the next response where no response is counted any more', (_, events) => {
    const ticket = answered();
    expect(states(ticket)).toContain('next-response 2 met');
    const owed = play(ticket, events(ticket));
    expect(owed.clocks.at(-1)).toMatchObject({ metric: 'next-response', state: 'running', startedAt: '2026-01-05T09:00:30Z' });
  });

  it('is owed nothing that is counted where only the pick-up is promised, where it is resolved, or was answered since', () => {
    const pickUpOnly = aContract({ targets: targets.slice(0, 1) });
    const phoned = aTicket({}, pickUpOnly, anOpening({ channel: 'phone', requester: { phone: '+33199000110' } }));
    expect(states(play(phoned, callAbandoned(phoned, 30, pickUpOnly, byCustomer(minutesLater(0.5)))))).toEqual([
      'pick-up 1 cancelled',
    ]);
    const ticket = answered();
    const done = play(ticket, changeStatus(ticket, { to: 'resolved' }, contract, byAgent(minutesLater(60.3))));
    expect(callAbandoned(done, 30, contract, at)).toMatchObject([{ clocks: [] }]);
    const late = byCustomer(minutesLater(60.1));
    const [event] = callAbandoned(ticket, 30, contract, late);
    expect(states(play(ticket, event ? [event] : []))).not.toContain('next-response 3 running');
  });
});

import { describe, expect, it } from 'vitest';
import { nextAlarm } from '../../../shared/sla/clock.ts';
import { agentReply, assign, changeStatus, customerReply } from '../../../shared/tickets/decide.ts';
import { evolve } from '../../../shared/tickets/evolve.ts';
import { changePriority } from '../../../shared/tickets/requalify.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater } from '../../support/builders.ts';

const contract = aContract();
const play = (ticket: Ticket, events: TicketEvent[]) => events.reduce(evolve, ticket);
const states = (ticket: Ticket) => ticket.clocks.map(({ metric, cycle, state }) => `${metric} ${cycle} ${state}`);
const types = (events: TicketEvent[]) => events.map((event) => ('step' in event ? `${event.type} ${event.step}` : event.type));
const message = anOpening().message;
const reply = { message, participants: ['ana@customer.example'] };

describe('a new ticket', () => {
  it('promises what the contract promises', () => {
    expect(states(aTicket())).toEqual(['first-response 1 running', 'resolution 1 running']);
  });
  it('promises nothing to a machine', () => {
    expect(aTicket({}, contract, anOpening({ nature: 'auto-generated' })).clocks).toEqual([]);
  });
});

describe('an agent’s reply', () => {
  it('stops the clock of the first response, and waits for the customer', () => {
    const answered = play(
      aTicket(),
      agentReply(aTicket(), { messageId: 'msg_2', text: 'Done?' }, contract, byAgent(minutesLater(30))),
    );
    expect(states(answered)).toEqual(['first-response 1 met', 'resolution 1 running']);
    expect([answered.status, answered.unansweredSince]).toEqual(['pending', undefined]);
  });
  it('is refused on a closed ticket, naming the field', () => {
    expect(() =>
      agentReply(aTicket({ status: 'closed' }), { messageId: 'm', text: 't' }, contract, byAgent(minutesLater(1))),
    ).toThrow(expect.objectContaining({ code: 'conflict', field: 'status' }));
  });
});

describe('an alarm', () => {
  it('warns, then breaches and escalates, then escalates on, each once', () => {
    let ticket = aTicket();
    const at = (minutes: number) => {
      const events = ring(ticket, contract, minutesLater(minutes));
      ticket = play(ticket, events);
      return types(events);
    };
    expect(at(119)).toEqual([]);
    expect(at(120)).toEqual(['SlaWarned 50%']);
    expect(at(121)).toEqual([]);
    expect(at(240)).toEqual([]);
    expect(at(240.001)).toEqual(['SlaBreached', 'Escalated breach']);
    expect(at(240.002)).toEqual([]);
    expect(at(301)).toEqual(['Escalated 1 hour after breach']);
    expect(at(302)).toEqual([]);
  });
  it('that rings for the first time after an outage does each step once, in order', () => {
    expect(types(ring(aTicket(), contract, minutesLater(241)))).toEqual(['SlaWarned 50%', 'SlaBreached', 'Escalated breach']);
  });
  it('has nothing to say once the promise is kept', () => {
    const ticket = play(aTicket(), agentReply(aTicket(), { messageId: 'm', text: 't' }, contract, byAgent(minutesLater(10))));
    const done = play(ticket, changeStatus(ticket, { to: 'resolved' }, contract, byAgent(minutesLater(11))));
    expect(ring(done, contract, minutesLater(100_000))).toEqual([]);
  });
});

describe('resolving and reopening', () => {
  const resolved = () => play(aTicket(), changeStatus(aTicket(), { to: 'resolved' }, contract, byAgent(minutesLater(60))));

  it('finishes the resolution clock and leaves history alone when the customer reopens', () => {
    const reopened = play(resolved(), customerReply(resolved(), reply, contract, byCustomer(minutesLater(90))));
    expect(states(reopened)).toEqual([
      'first-response 1 cancelled',
      'resolution 1 met',
      'first-response 2 running',
      'resolution 2 running',
    ]);
    expect(reopened.clocks[3]?.startedAt).toBe(minutesLater(90).toISOString().replace('.000', ''));
    expect([reopened.status, reopened.resolvedAt]).toEqual(['open', undefined]);
  });
  it('goes only where the state picture allows', () => {
    expect(changeStatus(resolved(), { to: 'resolved' }, contract, byAgent(minutesLater(61)))).toEqual([]);
    expect(() => changeStatus(resolved(), { to: 'pending' }, contract, byAgent(minutesLater(61)))).toThrow(
      'a ticket cannot go from resolved to pending',
    );
    expect(() => changeStatus(aTicket({ status: 'closed' }), { to: 'open' }, contract, byAgent(minutesLater(61)))).toThrow(
      'cannot go from closed',
    );
  });
  it('takes no customer message once closed', () => {
    expect(() => customerReply(aTicket({ status: 'closed' }), reply, contract, byCustomer(minutesLater(1)))).toThrow('closed');
  });
});

describe('resolving or closing without an answer', () => {
  it.each(['resolved', 'closed'] as const)('%s: waits for nothing any more', (to) => {
    const done = play(aTicket(), changeStatus(aTicket(), { to }, contract, byAgent(minutesLater(10))));
    expect(states(done)).toEqual(['first-response 1 cancelled', 'resolution 1 met']);
    expect([nextAlarm(done.clocks), ring(done, contract, minutesLater(100_000))]).toEqual([undefined, []]);
  });
  it('promises an answer only once: after one, reopening starts the resolution alone', () => {
    const answered = play(aTicket(), agentReply(aTicket(), { messageId: 'm', text: 't' }, contract, byAgent(minutesLater(5))));
    const done = play(answered, changeStatus(answered, { to: 'resolved' }, contract, byAgent(minutesLater(10))));
    const again = play(done, changeStatus(done, { to: 'open' }, contract, byAgent(minutesLater(20))));
    expect(states(again)).toEqual(['first-response 1 met', 'resolution 1 met', 'resolution 2 running']);
  });
  it('keeps the last three cycles of each clock, however often it is reopened', () => {
    let ticket = aTicket();
    for (let i = 1; i <= 10; i++) {
      ticket = play(ticket, changeStatus(ticket, { to: 'resolved' }, contract, byAgent(minutesLater(i))));
      ticket = play(ticket, customerReply(ticket, reply, contract, byCustomer(minutesLater(i))));
    }
    expect(ticket.clocks.map(({ cycle }) => cycle).sort((a, b) => a - b)).toEqual([9, 9, 10, 10, 11, 11]);
  });
});

describe('a person on a ticket that a machine opened', () => {
  it('is promised what everybody is, from their own message on', () => {
    const automatic = aTicket({}, contract, anOpening({ nature: 'bulk' }));
    const joined = play(automatic, customerReply(automatic, reply, contract, byCustomer(minutesLater(30))));
    expect([joined.automatic, ...states(joined)]).toEqual([false, 'first-response 1 running', 'resolution 1 running']);
    expect(joined.clocks[0]?.dueAt).toBe('2026-01-05T12:30:00Z');
  });
});

describe('an answer in time of which we learn after the breach', () => {
  it('kept the promise', () => {
    const breached = play(aTicket(), ring(aTicket(), contract, minutesLater(241)));
    const occasion = { ...byAgent(minutesLater(239)), now: minutesLater(242) };
    expect(states(play(breached, agentReply(breached, { messageId: 'm', text: 't' }, contract, occasion)))[0]).toBe(
      'first-response 1 met',
    );
  });
});

describe('a change of priority', () => {
  it('starts what only the new priority promises, from the opening on', () => {
    const onlyUrgent = aContract({ targets: [{ clock: 'first-response', priority: 'urgent', within: '1 clock hour' }] });
    const ticket = aTicket({}, onlyUrgent);
    expect(ticket.clocks).toEqual([]);
    const raised = play(ticket, changePriority(ticket, { to: 'urgent', reason: 'r' }, onlyUrgent, byAgent(minutesLater(10))));
    expect(raised.clocks.map(({ dueAt }) => dueAt)).toEqual(['2026-01-05T09:00:00Z']);
    const lowered = play(raised, changePriority(raised, { to: 'low', reason: 'r' }, onlyUrgent, byAgent(minutesLater(11))));
    expect(states(lowered)).toEqual(['first-response 1 cancelled']);
    const again = play(lowered, changePriority(lowered, { to: 'urgent', reason: 'r' }, onlyUrgent, byAgent(minutesLater(12))));
    expect(states(again)).toEqual(['first-response 1 running']);
  });
  it('counts the new target from the start and does not repeat a step', () => {
    const warned = play(aTicket(), ring(aTicket(), contract, minutesLater(120)));
    const urgent = play(
      warned,
      changePriority(warned, { to: 'urgent', reason: 'production is down' }, contract, byAgent(minutesLater(121))),
    );
    expect(urgent.clocks[0]?.dueAt).toBe('2026-01-05T09:00:00Z');
    expect(types(ring(urgent, contract, minutesLater(122)))).toEqual([
      'SlaBreached',
      'Escalated breach',
      'Escalated 1 hour after breach',
    ]);
  });
  it('leaves a kept promise as it was', () => {
    const answered = play(aTicket(), agentReply(aTicket(), { messageId: 'm', text: 't' }, contract, byAgent(minutesLater(100))));
    const urgent = play(answered, changePriority(answered, { to: 'urgent', reason: 'r' }, contract, byAgent(minutesLater(101))));
    expect(urgent.clocks[0]).toEqual(answered.clocks[0]);
  });
});

describe('assigning', () => {
  it('says nothing when nothing changes', () => {
    expect(assign(aTicket({ assignee: 'max' }), 'max', byAgent(minutesLater(1)))).toEqual([]);
    expect(types(assign(aTicket(), 'max', byAgent(minutesLater(1))))).toEqual(['Assigned']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../shared/contracts/contract.ts';
import { promiseStates } from '../../../shared/sla/clock.ts';
import { replay } from '../../../shared/sla/replay.ts';
import { agentReply, changeStatus, customerReply, type Opening, open } from '../../../shared/tickets/decide.ts';
import { callTaken } from '../../../shared/tickets/decide-call.ts';
import { evolve, opened } from '../../../shared/tickets/evolve.ts';
import { changeKind, changePriority, moveToContract, reclock } from '../../../shared/tickets/requalify.ts';
import { acknowledge, ring, stepAfter } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aCalendar, aContract, anOpening, byAgent, byCustomer, ticketId } from '../../support/builders.ts';

const at = (iso: string) => new Date(`2026-01-${iso}Z`);
const message = anOpening().message;

/** A ticket that is played on: each step decides and evolves. Opened on Monday 5 January 2026 at 09:00 in Paris. */
function aStory(contract: Contract, opening: Partial<Opening> = {}, start = at('05T08:00:00')) {
  let ticket: Ticket = opened(ticketId, open(anOpening(opening), contract, byCustomer(start)));
  const play = (events: TicketEvent[]) => {
    ticket = events.reduce(evolve, ticket);
    return events;
  };
  const now = (iso: string) => byAgent(at(iso));
  return {
    ticket: () => ticket,
    due: (metric: string) => ticket.clocks.findLast((clock) => clock.metric === metric)?.dueAt,
    states: () => ticket.clocks.map(({ metric, cycle, state }) => `${metric} ${cycle} ${state}`),
    answer: (iso: string) => play(agentReply(ticket, { messageId: 'm', text: 't' }, contract, now(iso))),
    write: (iso: string) => play(customerReply(ticket, { message, participants: [] }, contract, byCustomer(at(iso)))),
    status: (iso: string, to: Ticket['status'], waitingFor?: 'customer' | 'third-party' | 'scheduled') =>
      play(changeStatus(ticket, { to, waitingFor }, contract, now(iso))),
    kind: (iso: string, to: Ticket['kind']) => play(changeKind(ticket, { to, reason: 'r' }, contract, now(iso))),
    priority: (iso: string, to: Ticket['priority']) => play(changePriority(ticket, { to, reason: 'r' }, contract, now(iso))),
    move: (iso: string, to: Contract) => play(moveToContract(ticket, { to, before: contract, reason: 'r' }, now(iso))),
    moveBack: (iso: string, to: Contract, before: Contract) =>
      play(moveToContract(ticket, { to, before, reason: 'r' }, now(iso))),
    reclock: (iso: string, to: Contract) => play(reclock(ticket, to, contract, now(iso))),
    reclockUnder: (before: Contract, iso: string, to: Contract) => play(reclock(ticket, to, before, now(iso))),
    call: (iso: string) => play(callTaken(ticket, contract, now(iso))),
    ring: (iso: string) => play(ring(ticket, contract, at(iso))),
    undelivered: (iso: string, step: string) =>
      play(stepAfter(ticket, contract, { clock: 'first-response', cycle: 1, step }, at(iso))),
    acknowledge: (iso: string, step: string) => play(acknowledge(ticket, { clock: 'first-response', cycle: 1, step }, now(iso))),
  };
}

const service = { service: aCalendar() };
const promising = (...targets: Record<string, unknown>[]) => aContract({ calendars: service, targets, ladder: [] });

describe('the next response', () => {
  const contract = promising(
    { clock: 'first-response', within: '4 business hours' },
    { clock: 'next-response', within: '1 business hour' },
  );
  it('is not what the opening message waits for, unless no first response is promised', () => {
    expect(aStory(contract).states()).toEqual(['first-response 1 running']);
    expect(aStory(promising({ clock: 'next-response', within: '1 business hour' })).due('next-response')).toBe(
      '2026-01-05T09:00:00Z',
    );
  });
  it('is armed by the oldest unanswered message, and a second one does not move it', () => {
    const story = aStory(contract);
    story.answer('05T08:10:00');
    story.write('05T11:00:00');
    story.write('05T11:20:00');
    expect(story.due('next-response')).toBe('2026-01-05T13:00:00Z');
    story.answer('05T12:40:00');
    expect(story.states()).toEqual(['first-response 1 met', 'next-response 1 met']);
    story.write('05T15:30:00');
    expect([story.states().at(-1), story.due('next-response')]).toEqual(['next-response 2 running', '2026-01-06T08:30:00Z']);
  });
});

describe('a promise that counts from the first response', () => {
  const contract = promising(
    { clock: 'first-response', within: '4 business hours' },
    { clock: 'resolution', within: '8 business hours', from: 'first-response' },
    { clock: 'update', within: '2 business hours', from: 'first-response', repeats: false },
  );
  it('starts with it, and only once', () => {
    const story = aStory(contract);
    expect(story.states()).toEqual(['first-response 1 running']);
    story.answer('05T09:00:00');
    expect([story.due('resolution'), story.due('update')]).toEqual(['2026-01-06T10:00:00Z', '2026-01-05T11:00:00Z']);
    story.answer('05T10:00:00');
    expect(story.states()).toEqual(['first-response 1 met', 'update 1 met', 'resolution 1 running']);
  });
  it('a call that is taken is one', () => {
    const story = aStory(
      promising(
        { clock: 'pick-up', within: '60 clock seconds' },
        { clock: 'first-response', within: '1 clock hour' },
        { clock: 'resolution', within: '2 clock hours', from: 'first-response' },
      ),
      { channel: 'phone' },
    );
    expect(story.due('pick-up')).toBe('2026-01-05T08:01:00Z');
    story.call('05T08:00:45');
    expect(story.states()).toEqual(['pick-up 1 met', 'first-response 1 met', 'resolution 1 running']);
    expect([story.due('resolution'), story.ticket().status]).toEqual(['2026-01-05T10:00:45Z', 'open']);
  });
  it('and nobody is promised to be picked up but by phone', () => {
    expect(aStory(promising({ clock: 'pick-up', within: '60 clock seconds' })).states()).toEqual([]);
  });
});

describe('the periodic update', () => {
  it('starts anew with each word to the customer until the ticket is resolved, which is the best news', () => {
    const story = aStory(promising({ clock: 'update', within: '2 business hours' }));
    story.answer('05T09:00:00');
    expect([story.states(), story.due('update')]).toEqual([['update 1 met', 'update 2 running'], '2026-01-05T11:00:00Z']);
    story.ring('05T11:00:01');
    story.status('05T11:20:00', 'resolved');
    expect(story.states()).toEqual(['update 1 met', 'update 2 breached']);
    expect(story.ticket().clocks[1]?.finishedAt).toBe('2026-01-05T11:20:00.000Z');
  });
});

describe('a complaint', () => {
  const contract = promising(
    { clock: 'complaint', within: '2 business days' },
    { clock: 'first-response', within: '4 business hours' },
  );
  it('has its own clock, ended by an answer', () => {
    const story = aStory(contract, { kind: 'complaint' });
    // Received at opening time: two whole days later it is Tuesday’s closing, not Wednesday’s opening.
    expect(story.due('complaint')).toBe('2026-01-06T16:00:00Z');
    story.answer('05T09:00:00');
    expect(story.states()).toEqual(['first-response 1 met', 'complaint 1 met']);
  });
  it('counts from when the ticket becomes one, and no longer than it is one', () => {
    const story = aStory(contract);
    expect(story.states()).toEqual(['first-response 1 running']);
    story.kind('06T10:00:00', 'complaint');
    expect(story.due('complaint')).toBe('2026-01-08T10:00:00Z');
    story.kind('06T11:00:00', 'request');
    expect(story.states()).toEqual(['first-response 1 running', 'complaint 1 cancelled']);
  });
});

describe('a pause', () => {
  const contract = aContract({
    calendars: service,
    targets: [
      { clock: 'first-response', within: '2 business hours' },
      { clock: 'resolution', within: '10 business hours' },
    ],
    pauses: [
      { because: ['customer'], atMost: '7 business hours' },
      { because: ['scheduled'], clocks: ['resolution', 'first-response'] },
    ],
    ladder: [{ at: '80%', to: ['duty@desk.example'] }],
  });
  it('stops the resolution while we wait for the customer, and ends when they speak', () => {
    const story = aStory(contract);
    expect(story.due('resolution')).toBe('2026-01-06T11:00:00Z');
    story.answer('05T09:00:00');
    expect(story.states()).toEqual(['first-response 1 met', 'resolution 1 paused']);
    story.write('05T11:00:00');
    expect([story.states()[1], story.due('resolution')]).toEqual(['resolution 1 running', '2026-01-06T14:00:00Z']);
    expect(story.ticket().clocks[1]?.receipt.pauses).toEqual([
      { from: '2026-01-05T09:00:00Z', until: '2026-01-05T11:00:00Z', reason: 'customer' },
    ]);
  });
  it('removes counted time only: a night does not move the due time', () => {
    const story = aStory(contract);
    story.status('05T16:00:00', 'pending');
    story.write('06T08:00:00');
    expect(story.due('resolution')).toBe('2026-01-06T11:00:00Z');
  });
  it('ends by itself when it is used up, which an alarm notices', () => {
    const story = aStory(contract);
    story.status('05T09:00:00', 'pending');
    // Seven hours on: 09:00Z + 1.5 h until lunch, 3.5 h in the afternoon, and two hours of the next morning.
    expect(story.ticket().clocks[1]?.receipt.pauses[0]?.until).toBe('2026-01-06T09:00:00Z');
    expect(story.due('resolution')).toBe('2026-01-07T11:00:00Z');
    expect(story.ring('06T08:59:59')).toEqual([
      expect.objectContaining({ type: 'SlaWarned', clock: 'first-response' }),
      expect.objectContaining({ type: 'SlaBreached' }),
    ]);
    expect(story.ring('06T09:00:00').map(({ type }) => type)).toEqual(['PauseEnded']);
    expect(story.states()[1]).toBe('resolution 1 running');
    expect(story.ring('06T09:00:01')).toEqual([]);
    story.status('06T09:10:00', 'open');
    story.status('06T09:20:00', 'pending');
    expect(story.states()[1]).toBe('resolution 1 running');
  });
  it('is only for the reasons and clocks that the contract names', () => {
    const story = aStory(contract);
    story.status('05T08:30:00', 'pending', 'third-party');
    expect(story.states()).toEqual(['first-response 1 running', 'resolution 1 running']);
    expect(story.ticket().waitingFor).toBe('third-party');
    story.status('05T08:40:00', 'open');
    story.status('05T08:50:00', 'pending', 'scheduled');
    expect(story.states()).toEqual(['first-response 1 paused', 'resolution 1 paused']);
    expect([story.due('first-response'), story.ring('20T08:00:00')]).toEqual([undefined, []]);
    story.status('06T08:00:00', 'open');
    expect(story.due('first-response')).toBe('2026-01-06T09:10:00Z');
  });
});

describe('another promise for a running clock', () => {
  const wide = { version: 'v2', calendar: { ...aCalendar({}, ['00:00-24:00']).calendar } };
  const to = (rule: string) =>
    aContract({
      id: 'ctr_other',
      calendars: { service: wide },
      targets: [{ clock: 'resolution', within: '10 business hours' }],
      whenChanged: { contract: rule },
      ladder: [],
    });
  const moved = (rule: string, when = '05T12:30:00') => {
    const story = aStory(promising({ clock: 'resolution', within: '21 business hours' }));
    story.move(when, to(rule));
    return story;
  };
  it.each([
    // 3.5 hours until lunch and none of the lunch break: 6.5 hours of the new calendar from the change on.
    ['carry-elapsed', '2026-01-05T19:00:00Z'],
    ['restart', '2026-01-05T22:30:00Z'],
    ['from-creation', '2026-01-05T18:00:00Z'],
    ['never-earlier-than-now', '2026-01-05T18:00:00Z'],
  ])('%s: due %s', (rule, due) => {
    const story = moved(rule);
    expect(story.due('resolution')).toBe(due);
    expect(story.ticket()).toMatchObject({ contractId: 'ctr_other', contractVersion: 1 });
  });
  it('is broken at once if its time has passed already, unless the rule says never earlier than now', () => {
    expect(moved('from-creation', '06T12:30:00').due('resolution')).toBe('2026-01-05T18:00:00Z');
    const spared = moved('never-earlier-than-now', '06T12:30:00');
    expect(spared.due('resolution')).toBe('2026-01-06T12:30:00Z');
    expect(spared.ticket().clocks[0]?.receipt.notBefore).toBe('2026-01-06T12:30:00Z');
  });
  it('starts what is promised only now and drops what is promised no more', () => {
    const story = aStory(promising({ clock: 'first-response', within: '4 business hours' }));
    story.move('05T09:00:00', to('from-creation'));
    expect(story.states()).toEqual(['first-response 1 cancelled', 'resolution 1 running']);
  });
  it('keeps what was broken broken', () => {
    const story = aStory(
      promising(
        { clock: 'resolution', within: '1 business hour' },
        { clock: 'resolution', priority: 'low', within: '40 business hours' },
      ),
    );
    story.ring('05T10:00:00');
    story.priority('05T10:00:00', 'low');
    expect([story.states(), story.ring('05T10:00:01')]).toEqual([['resolution 1 breached'], []]);
    story.status('05T10:30:00', 'resolved');
    // Kept by the promise of now, but broken by the one it was made under: judging it anew mends nothing.
    expect(story.ticket().clocks[0]).toMatchObject({ state: 'breached', breachedAt: '2026-01-05T09:00:00Z' });
  });
});

describe('counting again for an edited contract', () => {
  const targets = [{ clock: 'resolution', within: '7 business hours' }];
  const before = promising(...targets);
  const closed = aContract({
    calendars: { service: { ...aCalendar({ closed: ['2026-01-05'] }), version: 'v2' } },
    targets,
    ladder: [],
  });
  it('moves the due time to what the calendar says now, once', () => {
    const story = aStory(before);
    expect(story.due('resolution')).toBe('2026-01-05T16:00:00Z');
    expect(story.reclock('05T08:30:00', closed)).toEqual([expect.objectContaining({ type: 'Reclocked', cause: 'calendar' })]);
    expect(story.due('resolution')).toBe('2026-01-06T16:00:00Z');
    expect(story.reclock('05T08:31:00', closed)).toEqual([]);
  });
  it('says nothing of a ticket that it does not concern', () => {
    expect(aStory(before).reclock('05T08:30:00', before)).toEqual([]);
  });
  it('takes over the ticket where a version is for open tickets', () => {
    const amended = aContract({ ...before, version: 2, targets: [{ clock: 'resolution', within: '3 business hours' }] });
    const story = aStory(before);
    expect(story.reclock('05T12:40:00', amended)).toEqual([expect.objectContaining({ cause: 'amendment', contractVersion: 2 })]);
    // Three hours would have been at 11:00; nobody is late for a promise made at 12:40.
    expect([story.due('resolution'), story.ticket().contractVersion]).toEqual(['2026-01-05T12:40:00Z', 2]);
  });
});

describe('a contract that is suspended', () => {
  const suspended = (from: string, until?: string) =>
    aContract({
      targets: [{ clock: 'resolution', within: '4 clock hours' }],
      entitlement: [
        { state: 'suspended', from: `2026-01-${from}Z`, until: until && `2026-01-${until}Z`, reason: 'unpaid invoices' },
      ],
      ladder: [],
    });
  it('has nothing running for a new ticket, which says why, and starts when it is lifted', () => {
    const story = aStory(suspended('01T00:00:00'));
    expect([story.states(), story.due('resolution'), story.ring('20T00:00:00')]).toEqual([
      ['resolution 1 paused'],
      undefined,
      [],
    ]);
    story.reclock('05T10:00:00', suspended('01T00:00:00', '05T10:00:00'));
    expect([story.states(), story.due('resolution')]).toEqual([['resolution 1 running'], '2026-01-05T14:00:00Z']);
    expect(open(anOpening(), suspended('01T00:00:00'), byCustomer())).toMatchObject({
      entitlement: 'suspended',
      entitlementReason: 'unpaid invoices',
    });
  });
  it('does not count while it lasts, known beforehand or not', () => {
    expect(aStory(suspended('05T09:00:00', '05T12:00:00')).due('resolution')).toBe('2026-01-05T15:00:00Z');
    const story = aStory(aContract({ targets: [{ clock: 'resolution', within: '4 clock hours' }], ladder: [] }));
    story.reclock('05T09:30:00', suspended('05T09:30:00'));
    expect([story.states(), story.due('resolution')]).toEqual([['resolution 1 paused'], undefined]);
    story.write('05T10:00:00');
    expect(story.states()).toEqual(['resolution 1 paused']);
    story.reclock('05T12:30:00', suspended('05T09:30:00', '05T12:30:00'));
    expect([story.states(), story.due('resolution')]).toEqual([['resolution 1 running'], '2026-01-05T15:00:00Z']);
  });
  it('in notice keeps every promise', () => {
    const contract = aContract({ entitlement: [{ state: 'in-notice', from: '2026-01-01T00:00:00Z' }] });
    expect(aStory(contract).states()).toHaveLength(2);
  });
});

describe('how the promises of a ticket stand', () => {
  it('is none where nothing is promised', () => {
    expect(promiseStates(aStory(aContract()).ticket().clocks)).toEqual({
      'pick-up': 'none',
      'first-response': 'running',
      'next-response': 'none',
      update: 'none',
      resolution: 'running',
      complaint: 'none',
    });
  });
});

describe('the ladder', () => {
  const contract = aContract({
    calendars: { days: aCalendar({ timeZone: 'UTC' }, ['09:00-17:00']) },
    targets: [{ clock: 'first-response', within: '4 clock hours' }],
    roles: { duty: [{ people: ['day@desk.example'], during: 'days' }, { people: ['night@desk.example'] }] },
    ladder: [
      { at: '30 minutes before breach', to: ['role:duty'] },
      { at: 'breach', to: ['lead@desk.example', 'role:duty'] },
      { at: '2 hours after breach', to: ['boss@desk.example'], skipWhenAcknowledged: true },
    ],
  });
  const told = (events: TicketEvent[]) =>
    events.flatMap((event) =>
      event.type === 'SlaWarned' || event.type === 'Escalated' ? [`${event.step}: ${event.to.join(' ')}`] : [],
    );

  it('tells whoever is on duty at the moment', () => {
    const day = aStory(contract);
    expect(told(day.ring('05T11:30:00'))).toEqual(['30 minutes before breach: day@desk.example']);
    const night = aStory(contract, {}, at('05T18:00:00'));
    expect(told(night.ring('05T22:00:01'))).toEqual([
      '30 minutes before breach: night@desk.example',
      'breach: lead@desk.example night@desk.example',
    ]);
  });
  it('says how much service time is left, and how much has passed', () => {
    const story = aStory(contract);
    expect(story.ring('05T11:45:00')).toEqual([expect.objectContaining({ type: 'SlaWarned', secondsLeft: 900 })]);
    expect(story.ring('05T12:00:10')[1]).toMatchObject({ type: 'Escalated', secondsLate: 10 });
  });
  it('does not run ahead for a mail of a step after which the next was taken in time', () => {
    const story = aStory(contract);
    story.ring('05T12:00:01');
    expect(story.undelivered('05T12:05:00', '30 minutes before breach')).toEqual([]);
  });
  it('goes no further once somebody has taken note, where the contract says so', () => {
    const story = aStory(contract);
    story.ring('05T12:00:01');
    expect(story.acknowledge('05T12:05:00', 'breach')).toEqual([expect.objectContaining({ type: 'EscalationAcknowledged' })]);
    expect(story.acknowledge('05T12:06:00', 'breach')).toEqual([]);
    expect(story.ring('05T14:00:00')).toEqual([expect.objectContaining({ type: 'Escalated', to: [], because: 'acknowledged' })]);
    expect(story.ring('05T14:00:01')).toEqual([]);
  });
  it('takes the next step at once when a mail of one did not arrive, and not again at its moment', () => {
    const story = aStory(contract);
    story.ring('05T11:30:00');
    expect(story.undelivered('05T11:31:00', '30 minutes before breach')).toEqual([
      expect.objectContaining({ type: 'Escalated', step: 'breach', because: 'undelivered', secondsLate: -29 * 60 }),
    ]);
    expect(story.ring('05T12:00:01').map(({ type }) => type)).toEqual(['SlaBreached']);
    expect(story.undelivered('05T12:01:00', '2 hours after breach')).toEqual([]);
    story.answer('05T12:10:00');
    expect(story.undelivered('05T12:11:00', 'breach')).toEqual([]);
  });
});

describe('a ring after a long outage', () => {
  it('does what fits into one transaction, and the rest at the next', () => {
    const ladder = Array.from({ length: 19 }, (_, n) => ({ at: `${n + 1}%`, to: ['duty@desk.example'] }));
    const targets = ['first-response', 'resolution', 'update'].map((clock) => ({ clock, within: '4 clock hours' }));
    const story = aStory(aContract({ targets, ladder }));
    expect([story.ring('09T00:00:00').length, story.ring('09T00:00:00').length, story.ring('09T00:00:00').length]).toEqual([
      50, 10, 0,
    ]);
  });
});

describe('a calendar that says other dates, by the rule that carries the elapsed time', () => {
  it('is counted from the start as it now stands, and the receipt agrees with it', () => {
    const rule = {
      whenChanged: { amendment: 'carry-elapsed' },
      targets: [{ clock: 'resolution', within: '7 business hours' }],
      ladder: [],
    };
    const edited = aContract({ ...rule, calendars: { service: { ...aCalendar({ closed: ['2026-01-06'] }), version: 'v2' } } });
    const story = aStory(aContract({ ...rule, calendars: service }), {}, at('05T12:00:00'));
    expect(story.due('resolution')).toBe('2026-01-06T11:30:00Z');
    // By then the contract that the ticket is under has the new dates as well.
    story.reclockUnder(edited, '05T14:00:00', edited);
    expect(story.due('resolution')).toBe('2026-01-07T11:30:00Z');
    const [clock] = story.ticket().clocks;
    expect(replay(clock!.receipt, () => edited.calendars.service!.calendar)).toEqual([]);
  });
});

describe('a ticket that moves to a contract whose calendar has another name', () => {
  const other = aContract({
    id: 'ctr_other',
    calendars: { workshop: aCalendar({}, ['08:00-18:00']) },
    targets: [{ clock: 'resolution', within: '10 business hours' }],
    pauses: [{ because: ['customer'] }],
    ladder: [],
  });
  it('goes on with answers, pauses, messages and alarms, also of what was finished before', () => {
    let ticket = opened(
      ticketId,
      open(
        anOpening(),
        promising({ clock: 'resolution', within: '7 business hours' }, { clock: 'first-response', within: '2 business hours' }),
        byCustomer(),
      ),
    );
    const before = promising(
      { clock: 'resolution', within: '7 business hours' },
      { clock: 'first-response', within: '2 business hours' },
    );
    const play = (events: TicketEvent[]) => {
      ticket = events.reduce(evolve, ticket);
    };
    play(agentReply(ticket, { messageId: 'm', text: 't' }, before, byAgent(at('05T08:30:00'))));
    play(changeStatus(ticket, { to: 'resolved' }, before, byAgent(at('05T09:00:00'))));
    play(customerReply(ticket, { message, participants: [] }, before, byCustomer(at('05T10:00:00'))));
    play(moveToContract(ticket, { to: other, before, reason: 'r' }, byAgent(at('05T10:30:00'))));
    play(agentReply(ticket, { messageId: 'm2', text: 't' }, other, byAgent(at('05T11:00:00'))));
    play(customerReply(ticket, { message, participants: [] }, other, byCustomer(at('05T12:00:00'))));
    play(ring(ticket, other, at('07T12:00:00')));
    expect(ticket.clocks.map(({ metric, cycle, state }) => `${metric} ${cycle} ${state}`)).toEqual([
      'first-response 1 met',
      'resolution 1 met',
      'resolution 2 breached',
    ]);
  });
});

describe('what begins while the ticket waits for somebody', () => {
  const contract = aContract({
    targets: [
      { clock: 'first-response', within: '4 clock hours' },
      { clock: 'update', within: '4 clock hours' },
      { clock: 'resolution', kind: 'incident', within: '8 clock hours' },
    ],
    pauses: [
      { because: ['third-party'], clocks: ['update'] },
      { because: ['third-party'], clocks: ['resolution'], atMost: '2 clock hours' },
    ],
    ladder: [],
  });
  it('stands still with the rest, by the rule for its clock', () => {
    const story = aStory(contract);
    story.status('05T09:00:00', 'pending', 'third-party');
    expect(story.states()).toEqual(['first-response 1 running', 'update 1 paused']);
    story.kind('05T09:10:00', 'incident');
    expect(story.states().at(-1)).toBe('resolution 1 paused');
    expect(story.ticket().clocks.at(-1)?.pausedUntil).toBe('2026-01-05T11:10:00Z');
    story.answer('05T09:20:00');
    expect(story.states()).toContain('update 2 paused');
  });
});

describe('caps of two reasons', () => {
  it('are each for itself', () => {
    const contract = aContract({
      targets: [{ clock: 'resolution', within: '40 clock hours' }],
      pauses: [
        { because: ['customer'], atMost: '10 clock hours' },
        { because: ['third-party'], atMost: '2 clock hours' },
      ],
      ladder: [],
    });
    const story = aStory(contract);
    story.status('05T08:00:00', 'pending', 'customer');
    story.status('05T13:00:00', 'open');
    story.status('05T14:00:00', 'pending', 'third-party');
    expect(story.states()).toEqual(['resolution 1 paused']);
    expect(story.ticket().clocks[0]?.pausedUntil).toBe('2026-01-05T16:00:00Z');
  });
});

describe('a closure far away', () => {
  it('moves no clock that restarted or was carried over, whatever the rule of amendments', () => {
    const targets = [
      { clock: 'resolution', within: '14 business hours' },
      { clock: 'resolution', priority: 'high', within: '15 business hours' },
    ];
    const terms = { targets, whenChanged: { priority: 'restart' }, ladder: [] };
    const story = aStory(aContract({ ...terms, calendars: service }));
    story.priority('06T09:00:00', 'high');
    const due = story.due('resolution');
    expect(due).toBe('2026-01-08T10:00:00Z');
    story.reclock(
      '06T10:00:00',
      aContract({ ...terms, calendars: { service: { ...aCalendar({ closed: ['2026-12-24'] }), version: 'v2' } } }),
    );
    expect([story.due('resolution'), story.ticket().clocks[0]?.receipt.segments[0]?.calendarVersion]).toEqual([due, 'v2']);
  });
});

describe('a move that was a mistake', () => {
  it('and back again leaves the pauses of a clock that was dropped meanwhile', () => {
    const contract = aContract({
      targets: [{ clock: 'resolution', within: '8 clock hours' }],
      pauses: [{ because: ['customer'] }],
      ladder: [],
    });
    const nothing = aContract({ id: 'ctr_none', targets: [], ladder: [] });
    const story = aStory(contract);
    story.status('05T09:00:00', 'pending');
    story.status('05T13:00:00', 'open');
    expect(story.due('resolution')).toBe('2026-01-05T20:00:00Z');
    story.move('05T13:10:00', nothing);
    expect(story.states()).toEqual(['resolution 1 cancelled']);
    story.moveBack('05T13:20:00', contract, nothing);
    expect([story.states(), story.due('resolution')]).toEqual([['resolution 1 running'], '2026-01-05T20:00:00Z']);
  });
});

describe('the cause of a recount', () => {
  it('says whether it was the calendar or the entitlement', () => {
    const terms = { targets: [{ clock: 'resolution', within: '4 clock hours' }], ladder: [] };
    const story = aStory(aContract(terms));
    const suspended = aContract({
      ...terms,
      entitlement: [{ state: 'suspended', from: '2026-01-05T09:00:00Z', reason: 'unpaid' }],
    });
    expect(story.reclock('05T09:00:00', suspended)).toEqual([
      expect.objectContaining({ type: 'Reclocked', cause: 'entitlement' }),
    ]);
  });
});

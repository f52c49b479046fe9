import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../shared/contracts/contract.ts';
import { agentReply, changeStatus, customerReply, open } from '../../../shared/tickets/decide.ts';
import { evolve, opened } from '../../../shared/tickets/evolve.ts';
import { merge, unmerge } from '../../../shared/tickets/merge.ts';
import { mostAlsoFor, type Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';

/** Ana waits in a ticket of hers, opened ten minutes after Bob's, when it is merged into his an hour after that was opened. */
const contract = aContract({
  targets: [
    { clock: 'first-response', within: '4 clock hours' },
    { clock: 'next-response', within: '2 clock hours' },
    { clock: 'resolution', within: '24 clock hours' },
  ],
  pauses: [{ because: ['customer'], clocks: ['next-response', 'resolution'], atMost: '10 clock hours' }],
});
const bob = { address: 'bob@customer.example', name: 'Bob' };
const [anaWrote, merging] = [minutesLater(10), minutesLater(60)];
const having = (ticket: Ticket, ...more: ((ticket: Ticket) => TicketEvent[])[]) =>
  more.reduce((standing, events) => events(standing).reduce(evolve, standing), ticket);
const ofAna = opened(ticketIdNumber(1), open(anOpening(), contract, byCustomer(anaWrote)));
const ofBob = (nature: 'person' | 'bulk' = 'person', under: Contract = contract) =>
  opened(
    ticketIdNumber(2),
    open(anOpening({ requester: bob, participants: [bob.address], language: 'fr', nature }), under, byCustomer()),
  );
const answered = (minutes: number) => (ticket: Ticket) =>
  agentReply(ticket, { messageId: 'm', text: 'x', attachments: undefined }, contract, byAgent(minutesLater(minutes)));
const asked = (minutes: number) => (ticket: Ticket) =>
  customerReply(ticket, { message: anOpening().message, participants: [] }, contract, byCustomer(minutesLater(minutes)));
const resolved = (minutes: number) => (ticket: Ticket) =>
  changeStatus(ticket, { to: 'resolved' }, contract, byAgent(minutesLater(minutes)));

const mergedInto = (into: Ticket, merged = ofAna) => merge(merged, into, 'the same', contract, byAgent(merging));
const taking = (into: Ticket, merged = ofAna) => evolve(into, mergedInto(into, merged).into);
const running = ({ clocks }: Ticket) =>
  clocks
    .filter(({ state }) => state === 'running' || state === 'paused')
    .map(
      ({ metric, cycle, state, startedAt, dueAt }) =>
        `${metric} ${cycle} ${state} ${startedAt.slice(11, 16)}-${dueAt?.slice(11, 16)}`,
    );

describe('who waits in a ticket that is merged waits in the other', () => {
  it('for the answer that is promised there already, since the first of both asked', () => {
    const into = taking(ofBob());
    expect(running(into)).toEqual(['first-response 1 running 08:00-12:00', 'resolution 1 running 08:00-08:00']);
    expect(into.unansweredSince).toBe('2026-01-05T08:00:00.000Z');
    expect(mergedInto(ofBob()).into.clocks).toEqual([]);
  });
  it('which is open again where we waited for its customer, and owes an answer as from the question', () => {
    const into = taking(having(ofBob(), answered(5)));
    expect(into).toMatchObject({ status: 'open', unansweredSince: anaWrote.toISOString() });
    expect(into.waitingFor).toBeUndefined();
    expect(running(into)).toEqual(['resolution 1 running 08:00-08:55', 'next-response 1 running 08:10-10:10']);
  });
  it('which is open again where it was resolved: answered as from the question, resolved as from now', () => {
    const into = taking(having(ofBob(), answered(5), resolved(6)));
    expect(into).toMatchObject({ status: 'open', unansweredSince: anaWrote.toISOString() });
    expect(into.resolvedAt).toBeUndefined();
    expect(running(into)).toEqual(['resolution 2 running 09:00-09:00', 'next-response 1 running 08:10-10:10']);
  });
  it('with a first response as from the question, where it was resolved without one', () => {
    expect(running(taking(having(ofBob(), resolved(6))))).toEqual([
      'first-response 2 running 08:10-12:10',
      'resolution 2 running 09:00-09:00',
    ]);
  });
  it('with all that is promised to a person, where only a machine had written', () => {
    const into = taking(ofBob('bulk'));
    expect(into).toMatchObject({ automatic: false, unansweredSince: anaWrote.toISOString() });
    expect(running(into)).toEqual(['first-response 1 running 08:10-12:10', 'resolution 1 running 08:10-08:10']);
  });
  it('since the question of the other, where that came later', () => {
    const into = taking(having(ofBob(), answered(5), asked(20)));
    expect(into.unansweredSince).toBe(anaWrote.toISOString());
    expect(running(into)).toContain('next-response 1 running 08:20-10:20');
  });
  it('and nothing changes for the other where nobody waits', () => {
    const into = taking(having(ofBob(), answered(5)), having(ofAna, answered(20)));
    expect(into).toMatchObject({ status: 'pending', waitingFor: 'customer' });
    expect(running(into)).toEqual(['resolution 1 paused 08:00-18:00']);
  });
});

describe('a customer who writes while we wait for them', () => {
  it('is owed an answer that does not wait', () => {
    expect(running(having(ofBob(), answered(5), asked(20)))).toContain('next-response 1 running 08:20-10:20');
  });
});

describe('the people of a ticket that is merged', () => {
  const [ana, ben] = ['ana@customer.example', 'ben@customer.example'];
  it('take part in the other and get its answers in their language; nobody does twice', () => {
    const into = taking(ofBob(), { ...ofAna, participants: [ana, ben, bob.address] });
    expect(into.participants).toEqual([bob.address, ana, ben]);
    expect(having(into, answered(70)).alsoFor).toEqual([{ from: ofAna.id, requester: ofAna.requester, language: 'en' }]);
    expect(answered(70)(into)).toMatchObject([{ alsoTo: [{ requester: { address: ana }, language: 'en' }] }]);
    expect(answered(70)(ofBob())[0]).not.toHaveProperty('alsoTo');
  });
  it('are taken off by an unmerge, but for who took part before', () => {
    const { merged, into } = mergedInto(ofBob(), { ...ofAna, participants: [ana, bob.address] });
    const back = unmerge(evolve(ofAna, merged), merged, 'x', byAgent(minutesLater(90)));
    expect(evolve(evolve(ofBob(), into), back.into)).toMatchObject({ participants: [bob.address], alsoFor: [], mergedFrom: [] });
  });
  it('stay while another ticket of theirs is merged into it', () => {
    const second = { ...ofAna, id: ticketIdNumber(3) };
    const first = mergedInto(ofBob());
    const both = taking(evolve(ofBob(), first.into), second);
    const back = unmerge(evolve(ofAna, first.merged), first.merged, 'x', byAgent(minutesLater(90)));
    expect(evolve(both, back.into)).toMatchObject({ participants: [bob.address, ana], alsoFor: [{ from: second.id }] });
  });
  it('go along a second merge', () => {
    const last = { ...ofBob(), id: ticketIdNumber(4), requester: { address: 'eve@customer.example' } };
    expect(taking(last, taking(ofBob())).alsoFor.map(({ requester }) => requester.address)).toEqual([bob.address, ana]);
  });
  it(`are ${mostAlsoFor} requesters at most; who has no address counts for none`, () => {
    const holding = (n: number): Ticket => ({
      ...ofBob(),
      alsoFor: Array.from({ length: n }, () => ({ from: 'tkt_x', requester: bob, language: 'en' as const })),
    });
    expect(taking(holding(mostAlsoFor - 1)).alsoFor).toHaveLength(mostAlsoFor);
    expect(() => taking(holding(mostAlsoFor))).toThrow(expect.objectContaining({ code: 'conflict', field: 'into' }));
    expect(taking(holding(mostAlsoFor), { ...ofAna, requester: { phone: '+33142860000' } }).alsoFor).toHaveLength(mostAlsoFor);
  });
});

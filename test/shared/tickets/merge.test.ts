import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOpen, nextAlarm } from '../../../shared/sla/clock.ts';
import { agentReply, changeStatus, open } from '../../../shared/tickets/decide.ts';
import { evolve } from '../../../shared/tickets/evolve.ts';
import { merge, mostMergesFollowed, standing, standingFor, unmerge } from '../../../shared/tickets/merge.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import { mostMerged, type Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { Overtaken } from '../../../shared/tickets/tickets.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { startTable, type Table } from '../../support/table.ts';

const contract = aContract({ pauses: [{ because: ['customer'], clocks: ['resolution'], atMost: '10 clock hours' }] });
const having = (ticket: Ticket, events: TicketEvent[]) => events.reduce(evolve, ticket);
const one = () => aTicket({ id: ticketIdNumber(1) }, contract);
const other = () => aTicket({ id: ticketIdNumber(2), reference: '234567891', participants: ['bob@customer.example'] }, contract);
const occasion = (minutes: number) => byAgent(minutesLater(minutes));
const merged = (ticket: Ticket, minutes = 30) => merge(ticket, other(), 'the same fire', contract, occasion(minutes));
const closed = (ticket: Ticket, minutes = 30) => evolve(ticket, merged(ticket, minutes).merged);
const refused = (rule: string, field: string) => expect.objectContaining({ code: 'conflict', message: rule, field });

describe('a ticket that is merged', () => {
  it('is closed, waits for nothing any more and says where it went; it was not resolved', () => {
    const ticket = closed(one());
    expect(ticket).toMatchObject({ status: 'closed', mergedInto: ticketIdNumber(2), mergedAt: 2, sequence: 2 });
    expect(ticket.clocks.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect([ticket.resolvedAt, ticket.unansweredSince]).toEqual([undefined, undefined]);
    expect(nextAlarm(ticket.clocks)).toBeUndefined();
    expect(ring(ticket, contract, minutesLater(6000))).toEqual([]);
  });
  it('keeps broken what is broken', () => {
    const late = having(one(), ring(one(), contract, minutesLater(241)));
    expect(closed(late, 250).clocks).toMatchObject([
      { state: 'breached', breachedAt: '2026-01-05T12:00:00Z', finishedAt: minutesLater(250).toISOString() },
      { state: 'cancelled' },
    ]);
  });
  it('takes no change of what an unmerge would put back', () => {
    expect(standing(one()).id).toBe(ticketIdNumber(1));
    expect(() => standing(closed(one()))).toThrow(refused(expect.stringContaining('is merged into'), 'id'));
  });
});

describe('the ticket that it is merged into', () => {
  it('knows it by its number, and its people take part here', () => {
    const into = evolve(other(), merged(one()).into);
    expect(into.mergedFrom).toEqual([ticketIdNumber(1)]);
    expect(into.participants).toEqual(['bob@customer.example', 'ana@customer.example']);
    expect(merged(one()).into).toMatchObject({ reference: one().reference, reason: 'the same fire' });
  });
});

describe('a merge is refused', () => {
  it.each([
    ['into itself', one(), one(), 'a ticket cannot be merged into itself', 'into'],
    ['of what is merged already', closed(one()), aTicket({ id: ticketIdNumber(3) }), /is merged already/, 'id'],
    ['into what is merged itself', aTicket({ id: ticketIdNumber(3) }), closed(one()), /is merged itself/, 'into'],
    ['into a closed ticket', one(), { ...other(), status: 'closed' as const }, /closed ticket/, 'into'],
    ['beyond twenty', one(), { ...other(), mergedFrom: Array<string>(mostMerged).fill('x') }, /at most 20/, 'into'],
  ])('%s', (_, ticket, into, rule, field) => {
    expect(() => merge(ticket, into, 'x', contract, occasion(30))).toThrow(
      refused(typeof rule === 'string' ? rule : expect.stringMatching(rule), field),
    );
  });
  it('and the twentieth is not', () => {
    const nearly = { ...other(), mergedFrom: Array<string>(mostMerged - 1).fill('x') };
    expect(merge(one(), nearly, 'x', contract, occasion(30)).into.type).toBe('MergedFrom');
  });
});

describe('an unmerge', () => {
  const back = (before: Ticket, minutes: number) => {
    const { merged: event } = merged(before, 60);
    const ticket = evolve(before, event);
    return evolve(ticket, unmerge(ticket, event, 'a mistake', occasion(minutes)).merged);
  };
  const fields = ({ status, waitingFor, clocks, unansweredSince, resolvedAt }: Ticket) => ({
    status,
    waitingFor,
    clocks,
    unansweredSince,
    resolvedAt,
  });
  const answered = having(
    one(),
    agentReply(one(), { messageId: 'm', text: 'x', attachments: undefined }, contract, occasion(10)),
  );
  const resolved = having(one(), changeStatus(one(), { to: 'resolved' }, contract, occasion(20)));
  it.each([
    ['open', one()],
    ['pending, its resolution paused', answered],
    ['resolved', resolved],
    ['closed', having(one(), changeStatus(one(), { to: 'closed' }, contract, occasion(20)))],
  ])('puts a ticket that was %s back as it was', (_, before) => {
    const ticket = back(before, 90);
    expect(fields(ticket)).toEqual(fields(before));
    expect([ticket.mergedInto, ticket.mergedAt]).toEqual([undefined, undefined]);
  });
  it('lets the time have run on: what came due meanwhile rings at once', () => {
    const ticket = back(one(), 300);
    expect(nextAlarm(ticket.clocks)).toBe('2026-01-05T10:00:00Z');
    expect(ring(ticket, contract, minutesLater(300)).map(({ type }) => type)).toEqual([
      'SlaWarned',
      'SlaBreached',
      'Escalated',
      'Escalated',
    ]);
  });
  it('ends a pause that was used up meanwhile at the moment at which it was', () => {
    const ticket = back(answered, 10 + 11 * 60);
    const [ended] = ring(ticket, contract, minutesLater(10 + 11 * 60));
    expect(ended).toMatchObject({ type: 'PauseEnded', clocks: [{ metric: 'resolution', dueAt: '2026-01-06T18:00:00Z' }] });
  });
  it('leaves a late promise late, and counts on', () => {
    const late = having(one(), ring(one(), contract, minutesLater(241)));
    const { merged: event } = merged(late, 250);
    const again = evolve(evolve(late, event), unmerge(evolve(late, event), event, 'x', occasion(260)).merged);
    expect(again.clocks).toEqual(late.clocks);
    expect(again.clocks.filter(isOpen)).toHaveLength(2);
  });
  it('takes the ticket off the other', () => {
    const { into, merged: event } = merged(one());
    const holding = evolve(other(), into);
    expect(evolve(holding, unmerge(closed(one()), event, 'x', occasion(90)).into).mergedFrom).toEqual([]);
  });
});

describe('what is sent to a merged ticket', () => {
  const chain = (length: number): Map<string, Ticket> =>
    new Map(
      Array.from({ length: length + 1 }, (_, i) => {
        const id = ticketIdNumber(i);
        return [id, aTicket({ id, ...(i < length ? { mergedInto: ticketIdNumber(i + 1) } : {}) })];
      }),
    );
  it.each([
    [0, 0],
    [1, 1],
    [mostMergesFollowed, mostMergesFollowed],
    [mostMergesFollowed + 1, mostMergesFollowed],
  ])('goes along %i merges %i far', async (merges, reached) => {
    const tickets = chain(merges);
    const found = await standingFor(tickets.get(ticketIdNumber(0))!, { find: async (id) => tickets.get(id) });
    expect(found.id).toBe(ticketIdNumber(reached));
  });
});

describe('two tickets that change together', () => {
  let table: Table;
  let tickets: [Ticket, Ticket];
  beforeEach(async () => {
    table = await startTable();
    const make = (n: number) => table.tickets.append(ticketIdNumber(n), [open(anOpening(), contract, byCustomer())]);
    tickets = [await make(1), await make(2)];
  });
  afterEach(() => table.stop());
  const mergeBoth = () => {
    const [a, b] = tickets;
    const { merged: event, into } = merge(a, b, 'x', contract, occasion(30));
    return table.tickets.appendAll([
      { before: a, events: [event] },
      { before: b, events: [into] },
    ]);
  };
  it('are written in one transaction', async () => {
    const sent = table.watch();
    const [a, b] = await mergeBoth();
    expect(sent.map(({ command }) => command)).toEqual(['TransactWriteCommand']);
    expect(await table.tickets.find(ticketIdNumber(1))).toEqual(JSON.parse(JSON.stringify(a)));
    expect(await table.tickets.find(ticketIdNumber(2))).toEqual(JSON.parse(JSON.stringify(b)));
  });
  it.each([1, 2])('are not written at all where ticket %i has changed meanwhile', async (n) => {
    const ticket = tickets[n - 1]!;
    await table.tickets.append(ticket, changeStatus(ticket, { to: 'resolved' }, contract, occasion(20)));
    await expect(mergeBoth()).rejects.toThrow(Overtaken);
    expect((await table.historyOf(ticketIdNumber(3 - n))).map(({ event }) => event.type)).toEqual(['TicketOpened']);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../../../shared/dynamo/table.ts';
import { customerReply, note, open } from '../../../shared/tickets/decide.ts';
import { evolve, opened } from '../../../shared/tickets/evolve.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { ticketsIn } from '../../../shared/tickets/tickets.dynamo.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.stop());

const anEvent = () => open(anOpening(), aContract(), byCustomer());
const aNote = (text: string) => note({ messageId: 'msg_9', text }, byAgent(minutesLater(1)));
const aClaim = (name: string) => ({ name, item: { ...keys.request('test', name), kind: 'request' } });
const stored = () => table.tickets.append(ticketId, [anEvent()]);

describe('opening a ticket', () => {
  it('stores snapshot and event, and answers what is then found', async () => {
    const ticket = await stored();
    expect(await table.tickets.find(ticketId)).toEqual(ticket);
    expect(await table.tickets.event(ticketId, 1)).toEqual({ ticketId, sequence: 1, event: anEvent() });
  });
  it('is overtaken when the ticket is there already', async () => {
    await stored();
    await expect(stored()).rejects.toThrow(Overtaken);
    expect(await table.items('event')).toHaveLength(1);
  });
  it('is refused with anything but TicketOpened, and with nothing', async () => {
    await expect(table.tickets.append(ticketId, aNote('first'))).rejects.toThrow(
      'the first event of a ticket is TicketOpened, not NoteAdded',
    );
    await expect(table.tickets.append(ticketId, [])).rejects.toThrow('nothing to append');
  });
});

describe('appending', () => {
  it('numbers the events on, and the snapshot is what replaying them gives', async () => {
    const ticket = await stored();
    await table.tickets.append(ticket, [
      ...aNote('one'),
      ...customerReply(ticket, { message: anOpening().message, participants: [] }, aContract(), byCustomer(minutesLater(2))),
    ]);
    const history = await table.historyOf(ticketId);
    expect(history.map(({ sequence, event }) => [sequence, event.type])).toEqual([
      [1, 'TicketOpened'],
      [2, 'NoteAdded'],
      [3, 'CustomerReplied'],
    ]);
    const replayed = history.slice(1).reduce((before: Ticket, { event }) => evolve(before, event), opened(ticketId, anEvent()));
    expect(await table.tickets.find(ticketId)).toEqual(JSON.parse(JSON.stringify(replayed)));
  });
  it('to a ticket that somebody changed meanwhile writes nothing', async () => {
    const ticket = await stored();
    await table.tickets.append(ticket, aNote('quicker'));
    await expect(table.tickets.append(ticket, aNote('slower'), [aClaim('slow')])).rejects.toThrow(Overtaken);
    expect(await table.items('event')).toHaveLength(2);
    expect(await table.items('request')).toEqual([]);
  });
  it('with a claim that is taken writes nothing and names the claim', async () => {
    const ticket = await table.tickets.append(ticketId, [anEvent()], [aClaim('first')]);
    const refused = table.tickets.append(ticket, aNote('again'), [aClaim('other'), aClaim('first')]);
    await expect(refused).rejects.toThrow(expect.objectContaining({ name: 'ClaimTaken', claim: 'first' }));
    expect(await table.items('event')).toHaveLength(1);
    expect(await table.items('request')).toHaveLength(1);
  });
  it('names the claim rather than the change when both stand in the way: a repeat is not tried again', async () => {
    const ticket = await stored();
    await table.tickets.append(ticket, aNote('once'), [aClaim('key')]);
    await expect(table.tickets.append(ticket, aNote('once'), [aClaim('key')])).rejects.toThrow(ClaimTaken);
  });
  it('of all that decide at the same time on the same ticket lets one through at a time, until all are through', async () => {
    await stored();
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map((text) =>
        untilNotOvertaken(async () => table.tickets.append((await table.tickets.find(ticketId))!, aNote(text))),
      ),
    );
    expect(new Set(outcomes.map(({ sequence }) => sequence))).toEqual(new Set([2, 3, 4, 5]));
    expect((await table.tickets.find(ticketId))?.sequence).toBe(5);
  });
  it('tells its caller of tickets before and after, and of nothing that was not written', async () => {
    const appended = vi.fn();
    const tickets = ticketsIn(table.client, tableName, appended);
    const ticket = await tickets.append(ticketId, [anEvent()]);
    await expect(tickets.append(ticketId, [anEvent()])).rejects.toThrow(Overtaken);
    const after = await tickets.append(ticket, aNote('x'));
    expect(appended.mock.calls).toEqual([
      [undefined, ticket, [anEvent()]],
      [ticket, after, aNote('x')],
    ]);
  });
  it('takes 100 items at most, a limit of DynamoDB', async () => {
    const ticket = await stored();
    const notes = (count: number) => Array.from({ length: count }, () => aNote('n')[0]!);
    await expect(table.tickets.append(ticket, notes(100))).rejects.toThrow();
    expect((await table.tickets.append(ticket, notes(99))).sequence).toBe(100);
  });
});

describe('untilNotOvertaken', () => {
  it('gives up after eight attempts and leaves the rest to the retries of the entry', async () => {
    const attempt = vi.fn(() => Promise.reject(new Overtaken(ticketId)));
    await expect(untilNotOvertaken(attempt)).rejects.toThrow('was changed by another');
    expect(attempt).toHaveBeenCalledTimes(8);
  });
  it('does not try again what failed for another reason', async () => {
    const attempt = vi.fn(() => Promise.reject(new Error('no network')));
    await expect(untilNotOvertaken(attempt)).rejects.toThrow('no network');
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});

describe('finding', () => {
  it('answers undefined for what is not there', async () => {
    expect(await table.tickets.find('tkt_none')).toBeUndefined();
    expect(await table.tickets.findByReference('123456782')).toBeUndefined();
    expect(await table.tickets.event(ticketId, 1)).toBeUndefined();
    expect(await table.historyOf(ticketId)).toEqual([]);
  });
  it('finds a ticket by the reference that was claimed with it', async () => {
    const claim = { name: 'reference', item: { ...keys.reference('123456782'), kind: 'reference', ticketId } };
    await table.tickets.append(ticketId, [anEvent()], [claim]);
    expect((await table.tickets.findByReference('123456782'))?.id).toBe(ticketId);
  });
  it('reads a history of more than a page, which DynamoDB ends at 1 MB, in order', async () => {
    let ticket = await stored();
    const text = 'x'.repeat(50_000);
    for (let i = 0; i < 5; i++)
      ticket = await table.tickets.append(
        ticket,
        Array.from({ length: 6 }, () => aNote(text)[0]!),
      );
    const sent = table.watch();
    const history = await table.historyOf(ticketId);
    expect(history.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
    expect(sent.length).toBeGreaterThan(1);
    const { events, next } = await table.tickets.history(ticketId, 29);
    expect([events.map(({ sequence }) => sequence), next]).toEqual([[30, 31], undefined]);
    expect(await table.tickets.history(ticketId, 31)).toEqual({ events: [], next: undefined });
  });
  it('refuses a snapshot that is not as the schema says, instead of working on it', async () => {
    await table.put({ ...keys.ticket(ticketId), kind: 'ticket', id: ticketId });
    await expect(table.tickets.find(ticketId)).rejects.toThrow('reference');
  });
});

describe('the indexes', () => {
  const entry = async () => (await table.items('ticket'))[0]!;
  it('hold a ticket by its next alarm and its next due time', async () => {
    await stored();
    expect(await entry()).toMatchObject({
      alarmAt: '2026-01-05T10:00:00Z',
      nextDueAt: '2026-01-05T12:00:00Z',
      runningLate: false,
    });
    expect((await entry()).queueAt).toBe(`2026-01-05T12:00:00Z#${ticketId}`);
  });
  it('let go of a ticket that waits for nothing, which the queue then lists last', async () => {
    await table.tickets.append(ticketId, [open(anOpening({ nature: 'bulk' }), aContract(), byCustomer())]);
    expect(await entry()).not.toHaveProperty('alarmAt');
    expect(await entry()).not.toHaveProperty('alarmShard');
    expect((await entry()).queueAt).toBe(`~#${ticketId}`);
  });
  it('say that a ticket runs late once its breach was acted on', async () => {
    const ticket = await stored();
    await table.tickets.append(ticket, ring(ticket, aContract(), minutesLater(241)));
    expect(await entry()).toMatchObject({ alarmAt: '2026-01-05T13:00:00Z', runningLate: true });
  });
});

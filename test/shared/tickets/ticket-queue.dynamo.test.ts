import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shardOf, shards } from '../../../shared/dynamo/table.ts';
import { changeStatus, open } from '../../../shared/tickets/decide.ts';
import type { TicketSummary } from '../../../shared/tickets/ticket-queue.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { startTable, type Table } from '../../support/table.ts';

let table: Table;
const howMany = 14;
/** Each was opened a minute before the one after it, except number 0, which nothing is promised for. In no order of writing. */
const numbers = [5, 3, 0, 9, 11, 1, 13, 7, 2, 12, 8, 4, 10, 6];

beforeAll(async () => {
  table = await startTable();
  for (const n of numbers) {
    const opening = anOpening({ subject: String(n), nature: n === 0 ? 'bulk' : 'person' });
    await table.tickets.append(ticketIdNumber(n), [open(opening, aContract(), byCustomer(minutesLater(n)))]);
  }
  const resolved = await table.tickets.append(ticketIdNumber(99), [
    open(anOpening({ subject: 'resolved' }), aContract(), byCustomer()),
  ]);
  await table.tickets.append(resolved, changeStatus(resolved, { to: 'resolved' }, aContract(), byAgent(minutesLater(1))));
});
afterAll(() => table.stop());

const subjects = (tickets: TicketSummary[]) => tickets.map(({ subject }) => subject);
const mostUrgentFirst = [...Array.from({ length: howMany - 1 }, (_, i) => String(i + 1)), '0'];

describe('the queue', () => {
  it('lies in several shards in this test, or it would prove nothing', () => {
    expect(new Set(numbers.map((n) => shardOf(ticketIdNumber(n)))).size).toBe(shards);
  });
  it('lists by the next due time over all shards, and last what nothing is promised for', async () => {
    const { tickets, next } = await table.queue.find({ statuses: ['open'] }, 50);
    expect(subjects(tickets)).toEqual(mostUrgentFirst);
    expect(next).toBeUndefined();
  });
  it.each([1, 3, 5, 13])('pages by %i without a gap or a repeat', async (limit) => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { tickets, next } = await table.queue.find({ statuses: ['open'] }, limit, after);
      expect(tickets.length).toBeLessThanOrEqual(limit);
      seen.push(...subjects(tickets));
      after = next;
    } while (after);
    expect(seen).toEqual(mostUrgentFirst);
  });
  it('has no next page when the limit is just met, and one when one ticket is left', async () => {
    expect((await table.queue.find({ statuses: ['open'] }, howMany)).next).toBeUndefined();
    const { tickets, next } = await table.queue.find({ statuses: ['open'] }, howMany - 1);
    expect(tickets).toHaveLength(howMany - 1);
    expect(subjects((await table.queue.find({ statuses: ['open'] }, 1, next)).tickets)).toEqual(['0']);
  });
  it('goes on from a cursor whose ticket has left the queue', async () => {
    expect(subjects((await table.queue.find({ statuses: ['open'] }, 2, '2026-01-05T12:05:30Z')).tickets)).toEqual(['6', '7']);
  });
  it('keeps each status apart', async () => {
    expect(subjects((await table.queue.find({ statuses: ['resolved'] }, 50)).tickets)).toEqual(['resolved']);
    expect((await table.queue.find({ statuses: ['closed'] }, 50)).tickets).toEqual([]);
  });
  it('gives every ticket of a status once, when all of them are asked for', async () => {
    const seen: TicketSummary[] = [];
    for await (const page of table.queue.each('open')) seen.push(...page);
    expect(subjects(seen).sort()).toEqual([...mostUrgentFirst].sort());
    expect(seen[0]).not.toHaveProperty('clocks');
  });
});

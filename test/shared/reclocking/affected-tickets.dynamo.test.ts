import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys, queueShard } from '../../../shared/dynamo/table.ts';
import { affectedTicketsIn } from '../../../shared/reclocking/affected-tickets.dynamo.ts';
import { ticketIdNumber } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.stop());

/** As much of a ticket as the queue index sorts and filters by. */
const entry = (n: number, contractId = 'ctr_test', status = 'open', shard = 0, due = `2026-01-05T12:00:${n % 60}Z`) => {
  const id = ticketIdNumber(n);
  return table.put({
    ...keys.ticket(id),
    kind: 'ticket',
    id,
    contractId,
    queueShard: queueShard(status, shard),
    queueAt: `${due}#${id}`,
  });
};
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const place = (overrides: object = {}) => ({
  contractId: 'ctr_test',
  status: 'open' as const,
  shard: 0,
  cursor: undefined,
  ...overrides,
});
const page = (limit: number, overrides: object = {}) => affectedTicketsIn(table.client, tableName).page(place(overrides), limit);
/** Follows the cursor to the end. */
async function everyPage(limit: number, overrides: object = {}) {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const { ticketIds, next } = await page(limit, { ...overrides, cursor });
    pages.push(ticketIds);
    cursor = next;
  } while (cursor !== undefined);
  return pages;
}

describe('the tickets of a contract', () => {
  it('are those of one partition of the queue, by status and shard, and of nobody else', async () => {
    await entry(1);
    await entry(2, 'ctr_other');
    await entry(3, 'ctr_test', 'pending');
    await entry(4, 'ctr_test', 'open', 1);
    await entry(5, 'ctr_test', 'resolved');
    expect(await page(10)).toEqual({ ticketIds: [ticketIdNumber(1)], next: undefined });
    expect((await page(10, { status: 'pending' })).ticketIds).toEqual([ticketIdNumber(3)]);
    expect((await page(10, { shard: 1 })).ticketIds).toEqual([ticketIdNumber(4)]);
  });
  it('that are promised nothing are among them', async () => {
    await entry(1, 'ctr_test', 'open', 0, '~');
    expect((await page(10)).ticketIds).toEqual([ticketIdNumber(1)]);
  });
  it.each([1, 2, 7, 12, 50])('come in pages of %i, each once, however other tickets lie between them', async (limit) => {
    for (const n of range(0, 24)) await entry(n, n % 2 === 0 ? 'ctr_test' : 'ctr_other');
    const pages = await everyPage(limit);
    expect(pages.flat().sort()).toEqual(range(0, 12).map((n) => ticketIdNumber(2 * n)));
    for (const each of pages) expect(each.length).toBeLessThanOrEqual(limit);
  });
  it('that share a due time are told apart by the cursor', async () => {
    for (const n of range(0, 9)) await entry(n, 'ctr_test', 'open', 0, '2026-01-05T12:00:00Z');
    expect((await everyPage(4)).map(({ length }) => length)).toEqual([4, 4, 1]);
  });
  it('are found from a cursor on whose own ticket is not there any more', async () => {
    for (const n of range(0, 3)) await entry(n);
    const cursor = `2026-01-05T12:00:0Z#${ticketIdNumber(0)}x`;
    expect((await page(10, { cursor })).ticketIds).toEqual([1, 2].map(ticketIdNumber));
  });
  it('that moved behind the cursor are missed: the next pass is for them', async () => {
    for (const n of range(1, 4)) await entry(n);
    const { next } = await page(1);
    await entry(3, 'ctr_test', 'open', 0, '2026-01-05T11:00:00Z');
    expect((await page(10, { cursor: next })).ticketIds).toEqual([ticketIdNumber(2)]);
    expect((await page(10)).ticketIds).toContain(ticketIdNumber(3));
  });
});

describe('a page among many tickets of others', () => {
  it('ends after ten queries with nothing found, and the next one goes on where it ended', async () => {
    for (const n of range(0, 40)) await entry(n, 'ctr_other');
    await entry(50);
    const send = table.client.send.bind(table.client);
    const limits: unknown[] = [];
    // The real limit, a thousand entries a query, would take ten thousand tickets to reach.
    table.client.send = ((command: { input: { Limit?: number } }) => {
      limits.push(command.input.Limit);
      command.input.Limit = 3;
      return send(command as never);
    }) as typeof send;
    const first = await page(10);
    expect(first.ticketIds).toEqual([]);
    expect(limits).toEqual(Array.from({ length: 10 }, () => 1000));
    expect(await page(10, { cursor: first.next })).toEqual({ ticketIds: [ticketIdNumber(50)], next: undefined });
  });
  it('asks for no more of an entry than its id and place', async () => {
    await entry(1);
    const sent = table.watch();
    await page(10);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.input).toMatchObject({ IndexName: 'queue', ProjectionExpression: 'id, queueAt' });
  });
});

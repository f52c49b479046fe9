import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds, priorities } from '../../../shared/contracts/vocabulary.ts';
import { keys, queueShard, shardOf } from '../../../shared/dynamo/table.ts';
import { isWanted, type QueueFilter, queueText } from '../../../shared/tickets/queue-filter.ts';
import { statuses } from '../../../shared/tickets/ticket.ts';
import { pageCost, ticketQueueIn } from '../../../shared/tickets/ticket-queue.dynamo.ts';
import type { TicketSummary } from '../../../shared/tickets/ticket-queue.ts';
import { monday, ticketIdNumber } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

const howMany = 3000;
const channels = ['email', 'phone', 'chat'] as const;
const subjects = ['The Printer is on fire', 'Paper jam', 'ÉTÉ indien', 'Facture n° 7', '打印机着火了'];
const names = ['Ana Müller', 'Bob', undefined];

/** The n-th of many tickets: a mixture that is the same in every run, with several due at one moment and some promised nothing. */
function summaryNumber(n: number): TicketSummary {
  const pick = <T>(of: readonly T[], salt: number): T =>
    of[Math.floor(((n * 2654435761 + salt * 40503) % 65536) / 7) % of.length]!;
  return {
    id: ticketIdNumber(n),
    reference: '123456782',
    subject: pick(subjects, 1),
    status: pick(statuses, 2),
    priority: pick(priorities, 3),
    kind: pick(kinds, 4),
    team: pick(['first-line', 'billing', undefined], 5),
    channel: pick(channels, 6),
    requester: pick(
      [{ address: 'ana@customer.example' }, { phone: '+33142860000' }, { address: 'bob@customer.example', phone: '+4930123456' }],
      7,
    ),
    assignee: pick(['max', 'eva', undefined], 8),
    contractId: pick(['ctr_a', 'ctr_b'], 9),
    openedAt: monday.toISOString(),
    updatedAt: monday.toISOString(),
    nextDueAt: n % 11 === 0 ? undefined : `${new Date(monday.getTime() + (n % 700) * 60_000).toISOString().slice(0, 19)}Z`,
    runningLate: pick([true, false, false], 10),
  };
}
const all = Array.from({ length: howMany }, (_, n) => {
  const summary = summaryNumber(n);
  const name = names[n % names.length];
  return { ...summary, requester: { ...summary.requester, ...(name === undefined ? {} : { name }) } };
});

let table: Table;
beforeAll(async () => {
  table = await startTable();
  for (let i = 0; i < howMany; i += 100)
    await Promise.all(
      all.slice(i, i + 100).map((summary) =>
        table.put({
          ...keys.ticket(summary.id),
          ...summary,
          kind: 'ticket',
          ticketKind: summary.kind,
          queueShard: queueShard(summary.status, shardOf(summary.id)),
          queueAt: `${summary.nextDueAt ?? '~'}#${summary.id}`,
          queueText: queueText(summary),
        }),
      ),
    );
});
afterAll(() => table.stop());

async function everyPage(filter: QueueFilter, limit: number): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const page = await table.queue.find(filter, limit, after);
    expect(page.tickets.length).toBeLessThanOrEqual(limit);
    ids.push(...page.tickets.map(({ id }) => id));
    after = page.next;
    pages++;
  } while (after !== undefined);
  return { ids, pages };
}

/** What the pages must be together: wanted tickets, by due time, what nothing is promised for last. */
const expected = (filter: QueueFilter) =>
  all
    .filter((summary) => isWanted(summary, filter))
    .map(({ id, nextDueAt = '~' }) => ({ id, at: `${nextDueAt}#${id}` }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ id }) => id);

const maybe = <T>(of: readonly T[]) => fc.option(fc.constantFrom(...of), { nil: undefined, freq: 1 });
const moment = fc.option(
  fc.integer({ min: -1, max: 701 }).map((minutes) => new Date(monday.getTime() + minutes * 60_000 + (minutes % 3) * 500)),
  { nil: undefined },
);
const filters: fc.Arbitrary<QueueFilter> = fc.record({
  statuses: fc.uniqueArray(fc.constantFrom(...statuses), { minLength: 1 }),
  assignee: fc.option(fc.constantFrom('max', null), { nil: undefined, freq: 1 }),
  channel: maybe(channels),
  contractId: maybe(['ctr_a', 'ctr_none']),
  kind: maybe(kinds),
  priority: maybe(priorities),
  team: maybe(['billing']),
  dueAfter: moment,
  dueBefore: moment,
  late: fc.option(fc.constant(true as const), { nil: undefined, freq: 1 }),
  requester: maybe([{ address: 'bob@customer.example' }, { phone: '+33142860000' }]),
  words: maybe([['printer'], ['fire', 'müller'], ['été'], ['着火'], ['n°']]),
});

describe('what is wanted of thousands of tickets', () => {
  it('is found once each over all pages, in the order of the queue, whatever the filter', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 100 }), async (filter, limit) => {
        const wanted = expected(filter);
        expect((await everyPage(filter, Math.max(limit, Math.ceil(wanted.length / 8)))).ids).toEqual(wanted);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
  it.each(
    Object.entries({
      'one status': { statuses: ['open'] },
      'every status': { statuses },
      'nobody’s': { statuses: ['open'], assignee: null },
      'words of the name': { statuses, words: ['müller'] },
      'a due time': { statuses, dueAfter: monday, dueBefore: new Date(monday.getTime() + 600_000) },
      late: { statuses, late: true },
    } satisfies Record<string, QueueFilter>),
  )('among them %s', async (_, filter) => {
    const wanted = expected(filter);
    expect(wanted.length).toBeGreaterThan(0);
    expect((await everyPage(filter, Math.max(37, Math.ceil(wanted.length / 8)))).ids).toEqual(wanted);
  });
  it('includes the moment that the due time is to be from, and not the one that it is to be before', async () => {
    const due = new Date(monday.getTime() + 60_000);
    const at = async (filter: Partial<QueueFilter>) =>
      new Set((await table.queue.find({ statuses, ...filter }, 1000)).tickets.map(({ nextDueAt }) => nextDueAt));
    expect(await at({ dueAfter: due, dueBefore: new Date(due.getTime() + 1) })).toEqual(new Set(['2026-01-05T08:01:00Z']));
    expect(await at({ dueAfter: new Date(due.getTime() + 1), dueBefore: new Date(due.getTime() + 60_000) })).toEqual(new Set());
    expect(await at({ dueAfter: monday, dueBefore: due })).toEqual(new Set(['2026-01-05T08:00:00Z']));
  });
});

describe('a page', () => {
  const filter: QueueFilter = { statuses: ['open', 'closed'], words: ['indien'], assignee: 'eva' };

  it('takes no more queries than it may: it is short, or empty, and leads on, and together the pages have every ticket once', async () => {
    const thrifty = ticketQueueIn(table.client, tableName, { entries: 20, queries: 9 });
    const sent = table.watch();
    const ids: string[] = [];
    const sizes: number[] = [];
    let after: string | undefined;
    do {
      const before = sent.length;
      const { tickets, next } = await thrifty.find(filter, 10, after);
      expect(sent.length - before).toBeLessThanOrEqual(9);
      ids.push(...tickets.map(({ id }) => id));
      sizes.push(tickets.length);
      after = next;
    } while (after !== undefined);
    expect(ids).toEqual(expected(filter));
    expect(sizes).toContain(0);
  });
  it('may take forty queries of a thousand entries', () => {
    expect(pageCost).toEqual({ entries: 1000, queries: 40 });
  });
  it('is empty, and the last, where the stretch of due times is', async () => {
    expect(await table.queue.find({ statuses, dueAfter: monday, dueBefore: monday }, 10)).toEqual({
      tickets: [],
      next: undefined,
    });
  });
});

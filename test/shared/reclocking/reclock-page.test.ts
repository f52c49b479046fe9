import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contract } from '../../../shared/contracts/contract.ts';
import { affectedTicketsIn } from '../../../shared/reclocking/affected-tickets.dynamo.ts';
import { isConcerned, type PagePorts, reclockPage } from '../../../shared/reclocking/reclock-page.ts';
import type { Reclocking } from '../../../shared/reclocking/reclocking.ts';
import { changeStatus, note, open } from '../../../shared/tickets/decide.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';
import { aJob } from './a-job.ts';

const before = aContract();
const amendment = aContract({
  version: 2,
  amendsOpenTickets: true,
  targets: [{ clock: 'first-response', within: '2 clock hours' }],
});

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.stop());

const openTickets = (...numbers: number[]): Promise<Ticket[]> =>
  Promise.all(numbers.map((n) => table.tickets.append(ticketIdNumber(n), [open(anOpening(), before, byCustomer())])));

/** Reads all pages of the open tickets at 08:30 and says what became of them. */
async function reclockOpen(ports: Partial<PagePorts> = {}, to: Contract = amendment, job: Partial<Reclocking> = {}) {
  const failed: string[] = [];
  const pauses: number[] = [];
  const all = { seen: 0, changed: 0, failed: 0 };
  for (let shard = 0; shard < 4; shard++) {
    const page = await reclockPage(aJob({ shard, ...job }), to, {
      affected: affectedTicketsIn(table.client, tableName),
      tickets: table.tickets,
      contracts: { of: async ({ contractVersion }) => (contractVersion === 1 ? before : amendment) },
      now: () => minutesLater(30),
      pause: async (milliseconds) => {
        pauses.push(milliseconds);
      },
      failed: (ticketId, error) => failed.push(`${ticketId}: ${(error as Error).message}`),
      ...ports,
    });
    for (const key of ['seen', 'changed', 'failed'] as const) all[key] += page[key];
  }
  return { ...all, failures: failed, pauses };
}

const ticketNumber = async (n: number) => (await table.tickets.find(ticketIdNumber(n)))!;

describe('the tickets of a page', () => {
  it('get the due times of the amendment, and an event each that says why', async () => {
    await openTickets(1, 2, 3);
    expect(await reclockOpen()).toMatchObject({ seen: 3, changed: 3, failed: 0 });
    for (const n of [1, 2, 3]) {
      const { clocks, contractVersion } = await ticketNumber(n);
      expect([contractVersion, clocks[0]?.dueAt]).toEqual([2, '2026-01-05T10:00:00Z']);
      const [, { event } = { event: undefined }] = await table.historyOf(ticketIdNumber(n));
      expect(event).toMatchObject({
        type: 'Reclocked',
        cause: 'amendment',
        by: { kind: 'system' },
        at: minutesLater(30).toISOString(),
      });
    }
  });
  it('are left alone the second time', async () => {
    await openTickets(1, 2);
    await reclockOpen();
    expect(await reclockOpen()).toMatchObject({ seen: 2, changed: 0, pauses: [] });
    expect((await ticketNumber(1)).sequence).toBe(2);
  });
  it('are left alone the second time, also where the customer had been suspended before they were opened', async () => {
    await openTickets(1);
    const suspended = { state: 'suspended', from: '2025-12-01T00:00:00Z', until: '2025-12-10T00:00:00Z', reason: 'unpaid' };
    const to = aContract({ version: 2, amendsOpenTickets: true, entitlement: [suspended] });
    expect(await reclockOpen({}, to)).toMatchObject({ changed: 1 });
    expect(await reclockOpen({ contracts: { of: async () => to } }, to)).toMatchObject({ seen: 1, changed: 0 });
  });
  it('are judged as they stand, not as the index knows them', async () => {
    const [done, moved] = await openTickets(1, 2);
    const index = affectedTicketsIn(table.client, tableName);
    const behind = await Promise.all([0, 1, 2, 3].map((shard) => index.page(aJob({ shard }), 10)));
    await table.tickets.append(done!, changeStatus(done!, { to: 'resolved' }, before, byAgent(minutesLater(5))));
    await table.put({ ...(await table.items('ticket')).find(({ id }) => id === moved!.id), contractId: 'ctr_other' });
    const affected = { page: async ({ shard }: { shard: number }) => behind[shard]! };
    expect(await reclockOpen({ affected })).toMatchObject({ seen: 2, changed: 0, failed: 0 });
  });
  it('that is not there any more does no harm', async () => {
    const affected = { page: async () => ({ ticketIds: ['tkt_none'], next: undefined }) };
    expect(await reclockOpen({ affected })).toMatchObject({ seen: 4, changed: 0, failed: 0 });
  });
  it('while somebody changes one are read and decided again', async () => {
    await openTickets(1);
    let overtaken = 0;
    const tickets = {
      ...table.tickets,
      append: async (...[ticket, events]: Parameters<typeof table.tickets.append>) => {
        if (overtaken++ === 0)
          await table.tickets.append(ticket, note({ messageId: 'm', text: 'quicker' }, byAgent(minutesLater(20))));
        return table.tickets.append(ticket, events);
      },
    };
    expect(await reclockOpen({ tickets })).toMatchObject({ changed: 1, failed: 0 });
    expect((await table.historyOf(ticketIdNumber(1))).map(({ event }) => event.type)).toEqual([
      'TicketOpened',
      'NoteAdded',
      'Reclocked',
    ]);
  });
  it('of which one fails are counted, the others are done', async () => {
    await openTickets(1, 2, 3);
    await table.put({ ...(await table.items('ticket')).find(({ id }) => id === ticketIdNumber(2)), clocks: 'none' });
    const { failures, ...counts } = await reclockOpen();
    expect(counts).toMatchObject({ seen: 3, changed: 2, failed: 1 });
    expect(failures).toEqual([expect.stringContaining(ticketIdNumber(2))]);
  });
  it('of whose own contract nothing is known fail by themselves', async () => {
    await openTickets(1);
    const contracts = { of: () => Promise.reject(new Error('contract ctr_test version 1 is missing')) };
    expect((await reclockOpen({ contracts })).failures).toEqual([`${ticketIdNumber(1)}: contract ctr_test version 1 is missing`]);
  });
});

describe('the pace', () => {
  const many = Array.from({ length: 60 }, (_, n) => n);
  it('is kept within the page: it takes as long as its changed tickets take at that pace', async () => {
    await openTickets(...many);
    let time = minutesLater(30).getTime();
    const began = time;
    const { changed } = await reclockOpen({
      now: () => new Date(time),
      pause: async (milliseconds) => {
        time += milliseconds;
      },
    });
    expect(changed).toBe(60);
    expect(time - began).toBe(600);
  });
  it('asks for no pause where the work itself took longer, nor where nothing changed', async () => {
    await openTickets(...many.slice(0, 5));
    let time = minutesLater(30).getTime();
    const slow = () => {
      time += 100;
      return new Date(time);
    };
    expect((await reclockOpen({ now: slow })).pauses).toEqual([]);
    expect((await reclockOpen()).pauses).toEqual([]);
  });
  it('limits how many tickets a page has', async () => {
    const asked: number[] = [];
    const affected = {
      page: async (_: unknown, limit: number) => {
        asked.push(limit);
        return { ticketIds: [], next: undefined };
      },
    };
    await reclockOpen({ affected }, amendment, { pace: 20 });
    expect(asked).toEqual([100, 100, 100, 100]);
  });
});

describe('a job concerns a ticket', () => {
  const under = (contractVersion: number, overrides: Partial<Ticket> = {}) => aTicket({ contractVersion, ...overrides });
  const plain = aContract({ version: 2 });
  it.each([
    ['of its own version: the calendar or the entitlement is another', under(2), plain, true],
    ['of an earlier version, when it amends open tickets', under(1), amendment, true],
    ['of an earlier version, when it does not: no', under(1), plain, false],
    ['of a later version: no, or an old job would undo a new one', under(3), amendment, false],
    ['that waits for the customer', under(1, { status: 'pending' }), amendment, true],
    ['that is resolved: no', under(1, { status: 'resolved' }), amendment, false],
    ['that is closed: no', under(1, { status: 'closed' }), amendment, false],
    ['of another contract: no', under(1, { contractId: 'ctr_other' }), amendment, false],
  ])('%s', (_, ticket, to, expected) => expect(isConcerned(ticket, to)).toBe(expected));
});

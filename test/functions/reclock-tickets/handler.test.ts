import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { startReclocking } from '../../../shared/reclocking/reclocking.dynamo.ts';
import { agentReply, open } from '../../../shared/tickets/decide.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { type AmendedContract, anAmendedContract, newDue, oldDue, shorter, version1 } from './an-amended-contract.ts';

let stage: AmendedContract;
beforeEach(async () => {
  stage = await anAmendedContract();
});
afterEach(() => stage.table.stop());

describe('a job', () => {
  it('gives every open ticket the new terms, and then finds nothing left to do', async () => {
    await stage.openTickets(23);
    await stage.start();
    const { run, reclocked, lines } = stage.reclocking();
    expect(await run()).toBe(16);
    expect(await stage.dueTimes()).toEqual([[newDue, 23]]);
    expect(await stage.theJob()).toMatchObject({ state: 'done', pass: 2, seen: 23, changed: 0, failed: 0, changedInAll: 23 });
    expect(reclocked()).toBe(23);
    expect(lines.at(-1)).toMatchObject({ level: 'INFO', message: 'all open tickets are counted', changed: 23, passes: 2 });
    expect(lines[0]).toMatchObject({ message: 'page read', pass: 1, status: 'open', shard: 0 });
  });
  it('goes on from its cursor, page by page, where a partition has more tickets than a page', async () => {
    await stage.openTickets(40);
    await stage.start(0.4);
    const { run } = stage.reclocking();
    expect(await run()).toBeGreaterThan(40);
    expect(await stage.dueTimes()).toEqual([[newDue, 40]]);
  });
  it('leaves what an agent has answered right as well: kept under the new terms, nothing due any more', async () => {
    const [ticket] = await stage.openTickets(1);
    await stage.table.tickets.append(
      ticket!,
      agentReply(ticket!, { messageId: 'm', text: 'Done.' }, version1, byAgent(minutesLater(5))),
    );
    await stage.start();
    await stage.reclocking().run();
    const { contractVersion, clocks, status } = (await stage.table.tickets.find(ticket!.id))!;
    expect([status, contractVersion, clocks.map(({ state }) => state)]).toEqual(['pending', 2, ['met', 'cancelled']]);
  });
  it('meets in its second pass what was opened under the old terms after the first had gone by', async () => {
    await stage.openTickets(3);
    await stage.start();
    const { run } = stage.reclocking();
    await run(({ pass }) => pass === 2);
    await stage.table.tickets.append(ticketIdNumber(50), [open(anOpening(), version1, byCustomer(minutesLater(10)))]);
    await run();
    expect((await stage.table.tickets.find(ticketIdNumber(50)))?.contractVersion).toBe(2);
    expect(await stage.theJob()).toMatchObject({ pass: 3, changedInAll: 4 });
  });
  it('reads the contract afresh for every page: one that was remembered knows nothing of what has changed', async () => {
    await stage.openTickets(1);
    await stage.start();
    let asked = 0;
    const freshContracts = () => {
      asked++;
      return stage.table.contracts;
    };
    const pages = await stage.reclocking({ freshContracts }).run();
    expect(asked).toBe(pages);
  });
  it('whose version is not in force waits for that, and then does its work', async () => {
    await stage.openTickets(2);
    const later = aContract({ version: 3, amendsOpenTickets: true, effectiveFrom: '2026-01-05T09:00:00Z', ...shorter });
    await putContract(stage.table.client, tableName, later);
    await startReclocking(stage.table.client, tableName, { contractId: 'ctr_test', contractVersion: 3 }, stage.at.time);
    const { read, run } = stage.reclocking();
    expect(await read(await stage.here())).toEqual([]);
    expect(await stage.theJob()).toMatchObject({ readyAt: '2026-01-05T09:00:00.000Z', position: 2, pass: 1 });
    expect(await stage.dueTimes()).toEqual([[oldDue, 2]]);
    await run();
    expect(await stage.dueTimes()).toEqual([[newDue, 2]]);
  });
});

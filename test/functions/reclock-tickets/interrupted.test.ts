import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { affectedTicketsIn } from '../../../shared/reclocking/affected-tickets.dynamo.ts';
import { ticketIdNumber } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { type AmendedContract, anAmendedContract, newDue } from './an-amended-contract.ts';

let stage: AmendedContract;
beforeEach(async () => {
  stage = await anAmendedContract();
});
afterEach(() => stage.table.stop());

describe('a page that is asked for', () => {
  it('twice, one after the other, is read once', async () => {
    await stage.openTickets(9);
    await stage.start();
    const { read, messages, reclocked } = stage.reclocking();
    const request = await stage.here();
    await read(request);
    const after = await stage.theJob();
    expect(await read(request)).toEqual([]);
    expect(await stage.theJob()).toEqual(after);
    expect(messages().at(-1)).toBe('stale page');
    expect(reclocked()).toBe(after.changedInAll);
  });
  it('twice at once moves the job once, and every ticket is changed once', async () => {
    await stage.openTickets(20);
    await stage.start();
    const { read, messages } = stage.reclocking();
    const request = await stage.here();
    expect(await read(request, request)).toEqual([]);
    expect(await stage.theJob()).toMatchObject({ position: 2, shard: 1 });
    expect(messages()).toContain('page read by another as well');
    for (const { sequence } of await stage.table.items('ticket')) expect(sequence).toBeLessThanOrEqual(2);
  });
  it('of a job that was started again meanwhile does not move it', async () => {
    await stage.openTickets(5);
    await stage.start();
    const { read } = stage.reclocking({
      affected: {
        page: async (place, limit) => {
          await stage.start();
          return affectedTicketsIn(stage.table.client, tableName).page(place, limit);
        },
      },
    });
    expect(await read(await stage.here())).toEqual([]);
    expect(await stage.theJob()).toMatchObject({ position: 2, shard: 0, changedInAll: 0 });
  });
  it.each([
    ['names a job that is not there', { jobId: 'ctr_none#000001', position: 1 }],
    ['is of a place that the job has left', { jobId: 'ctr_test#000002', position: 0 }],
  ])('but %s is stale', async (_, request) => {
    await stage.start();
    const { read, messages } = stage.reclocking();
    expect(await read(request)).toEqual([]);
    expect(messages()).toEqual(['stale page']);
  });
  it('of a job that is done is stale', async () => {
    await stage.start();
    const { read, run, messages } = stage.reclocking();
    await run();
    await read(await stage.here());
    expect(messages().at(-1)).toBe('stale page');
  });
  it.each([['ring ring'], [{ jobId: 'ctr_test#000002' }]])('but is none (%j) fails', async (request) => {
    expect(await stage.reclocking().read(request)).toEqual(['m1']);
  });
});

describe('a function that dies', () => {
  it('between the page and the job: the page comes again, changes nothing twice, and the job ends right', async () => {
    await stage.openTickets(12);
    await stage.start();
    const request = await stage.here();
    const dying = stage.reclocking({ jobs: { ...stage.jobs, save: () => Promise.reject(new Error('killed')) } });
    expect(await dying.read(request)).toEqual(['m1']);
    const changed = dying.reclocked();
    expect(changed).toBeGreaterThan(0);
    const { read, run, reclocked } = stage.reclocking();
    expect(await read(request)).toEqual([]);
    expect(reclocked()).toBe(0);
    await run();
    expect(await stage.dueTimes()).toEqual([[newDue, 12]]);
    expect((await stage.theJob()).changedInAll).toBe(12 - changed);
    for (const { sequence } of await stage.table.items('ticket')) expect(sequence).toBe(2);
  });
  it('before it has read the contract: nothing is done, and the page comes again', async () => {
    await stage.openTickets(1);
    await stage.start();
    const request = await stage.here();
    const dying = stage.reclocking({ freshContracts: () => ({ of: () => Promise.reject(new Error('killed')) }) });
    expect(await dying.read(request)).toEqual(['m1']);
    expect(await stage.here()).toEqual(request);
  });
});

describe('a ticket that cannot be counted', () => {
  const spoil = async (n: number) =>
    stage.table.put({ ...(await stage.table.items('ticket')).find(({ id }) => id === ticketIdNumber(n)), clocks: 'none' });

  it('is counted and logged, holds up no other, and is met again after a rest', async () => {
    await stage.openTickets(10);
    const whole = (await stage.table.items('ticket')).find(({ id }) => id === ticketIdNumber(4));
    await spoil(4);
    await stage.start();
    const { run, failures, lines } = stage.reclocking();
    await run(({ pass }) => pass === 2);
    expect((await stage.theJob()).readyAt).toBe(new Date(stage.at.time.getTime() + 240_000).toISOString());
    expect(failures()).toEqual([1]);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'ERROR', ticketId: ticketIdNumber(4), jobId: 'ctr_test#000002' }),
    );
    await stage.table.put(whole!);
    await run();
    expect(await stage.dueTimes()).toEqual([[newDue, 10]]);
    expect(await stage.theJob()).toMatchObject({ state: 'done', pass: 3, failed: 0, changedInAll: 10 });
  });
  it('is given up after five passes, and the job says so', async () => {
    await stage.openTickets(2);
    await spoil(1);
    await stage.start();
    const { run, lines } = stage.reclocking();
    await run();
    expect(await stage.theJob()).toMatchObject({ state: 'done', pass: 5, failed: 1 });
    expect(lines.at(-1)).toMatchObject({ level: 'WARN', failed: 1 });
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../shared/contracts/contract.ts';
import { listReclockings, startReclocking } from '../../shared/reclocking/reclocking.dynamo.ts';
import { open } from '../../shared/tickets/decide.ts';
import { aContract, anOpening, ticketIdNumber } from '../support/builders.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { type TheTable, tableOf } from '../support/the-table.ts';

/** A contract with three hundred open tickets is amended: four hours to the first response become two, also for them. */
let stage: Stage;
let table: TheTable;
let scheduler: SchedulerClient;
let openedAt: Date;

const howMany = 300;
const hour = 3600_000;
const mailbox = { mailboxes: ['support'] };
const version = (n: number, overrides: Record<string, unknown> = {}): Contract =>
  aContract({ version: n, ...mailbox, ...overrides });
const twoHours = { targets: [{ clock: 'first-response', within: '2 clock hours' }], amendsOpenTickets: true };

beforeAll(async () => {
  stage = await startStage({ contracts: false });
  table = tableOf(stage);
  scheduler = new SchedulerClient(stage.account);
  await table.apply(version(1));
  openedAt = await stage.now();
  const occasion = { at: openedAt, now: openedAt, by: { kind: 'customer' as const, address: 'ana@customer.example' } };
  for (let n = 0; n < howMany; n += 20) {
    const numbers = Array.from({ length: 20 }, (_, i) => n + i);
    await Promise.all(numbers.map((i) => table.tickets.append(ticketIdNumber(i), [open(anOpening(), version(1), occasion)])));
  }
  await stage.settle();
});
afterAll(async () => {
  scheduler.destroy();
  table.close();
  await stage.stop();
});

async function schedules(): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page: Json = await scheduler.send(new ListSchedulesCommand({ NextToken, MaxResults: 100 }));
    names.push(...page.Schedules.map(({ Name }: Json) => Name).filter((name: string) => name.startsWith('tkt_')));
    NextToken = page.NextToken;
  } while (NextToken);
  return names.sort();
}

const alarmsOf = (tickets: Json[]) =>
  tickets.filter(({ alarmAt }) => alarmAt).map(({ id, alarmAt }) => `${id}.${alarmAt.replace(/[^0-9T]/g, '')}`);
const dueAfter = (hours: number) => `${new Date(openedAt.getTime() + hours * hour).toISOString().slice(0, 19)}Z`;
const theJob = async (n: number) =>
  (await listReclockings(table.dynamo, table.name)).find(({ contractVersion }) => contractVersion === n)!;
const start = async (n: number) =>
  startReclocking(table.dynamo, table.name, { contractId: 'ctr_test', contractVersion: n }, await stage.now());

describe('three hundred open tickets', () => {
  const answered = ticketIdNumber(7);
  const resolved = ticketIdNumber(8);

  it('have a schedule each before', async () => {
    const tickets = await table.items('ticket');
    expect(tickets).toHaveLength(howMany);
    for (const { nextDueAt } of tickets) expect(nextDueAt).toBe(dueAfter(4));
    expect(await schedules()).toEqual(alarmsOf(tickets).sort());
  });

  it('are counted again while agents go on working', { timeout: 60_000 }, async () => {
    await table.apply(version(2, twoHours));
    await start(2);
    const reply = await stage.api('POST', `/tickets/${answered}/replies`, { text: 'On its way.' });
    const done = await stage.api('PUT', `/tickets/${resolved}/status`, { status: 'resolved' });
    expect([reply.status, done.status]).toEqual([200, 200]);
    await stage.settle();
    expect(await theJob(2)).toMatchObject({ state: 'running', pass: 2 });
    await stage.advance('PT3M');
    expect(await theJob(2)).toMatchObject({ state: 'done', pass: 2, seen: howMany - 1, changed: 0, failed: 0 });
    expect((await theJob(2)).changedInAll).toBeGreaterThanOrEqual(howMany - 1);
  });

  it('have the new due time then, and the one that was answered meanwhile has none', async () => {
    const tickets = await table.items('ticket');
    for (const { id, nextDueAt, contractVersion } of tickets) {
      if (id === resolved) continue;
      expect([id, contractVersion]).toEqual([id, 2]);
      expect([id, nextDueAt]).toEqual([id, id === answered ? undefined : dueAfter(2)]);
    }
    const { ticket, events } = await stage.ticket(answered);
    expect(ticket).toMatchObject({ status: 'pending', clocks: [{ state: 'met' }, { state: 'cancelled' }] });
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['TicketOpened', 'AgentReplied', 'Reclocked']));
    expect(events).toHaveLength(3);
    expect((await stage.ticket(resolved)).ticket.status).toBe('resolved');
  });

  it('have exactly one live schedule each, of the new alarm; what waits for nothing has none', async () => {
    const tickets = await table.items('ticket');
    const names = await schedules();
    expect(names).toEqual(alarmsOf(tickets).sort());
    expect(names).toHaveLength(howMany - 2);
  });

  it('are shown by metric and log', async () => {
    const { metrics } = (await stage.local('GET', '/_local/metrics')).body;
    const { sum } = metrics.find(({ name }: Json) => name === 'TicketsReclocked');
    expect(sum).toBe((await theJob(2)).changedInAll);
    expect(metrics.find(({ name }: Json) => name === 'WorkFailed')).toBeUndefined();
    expect(stage.cloud.denials).toEqual([]);
  });

  it('are shown by the command, which can also begin the job anew', async () => {
    const reclocking = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['infra/commands/reclocking.ts', '--table', table.name, ...args], {
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: stage.account.endpoint,
          AWS_REGION: stage.account.region,
          AWS_ACCESS_KEY_ID: stage.account.credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: 'any',
        },
      });
    const { changedInAll, position } = await theJob(2);
    expect((await reclocking('--watch')).stdout).toMatch(`ctr_test version 2: done in 2 passes. ${changedInAll} counted again`);
    const again = await reclocking('--again', 'ctr_test#000002', '--pace', '200');
    expect(again.stdout).toContain('ctr_test version 2: pass 1 of at most 5, open tickets, part 1 of 4. 0 counted again');
    expect(await theJob(2)).toMatchObject({ pace: 200 });
    expect((await theJob(2)).position).toBeGreaterThan(position);
    await stage.settle();
    await stage.advance('PT3M');
    expect(await theJob(2)).toMatchObject({ state: 'done', changedInAll: 0 });
    await expect(reclocking('--again', 'no contract')).rejects.toMatchObject({
      stderr: expect.stringContaining('usage: reclocking'),
    });
    await expect(reclocking('--pace', '5000')).rejects.toMatchObject({ stderr: expect.stringContaining('usage: reclocking') });
  });

  it('warn by the new terms', { timeout: 60_000 }, async () => {
    await stage.set(new Date(openedAt.getTime() + hour + 60_000).toISOString());
    const tickets = await table.items('ticket');
    const warned = tickets.filter(({ clocks }) => clocks[0].steps[0].doneAt);
    expect(warned).toHaveLength(howMany - 2);
  });
});

/** Every ticket but the resolved one is under this version and has the one schedule that it waits for. */
async function expectAllUnder(contractVersion: number) {
  const tickets = await table.items('ticket');
  for (const ticket of tickets)
    expect([ticket.id, ticket.contractVersion]).toEqual([ticket.id, ticket.status === 'resolved' ? 1 : contractVersion]);
  expect(await schedules()).toEqual(alarmsOf(tickets).sort());
}
const amendment = (n: number, hours: number) =>
  version(n, { ...twoHours, targets: [{ clock: 'first-response', within: `${hours} clock hours` }] });

describe('a job', () => {
  it('whose message was lost is found by the sweeper and goes on', { timeout: 60_000 }, async () => {
    await table.apply(amendment(3, 30));
    const queue = stage.queue('ReclockTicketsQueue');
    let lost = 0;
    const stop = queue.onVisible(() => {
      for (const { receiptHandle } of queue.receive(10)) {
        queue.remove(receiptHandle);
        lost++;
      }
    });
    await start(3);
    await stage.settle();
    stop();
    expect([lost, (await theJob(3)).position]).toEqual([1, 1]);
    await stage.advance('PT15M');
    expect(await theJob(3)).toMatchObject({ state: 'done', failed: 0, changedInAll: howMany - 1 });
    await expectAllUnder(3);
  });

  it('whose page is asked for ten times at once counts it once', { timeout: 60_000 }, async () => {
    await table.apply(amendment(4, 40));
    const copies = stage.multiplyNext('ReclockTicketsQueue', 10);
    await start(4);
    await stage.settle();
    await stage.advance('PT15M');
    expect(copies()).toBe(10);
    const { state, pass, position, changedInAll } = await theJob(4);
    expect([state, pass, position]).toEqual(['done', 2, 17]);
    // Where two read a page side by side, each changes a part of it and only one of them is believed.
    expect(changedInAll).toBeLessThanOrEqual(howMany - 1);
    await expectAllUnder(4);
    for (const { sequence, id } of await table.items('ticket'))
      expect([id, sequence]).toEqual([id, (await stage.ticket(id)).events.length]);
  });
});

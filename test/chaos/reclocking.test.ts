import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shardOf } from '../../shared/dynamo/table.ts';
import { listReclockings, startReclocking } from '../../shared/reclocking/reclocking.dynamo.ts';
import { open } from '../../shared/tickets/decide.ts';
import { aContract, anOpening, ticketIdNumber } from '../support/builders.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { type TheTable, tableOf } from '../support/the-table.ts';

/**
 * Kills a function at its n-th AWS call while a contract is counted again, before the call is carried out and after, for every n of the
 * pages that matter. Each time the job must come to its end with every ticket under the new version, each changed once.
 */
let stage: Stage;
let table: TheTable;
/** All in the first partition that is read, so that a page with work and one without are the first two. */
const ids = [...Array(40).keys()]
  .map(ticketIdNumber)
  .filter((id) => shardOf(id) === 0)
  .slice(0, 3);

const version = (n: number) =>
  aContract({
    version: n,
    amendsOpenTickets: true,
    mailboxes: ['support'],
    // Far away, so that nothing rings while retries are waited for; and never the same twice, so that every ticket's alarm moves.
    targets: [{ clock: 'first-response', within: `${2000 + n} clock hours` }],
    ladder: [],
  });

beforeAll(async () => {
  stage = await startStage({ contracts: false });
  table = tableOf(stage);
  await table.apply(version(1));
  const at = await stage.now();
  const by = { kind: 'customer' as const, address: 'ana@customer.example' };
  for (const id of ids) await table.tickets.append(id, [open(anOpening(), version(1), { at, now: at, by })]);
  await stage.settle();
});
afterAll(async () => {
  table.close();
  await stage.stop();
});

let current = 1;

/** Amends the contract once, with a function that dies at that call, and says whether it came to that. */
async function amendWithDeath(functionName: string, call: number, when: 'before' | 'after'): Promise<boolean> {
  const contractVersion = ++current;
  await table.apply(version(contractVersion));
  const fault = stage.cloud.faults.plan({ functionName, call, when });
  await startReclocking(table.dynamo, table.name, { contractId: 'ctr_test', contractVersion }, await stage.now());
  await stage.settle();
  // Long enough for visibility time-outs, the second pass and the sweeper.
  await stage.advance('PT20M');
  fault.cancel();
  const what = `${functionName} killed ${when} call ${call} (${JSON.stringify(fault.calls()[call - 1])})`;
  const job = (await listReclockings(table.dynamo, table.name)).find((each) => each.contractVersion === contractVersion);
  expect(job, what).toMatchObject({ state: 'done', failed: 0 });
  const tickets = await table.items('ticket');
  for (const ticket of tickets) {
    expect([what, ticket.contractVersion]).toEqual([what, contractVersion]);
    expect([what, ticket.sequence], 'one event for each amendment').toEqual([what, contractVersion]);
  }
  const { body } = await stage.local('GET', '/_local/schedules');
  const names = body.schedules.map(({ name }: Json) => name).filter((name: string) => name.startsWith('tkt_'));
  const wanted = tickets.map(({ id, alarmAt }) => `${id}.${alarmAt.replace(/[^0-9T]/g, '')}`);
  expect([what, names.sort()]).toEqual([what, wanted.sort()]);
  return fault.happened();
}

describe('a function that is killed while a contract is counted again', () => {
  it.each([
    // The job, the contracts, a page, three tickets read and appended to, the job; then the same for a page without tickets.
    ['ReclockTickets', 14],
    // A request for the first page; three schedules made and three taken back, and the next request.
    ['KeepClocks', 9],
  ])(
    '%s, at each of its first calls: every ticket gets the new terms once, and one schedule',
    { timeout: 300_000 },
    async (name, calls) => {
      for (let call = 1; call <= calls; call++) {
        for (const when of ['before', 'after'] as const) expect(await amendWithDeath(name, call, when)).toBe(true);
      }
    },
  );
});

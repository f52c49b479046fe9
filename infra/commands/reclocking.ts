import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { progressOf } from '../../shared/reclocking/progress.ts';
import { listReclockings, startReclocking } from '../../shared/reclocking/reclocking.dynamo.ts';
import { tableOptions, tableUsage, theTable } from './the-table.ts';

/**
 * `npm run reclocking -- --table NAME` says how far the counting again of open tickets has come, contract by contract. `--watch` goes on
 * until nothing runs any more; `--again JOB` begins one anew, `--pace` at so many tickets a second.
 */
const usage = `usage: reclocking [--watch] [--again CONTRACT#VERSION [--pace TICKETS-A-SECOND]], with ${tableUsage}`;

const watchMilliseconds = 2000;
/** Scheduler's own limit in its largest Regions is higher, but a page must end before the function's time-out. */
const mostPace = 500;

type Table = Awaited<ReturnType<typeof theTable>>;

async function show(table: Table, isWatching: boolean): Promise<void> {
  const jobs = await listReclockings(table.dynamo, table.tableName);
  for (const job of jobs) console.log(progressOf(job));
  if (jobs.length === 0) console.log('no contract has had its open tickets counted again');
  if (!isWatching || jobs.every(({ state }) => state === 'done')) return;
  await pause(watchMilliseconds);
  await show(table, isWatching);
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { ...tableOptions, watch: { type: 'boolean' }, again: { type: 'string' }, pace: { type: 'string' } },
  });
  const { watch = false, again } = values;
  const pace = values.pace === undefined ? undefined : Number(values.pace);
  if (pace !== undefined && !(pace >= 1 && pace <= mostPace)) throw new Error(usage);
  const table = await theTable(values);
  if (again !== undefined) {
    const [, contractId, version] = /^(ctr_[^#]+)#0*([1-9]\d*)$/.exec(again) ?? [];
    if (!contractId) throw new Error(usage);
    const { dynamo, tableName } = table;
    await startReclocking(dynamo, tableName, { contractId, contractVersion: Number(version) }, new Date(), pace);
  }
  await show(table, watch);
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

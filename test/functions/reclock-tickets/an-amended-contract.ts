import { expect } from 'vitest';
import { createHandler, type Dependencies } from '../../../functions/reclock-tickets/handler.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { affectedTicketsIn } from '../../../shared/reclocking/affected-tickets.dynamo.ts';
import { reclockingsIn, startReclocking } from '../../../shared/reclocking/reclocking.dynamo.ts';
import type { Reclocking } from '../../../shared/reclocking/reclocking.ts';
import { open } from '../../../shared/tickets/decide.ts';
import { amended } from '../../shared/reclocking/a-job.ts';
import { aContract, anOpening, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { aQueueEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';
import { startTable, tableName } from '../../support/table.ts';

export const version1 = aContract();
export const shorter = { targets: [{ clock: 'first-response', within: '2 clock hours' }] };
export const version2 = aContract({ version: 2, amendsOpenTickets: true, ...shorter });
export const oldDue = '2026-01-05T12:00:00Z';
export const newDue = '2026-01-05T10:00:00Z';

/** A table with both versions of the contract, ten minutes after the tickets were opened. */
export async function anAmendedContract() {
  const at = { time: minutesLater(10) };
  const table = await startTable(at);
  for (const contract of [version1, version2]) await putContract(table.client, tableName, contract);
  const jobs = reclockingsIn(table.client, tableName);
  const theJob = async (): Promise<Reclocking> => (await jobs.all())[0]!;
  return {
    table,
    at,
    jobs,
    theJob,
    /** What is asked for when the job's step is passed on. */
    here: async () => ({ jobId: (await theJob()).id, position: (await theJob()).position }),
    start: (pace?: number) => startReclocking(table.client, tableName, amended, at.time, pace),
    openTickets: (count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, n) =>
          table.tickets.append(ticketIdNumber(n), [open(anOpening(), version1, byCustomer())]),
        ),
      ),
    /** Each due time that there is, and how many tickets have it. */
    dueTimes: async () =>
      Object.values(Object.groupBy(await table.items('ticket'), ({ nextDueAt }) => String(nextDueAt))).map((same) => [
        same![0]!.nextDueAt,
        same!.length,
      ]),
    /** The function on the table. */
    reclocking: (overrides: Partial<Dependencies> = {}) => {
      const { work, messages, lines, values } = aWork();
      const handler = createHandler({
        work,
        jobs,
        affected: affectedTicketsIn(table.client, tableName),
        tickets: table.tickets,
        freshContracts: () => table.contracts,
        now: () => at.time,
        pause: async () => undefined,
        ...overrides,
      });
      const read = async (...requests: unknown[]) => failedIds(await handler(aQueueEvent(...requests), context));
      return {
        read,
        messages,
        lines,
        reclocked: () => values('TicketsReclocked').reduce((sum: number, value) => sum + Number(value), 0),
        failures: () => values('WorkFailed'),
        /** Reads page after page, waiting where the job does, until it is done or `until` says so. Answers how many pages. */
        run: async (until: (job: Reclocking) => boolean = () => false) => {
          for (let pages = 0; ; pages++) {
            const job = await theJob();
            if (job.state === 'done' || until(job)) return pages;
            at.time = new Date(Math.max(at.time.getTime(), Date.parse(job.readyAt ?? '') || 0));
            expect(await read({ jobId: job.id, position: job.position })).toEqual([]);
          }
        },
      };
    },
  };
}
export type AmendedContract = Awaited<ReturnType<typeof anAmendedContract>>;

import type { Now } from '../../shared/clock.ts';
import type { Contract, Contracts } from '../../shared/contracts/contract.ts';
import { queueConsumer } from '../../shared/lambda/queue-consumer.ts';
import { type Work, workFailed } from '../../shared/lambda/work.ts';
import { type PagePorts, reclockPage } from '../../shared/reclocking/reclock-page.ts';
import { afterPage, pageRequest, postponed, type Reclocking, type Reclockings } from '../../shared/reclocking/reclocking.ts';

export interface Dependencies extends Pick<PagePorts, 'affected' | 'tickets' | 'pause'> {
  work: Work;
  jobs: Pick<Reclockings, 'find' | 'save'>;
  /** Contracts that remember nothing from before: they have just changed. */
  freshContracts: () => Pick<Contracts, 'of'>;
  now: Now;
}

export function createHandler({ work, jobs, freshContracts, now, ...ports }: Dependencies) {
  const { log, meter } = work;

  const readPage = async (job: Reclocking, to: Contract, contracts: Pick<Contracts, 'of'>) => {
    const failed = (ticketId: string, error: unknown) =>
      workFailed(work, 'ticket could not be counted again', error, { jobId: job.id, ticketId });
    const page = await reclockPage(job, to, { ...ports, contracts, now, failed });
    meter('TicketsReclocked', page.changed, {}, { jobId: job.id });
    const { id: jobId, pass, status, shard } = job;
    log.info('page read', { jobId, pass, status, shard, seen: page.seen, changed: page.changed, failed: page.failed });
    return afterPage(job, page, now());
  };

  return queueConsumer(work, async ({ body }) => {
    const { jobId, position } = pageRequest.parse(JSON.parse(body));
    const job = await jobs.find(jobId);
    if (job?.state !== 'running' || job.position !== position) {
      log.info('stale page', { jobId, position });
      return;
    }
    const contracts = freshContracts();
    const to = await contracts.of(job);
    const isInForce = Date.parse(to.effectiveFrom) <= now().getTime();
    const after = isInForce ? await readPage(job, to, contracts) : postponed(job, to.effectiveFrom, now());
    if (!(await jobs.save(after, position))) log.info('page read by another as well', { jobId, position });
    else if (after.state === 'done') ended(work, after);
  });
}

function ended({ log }: Work, { id: jobId, pass, changedInAll, changed, failed }: Reclocking): void {
  const fields = { jobId, passes: pass, changed: changedInAll, failed };
  if (changed === 0 && failed === 0) log.info('all open tickets are counted', fields);
  else log.warn('given up on the rest after the last pass', fields);
}

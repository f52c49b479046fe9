import type { Page, Reclocking } from '../../../shared/reclocking/reclocking.ts';
import { afterPage, started } from '../../../shared/reclocking/reclocking.ts';
import { monday } from '../../support/builders.ts';

export const amended = { contractId: 'ctr_test', contractVersion: 2 };

/** A job for version 2 of the test contract, at its beginning. */
export const aJob = (overrides: Partial<Reclocking> = {}): Reclocking => ({
  ...started(amended, monday, undefined, 100),
  ...overrides,
});

export const aPage = (overrides: Partial<Page> = {}): Page => ({
  seen: 0,
  changed: 0,
  failed: 0,
  next: undefined,
  ...overrides,
});

/** A job at the last page of a pass, after which that is over. */
export const atLastPage = (overrides: Partial<Reclocking> = {}): Reclocking =>
  aJob({ status: 'pending', shard: 3, begunAt: monday.toISOString(), ...overrides });

/** Reads pages until the pass or the job is over, none of them with a ticket that changes. */
export function toEndOfPass(job: Reclocking, now: Date): Reclocking {
  let at = job;
  do at = afterPage(at, aPage(), now);
  while (at.state === 'running' && at.pass === job.pass);
  return at;
}

import type { Now } from '../clock.ts';
import { isStuck, type Reclocking, type Reclockings } from './reclocking.ts';

/** Asks again for the pages of jobs that stand still, and answers for how many. */
export async function nudge(
  jobs: Pick<Reclockings, 'all'>,
  askForPage: (job: Reclocking) => Promise<void>,
  now: Now,
): Promise<number> {
  const stuck = (await jobs.all()).filter((job) => isStuck(job, now()));
  for (const job of stuck) await askForPage(job);
  return stuck.length;
}

import { shards } from '../dynamo/table.ts';
import { mostPasses, type Reclocking } from './reclocking.ts';

/** A job in one line, for people. How many tickets there are in all nobody knows beforehand. */
export function progressOf(job: Reclocking): string {
  const where =
    job.state === 'done'
      ? `done in ${job.pass} passes`
      : `pass ${job.pass} of at most ${mostPasses}, ${job.status} tickets, part ${job.shard + 1} of ${shards}`;
  const counts = `${job.changedInAll} counted again; this pass: ${job.seen} seen, ${job.changed} counted again, ${job.failed} failed`;
  const since = `started ${job.startedAt}, last moved ${job.updatedAt}`;
  const waiting = job.state === 'running' && job.readyAt !== undefined ? `; goes on at ${job.readyAt}` : '';
  return `${job.contractId} version ${job.contractVersion}: ${where}. ${counts}; ${since}${waiting}`;
}

import * as z from 'zod/mini';
import type { ContractVersion } from '../contracts/contract.ts';
import { shards } from '../dynamo/table.ts';

/** Where tickets lie whose promises are being counted, in the order in which they are read. */
export const readStatuses = ['open', 'pending'] as const;
const firstPartition = { status: readStatuses[0], shard: 0 };

/** One counting again of all open tickets of a contract. The README draws its life. */
export const reclocking = z.object({
  id: z.string(),
  contractId: z.string(),
  /** What holds now: tickets under this version and, if it amends open tickets, under those before it are counted by it. */
  contractVersion: z.int(),
  state: z.enum(['running', 'done']),
  /** By the clock of whoever started it. */
  startedAt: z.string(),
  /** When its first page was read. */
  begunAt: z.optional(z.string()),
  updatedAt: z.string(),
  /** The next page is not read before. Absent: at once. */
  readyAt: z.optional(z.string()),
  /** One more with every page and every start, never less: a message that names another is stale. */
  position: z.int(),
  /** 1 for the first reading of all partitions of the queue. */
  pass: z.int(),
  status: z.enum(readStatuses),
  shard: z.int(),
  /** Sort key of the last entry read in this partition. */
  cursor: z.optional(z.string()),
  /** Of this pass: tickets looked at, counted again, and not counted because of an error. */
  seen: z.int(),
  changed: z.int(),
  failed: z.int(),
  /** Counted again in this pass and those before. */
  changedInAll: z.int(),
  /** Tickets a second that are counted again at most. */
  pace: z.number(),
});
export type Reclocking = z.infer<typeof reclocking>;

/** Which page of which job is to be read. */
export const pageRequest = z.object({ jobId: z.string(), position: z.int() });

export interface Reclockings {
  /** Strongly consistent. */
  find(jobId: string): Promise<Reclocking | undefined>;
  all(): Promise<Reclocking[]>;
  /** Writes the job if it still stands at position `seen` (undefined: if there is none), and answers whether it did. */
  save(job: Reclocking, seen: number | undefined): Promise<boolean>;
}

/** What one page came to. `next`: cursor of the next one of this partition, if there is more. */
export interface Page extends Pick<Reclocking, 'seen' | 'changed' | 'failed'> {
  next: string | undefined;
}

/**
 * A ticket costs one CreateSchedule and one DeleteSchedule; Regions with the lowest quota allow 250 a second of each, and two pages may be
 * read at a time. Source: EventBridge Scheduler User Guide, "Quotas".
 */
export const defaultPace = 100;
/** So many seconds of its pace make a page: long enough that the way to the next page does not count, far below the function's time-out. */
const pageSeconds = 5;
export const ticketsPerPage = (pace: number): number => Math.max(1, Math.floor(pace * pageSeconds));

export const mostPasses = 5;
/** Functions keep contracts in memory for a minute and may work for another: until then tickets may be opened under the old terms. */
export const settleSeconds = 120;
/** What failed is left alone for so long: less than the sweeper's patience, or it would ask for the page as well. */
export const restSeconds = 240;
/** A running job that has not moved for so long has lost its message. */
export const stuckSeconds = 300;

export const reclockingId = ({ contractId, contractVersion }: ContractVersion): string =>
  `${contractId}#${String(contractVersion).padStart(6, '0')}`;

const later = (at: Date | string, seconds: number): number => new Date(at).getTime() + seconds * 1000;
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const nothing = { seen: 0, changed: 0, failed: 0 };

/** The job at its beginning. `before`: where one of this id stood, if there was one; whatever that still does is stale from here on. */
export function started(version: ContractVersion, now: Date, before: number | undefined, pace: number): Reclocking {
  const at = now.toISOString();
  return {
    id: reclockingId(version),
    contractId: version.contractId,
    contractVersion: version.contractVersion,
    state: 'running',
    startedAt: at,
    updatedAt: at,
    position: (before ?? 0) + 1,
    pass: 1,
    ...firstPartition,
    ...nothing,
    changedInAll: 0,
    pace,
  };
}

/** The job after a page. */
export function afterPage(job: Reclocking, page: Page, now: Date): Reclocking {
  const counted: Reclocking = {
    ...job,
    begunAt: job.begunAt ?? now.toISOString(),
    updatedAt: now.toISOString(),
    readyAt: undefined,
    position: job.position + 1,
    cursor: page.next,
    seen: job.seen + page.seen,
    changed: job.changed + page.changed,
    failed: job.failed + page.failed,
    changedInAll: job.changedInAll + page.changed,
  };
  if (page.next !== undefined) return counted;
  if (job.shard + 1 < shards) return { ...counted, shard: job.shard + 1 };
  const status = readStatuses[readStatuses.indexOf(job.status) + 1];
  return status ? { ...counted, status, shard: 0 } : afterPass(counted, now);
}

/** Keys move while they are read, so a pass may miss tickets: the job is done when one after the first finds nothing left to do. */
function afterPass(job: Reclocking, now: Date): Reclocking {
  const isQuiet = job.changed === 0 && job.failed === 0;
  if (job.pass >= mostPasses || (job.pass > 1 && isQuiet)) return { ...job, state: 'done' };
  const settled = later(job.begunAt ?? now, settleSeconds);
  const readyAt = iso(Math.max(settled, later(now, job.failed > 0 ? restSeconds : 0)));
  return { ...job, ...firstPartition, ...nothing, pass: job.pass + 1, readyAt };
}

/** The job while its version is not in force: it waits until then. */
export const postponed = (job: Reclocking, until: string, now: Date): Reclocking => ({
  ...job,
  updatedAt: now.toISOString(),
  readyAt: iso(later(until, 0)),
  position: job.position + 1,
});

export const isStuck = ({ state, updatedAt, readyAt }: Reclocking, now: Date): boolean =>
  state === 'running' && later(updatedAt, stuckSeconds) <= now.getTime() && later(readyAt ?? updatedAt, 0) <= now.getTime();

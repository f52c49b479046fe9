import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import { readStream } from '../../shared/lambda/stream-reader.ts';
import type { Work } from '../../shared/lambda/work.ts';
import { type Reclocking, reclocking } from '../../shared/reclocking/reclocking.ts';
import type { Alarms, Ringing } from '../../shared/sla/alarms.ts';

export interface Dependencies {
  work: Work;
  alarms: Alarms;
  /** Asks for the page that a running job stands at. */
  askForPage: (job: Reclocking) => Promise<void>;
}

const waiting = z.object({ id: z.string(), alarmAt: z.optional(z.string()) });

/** The alarm that a stored ticket waits for. */
function alarmOf(item: Record<string, unknown> | undefined): Ringing | undefined {
  const { id, alarmAt } = item ? waiting.parse(item) : {};
  return id && alarmAt ? { ticketId: id, alarmAt } : undefined;
}

export function createHandler({ work, alarms, askForPage }: Dependencies) {
  const followJob = async (item: Record<string, unknown>) => {
    const job = reclocking.parse(item);
    if (job.state === 'running') await askForPage(job);
  };

  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(invocationLog(work.log))
    .handler(async ({ Records }) => ({
      batchItemFailures: await readStream(
        Records,
        async ({ before, after }) => {
          if (after?.kind === 'reclocking') return followJob(after);
          const old = alarmOf(before);
          const next = alarmOf(after);
          if (old?.alarmAt === next?.alarmAt) return;
          if (next) await alarms.set(next);
          if (old) await alarms.cancel(old);
        },
        work,
      ),
    }));
}

import { SQSClient } from '@aws-sdk/client-sqs';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { nudge } from '../../shared/reclocking/nudge.ts';
import { pageQueueIn } from '../../shared/reclocking/page-queue.sqs.ts';
import { reclockingsIn } from '../../shared/reclocking/reclocking.dynamo.ts';
import { ringAll } from '../../shared/sla/alarm-queue.sqs.ts';
import { overdueAlarms } from '../../shared/sla/overdue.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, now, log, meter } = startRuntime('sweep-alarms', schema);
const dynamo = documentClient();
const sqs = new SQSClient({});

export const handler = createHandler({
  log,
  meter,
  now,
  overdue: (until) => overdueAlarms(dynamo, env.TABLE_NAME, until),
  ringAll: ringAll(sqs, env.ALARM_QUEUE_URL),
  nudge: () => nudge(reclockingsIn(dynamo, env.TABLE_NAME), pageQueueIn(sqs, env.RECLOCK_QUEUE_URL, now), now),
});

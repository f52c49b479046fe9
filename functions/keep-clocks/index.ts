import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { pageQueueIn } from '../../shared/reclocking/page-queue.sqs.ts';
import { alarmsIn } from '../../shared/sla/alarms.scheduler.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('keep-clocks', schema);
const { env, now } = work;
const settings = {
  scheduleGroup: env.SCHEDULE_GROUP,
  roleArn: env.SCHEDULER_ROLE_ARN,
  queueArn: env.ALARM_QUEUE_ARN,
  queueUrl: env.ALARM_QUEUE_URL,
  deadLetterQueueArn: env.ALARM_DEAD_LETTER_QUEUE_ARN,
};

const sqs = new SQSClient({});

export const handler = createHandler({
  work,
  alarms: alarmsIn(new SchedulerClient({}), sqs, settings, now),
  askForPage: pageQueueIn(sqs, env.RECLOCK_QUEUE_URL, now),
});

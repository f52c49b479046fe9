import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startRuntime } from '../../shared/lambda/runtime.ts';
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

export const handler = createHandler({ work, alarms: alarmsIn(new SchedulerClient({}), new SQSClient({}), settings, now) });

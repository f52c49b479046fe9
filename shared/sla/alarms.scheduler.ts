import { CreateScheduleCommand, DeleteScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Now } from '../clock.ts';
import { type Alarms, alarmName, type Ringing } from './alarms.ts';

export interface AlarmSettings {
  scheduleGroup: string;
  /** Role that Scheduler takes on to send to the queue. */
  roleArn: string;
  queueArn: string;
  queueUrl: string;
  deadLetterQueueArn: string;
}

/** Scheduler fires up to 60 s late and refuses a time that has passed; so near the moment the queue's own delay does better. */
const nearMilliseconds = 60_000;

/**
 * Alarms as one-time schedules of EventBridge Scheduler that send to the alarm queue and then delete themselves. An alarm due within a
 * minute gets no schedule but a message that the queue holds back until then.
 * Source: EventBridge Scheduler User Guide, "Schedule types" (60 s precision) and "Managing schedules" (ActionAfterCompletion).
 */
export function alarmsIn(scheduler: SchedulerClient, sqs: SQSClient, settings: AlarmSettings, now: Now): Alarms {
  return {
    set: async (alarm) => {
      const wait = Date.parse(alarm.alarmAt) - now().getTime();
      if (wait <= nearMilliseconds) await sendAfter(sqs, settings, alarm, Math.max(0, Math.ceil(wait / 1000)));
      else await schedule(scheduler, settings, alarm);
    },
    cancel: async (alarm) => {
      if (Date.parse(alarm.alarmAt) <= now().getTime()) return;
      try {
        await scheduler.send(new DeleteScheduleCommand({ Name: alarmName(alarm), GroupName: settings.scheduleGroup }));
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
      }
    },
  };
}

async function sendAfter(sqs: SQSClient, { queueUrl }: AlarmSettings, alarm: Ringing, delaySeconds: number) {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(alarm), DelaySeconds: delaySeconds }));
}

async function schedule(scheduler: SchedulerClient, settings: AlarmSettings, alarm: Ringing) {
  try {
    await scheduler.send(
      new CreateScheduleCommand({
        Name: alarmName(alarm),
        GroupName: settings.scheduleGroup,
        ScheduleExpression: `at(${alarm.alarmAt.slice(0, 19)})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: settings.queueArn,
          RoleArn: settings.roleArn,
          Input: JSON.stringify(alarm),
          DeadLetterConfig: { Arn: settings.deadLetterQueueArn },
        },
      }),
    );
  } catch (error) {
    // The name holds ticket and moment: a schedule of that name is this very alarm.
    if (!(error instanceof Error) || error.name !== 'ConflictException') throw error;
  }
}

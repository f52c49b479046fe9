import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { ringAll } from '../../../shared/sla/alarm-queue.sqs.ts';
import { alarmsIn } from '../../../shared/sla/alarms.scheduler.ts';
import { alarmName } from '../../../shared/sla/alarms.ts';
import { monday, ticketId } from '../../support/builders.ts';
import { namedError, strictMock } from '../../support/strict-mock.ts';

const settings = {
  scheduleGroup: 'alarms',
  roleArn: 'arn:aws:iam::1:role/ringer',
  queueArn: 'arn:aws:sqs:eu-west-1:1:ring',
  queueUrl: 'https://sqs/ring',
  deadLetterQueueArn: 'arn:aws:sqs:eu-west-1:1:dead',
};
const dueIn = (seconds: number) => ({
  ticketId,
  alarmAt: new Date(monday.getTime() + seconds * 1000).toISOString().replace('.000', ''),
});

function alarms(now: Date = monday) {
  const scheduler = strictMock(SchedulerClient);
  const sqs = strictMock(SQSClient);
  const kept = alarmsIn(
    new SchedulerClient({ region: 'eu-west-1' }),
    new SQSClient({ region: 'eu-west-1' }),
    settings,
    () => now,
  );
  return { scheduler, sqs, kept };
}

describe('setting an alarm', () => {
  it('makes one schedule of exactly these members', async () => {
    const { kept, scheduler } = alarms();
    scheduler.on(CreateScheduleCommand).resolves({});
    await kept.set(dueIn(61));
    expect(scheduler.commandCalls(CreateScheduleCommand).map(({ args }) => args[0].input)).toEqual([
      {
        Name: `${ticketId}.20260105T080101`,
        GroupName: 'alarms',
        ScheduleExpression: 'at(2026-01-05T08:01:01)',
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: settings.queueArn,
          RoleArn: settings.roleArn,
          Input: `{"ticketId":"${ticketId}","alarmAt":"2026-01-05T08:01:01Z"}`,
          DeadLetterConfig: { Arn: settings.deadLetterQueueArn },
        },
      },
    ]);
  });
  it.each([
    [60, 60],
    [1, 1],
    [0, 0],
    [-3600, 0],
  ])('due in %i s makes a message that the queue holds back for %i s, and no schedule', async (seconds, delay) => {
    const { kept, sqs } = alarms();
    sqs.on(SendMessageCommand).resolves({});
    await kept.set(dueIn(seconds));
    expect(sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)).toEqual([
      { QueueUrl: settings.queueUrl, MessageBody: JSON.stringify(dueIn(seconds)), DelaySeconds: delay },
    ]);
  });
  it('rounds the delay up: a message never comes before the second is full', async () => {
    const { kept, sqs } = alarms(new Date(monday.getTime() + 1));
    sqs.on(SendMessageCommand).resolves({});
    await kept.set(dueIn(30));
    expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input.DelaySeconds).toBe(30);
  });
  it('that is set already is fine', async () => {
    const { kept, scheduler } = alarms();
    scheduler.on(CreateScheduleCommand).rejects(namedError('ConflictException'));
    await kept.set(dueIn(3600));
  });
  it('fails when Scheduler does not take it for another reason', async () => {
    const { kept, scheduler } = alarms();
    scheduler.on(CreateScheduleCommand).rejects(namedError('ServiceQuotaExceededException'));
    await expect(kept.set(dueIn(3600))).rejects.toThrow('ServiceQuotaExceededException');
  });
});

describe('taking an alarm back', () => {
  it('deletes the schedule of that ticket and moment', async () => {
    const { kept, scheduler } = alarms();
    scheduler.on(DeleteScheduleCommand).resolves({});
    await kept.cancel(dueIn(3600));
    const [call] = scheduler.commandCalls(DeleteScheduleCommand);
    expect(call?.args[0].input).toMatchObject({ Name: `${ticketId}.20260105T090000`, GroupName: 'alarms' });
  });
  it('that has rung or never was is fine', async () => {
    const { kept, scheduler } = alarms();
    scheduler.on(DeleteScheduleCommand).rejects(namedError('ResourceNotFoundException'));
    await kept.cancel(dueIn(3600));
  });
  it('whose time has passed asks for nothing: its schedule deletes itself', async () => {
    await alarms().kept.cancel(dueIn(0));
  });
  it('fails when Scheduler fails for another reason', async () => {
    const { kept, scheduler } = alarms();
    scheduler.on(DeleteScheduleCommand).rejects(namedError('ThrottlingException'));
    await expect(kept.cancel(dueIn(3600))).rejects.toThrow('ThrottlingException');
  });
});

describe('an alarm’s name', () => {
  it('is one that Scheduler takes, of at most 64 characters', () => {
    expect(alarmName(dueIn(0))).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
  });
  it('differs by ticket and by second', () => {
    expect(new Set([dueIn(0), dueIn(1), { ...dueIn(0), ticketId: 'tkt_2' }].map(alarmName)).size).toBe(3);
  });
});

describe('ringing many at once', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => dueIn(i));
  it.each([
    [0, []],
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])('sends %i alarms in batches of ten', async (n, sizes) => {
    const sqs = strictMock(SQSClient);
    sqs.on(SendMessageBatchCommand).resolves({});
    await ringAll(new SQSClient({ region: 'eu-west-1' }), settings.queueUrl)(many(n));
    const entries = sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(entries.map(({ length }) => length)).toEqual(sizes);
    expect(entries.flat().map(({ MessageBody }) => JSON.parse(String(MessageBody)))).toEqual(many(n));
    for (const batch of entries) expect(new Set(batch.map(({ Id }) => Id)).size).toBe(batch.length);
  });
  it('throws when the queue refuses one entry of a batch that it takes otherwise', async () => {
    const sqs = strictMock(SQSClient);
    sqs.on(SendMessageBatchCommand).resolves({ Failed: [{ Id: '3', SenderFault: false, Code: 'InternalError' }] });
    await expect(ringAll(new SQSClient({ region: 'eu-west-1' }), settings.queueUrl)(many(10))).rejects.toThrow(
      'the alarm queue refused 1 of 10: InternalError',
    );
  });
});

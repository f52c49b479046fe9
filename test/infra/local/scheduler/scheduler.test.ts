import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScheduler, type Scheduler } from '../../../../infra/local/scheduler/scheduler.ts';
import {
  account,
  anApp,
  aResource,
  aStage,
  fakeQueues,
  type RunningGateway,
  region,
  type Stage,
  startGateway,
} from '../gateway/test-cloud.ts';

const queue = `arn:aws:sqs:${region}:${account}:alarms`;
const deadLetters = `arn:aws:sqs:${region}:${account}:dead`;
const fn = `arn:aws:lambda:${region}:${account}:function:ring`;
const executionRole = `arn:aws:iam::${account}:role/scheduler`;
const rateSchedule = aResource('AWS::Scheduler::Schedule', 'sweep', {
  ScheduleExpression: 'rate(5 minutes)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: fn, RoleArn: executionRole },
});

let stage: Stage;
let gateway: RunningGateway;
let scheduler: Scheduler;
let client: SchedulerClient;
let queues: ReturnType<typeof fakeQueues>;
let invoked: { arn: string; event: unknown }[];

const begin = async (...resources: ReturnType<typeof aResource>[]) => {
  const app = anApp(aResource('AWS::Scheduler::ScheduleGroup', 'sla'), ...resources);
  const invokeAsync = (arn: string, event: unknown) => void invoked.push({ arn, event });
  scheduler = createScheduler({ app, clock: stage.clock, iam: stage.iam, queues, invokeAsync, onError: stage.onError });
  gateway = await startGateway(stage, [scheduler.service]);
  client = new SchedulerClient(gateway.client);
};

beforeEach(async () => {
  stage = aStage();
  queues = fakeQueues(queue, deadLetters);
  invoked = [];
  await begin();
});

afterEach(async () => {
  client.destroy();
  scheduler.stop();
  stage.clock.stop();
  await gateway.stop();
});

/** The next whole second at least that many seconds ahead. */
const inSeconds = (seconds: number) => new Date(Math.ceil(stage.clock.now() / 1000 + seconds) * 1000);
const atExpression = (at: Date) => `at(${at.toISOString().slice(0, 19)})`;
const aSchedule = (overrides: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: 'tkt_1',
  GroupName: 'sla',
  ScheduleExpression: atExpression(inSeconds(3600)),
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: 'DELETE',
  Target: { Arn: queue, RoleArn: executionRole, Input: '{"ticket":"tkt_1"}' },
  ...overrides,
});
const create = (overrides: Partial<CreateScheduleCommandInput> = {}) =>
  client.send(new CreateScheduleCommand(aSchedule(overrides)));
const names = () => scheduler.list().map(({ name }) => name);
const advance = (seconds: number) => stage.clock.moveTo(stage.clock.now() + seconds * 1000);

describe('a schedule', () => {
  it('can be made, read, listed and deleted', async () => {
    const at = inSeconds(3600);
    const { ScheduleArn } = await create({ ScheduleExpression: atExpression(at) });
    expect(ScheduleArn).toBe(`arn:aws:scheduler:${region}:${account}:schedule/sla/tkt_1`);
    const read = await client.send(new GetScheduleCommand({ Name: 'tkt_1', GroupName: 'sla' }));
    expect(read).toMatchObject({
      Arn: ScheduleArn,
      State: 'ENABLED',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'DELETE',
      CreationDate: expect.any(Date),
      Target: { Arn: queue, Input: '{"ticket":"tkt_1"}' },
    });
    expect(scheduler.list()).toEqual([{ name: 'tkt_1', group: 'sla', at: at.toISOString(), input: '{"ticket":"tkt_1"}' }]);
    await client.send(new DeleteScheduleCommand({ Name: 'tkt_1', GroupName: 'sla' }));
    await expect(client.send(new GetScheduleCommand({ Name: 'tkt_1', GroupName: 'sla' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await advance(7200);
    expect(queues.sent).toEqual([]);
  });

  it('exists once a name: a second creation conflicts, the same request again does not', async () => {
    const ClientToken = 'same-token';
    const first = aSchedule({ ClientToken });
    await client.send(new CreateScheduleCommand(first));
    await client.send(new CreateScheduleCommand(first));
    await expect(create()).rejects.toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 409 } });
    expect(names()).toEqual(['tkt_1']);
  });

  it('is replaced as a whole by an update', async () => {
    await create({ Description: 'first' });
    const moved = inSeconds(7200);
    const { ActionAfterCompletion: _left, ...rest } = aSchedule({ ScheduleExpression: atExpression(moved) });
    await client.send(new UpdateScheduleCommand(rest));
    const read = await client.send(new GetScheduleCommand({ Name: 'tkt_1', GroupName: 'sla' }));
    expect(read.ActionAfterCompletion).toBe('NONE');
    expect(read.Description).toBeUndefined();
    await advance(3700);
    expect(queues.sent).toEqual([]);
    await advance(3600);
    expect(queues.sent).toHaveLength(1);
    await expect(client.send(new UpdateScheduleCommand(aSchedule({ Name: 'none' })))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('is listed page by page', async () => {
    for (const name of ['a-1', 'a-2', 'a-3', 'b-1']) await create({ Name: name });
    const list = (NextToken?: string) =>
      client.send(
        new ListSchedulesCommand({ GroupName: 'sla', NamePrefix: 'a-', MaxResults: 2, ...(NextToken ? { NextToken } : {}) }),
      );
    const first = await list();
    expect(first.Schedules?.map(({ Name }) => Name)).toEqual(['a-1', 'a-2']);
    const second = await list(first.NextToken);
    expect(second.Schedules?.map(({ Name }) => Name)).toEqual(['a-3']);
    expect(second.NextToken).toBeUndefined();
  });

  it('belongs to a group of the template', async () => {
    await expect(create({ GroupName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const { ScheduleGroups } = await client.send(new ListScheduleGroupsCommand({}));
    expect(ScheduleGroups?.map(({ Name }) => Name)).toEqual(['default', 'sla']);
    await expect(client.send(new GetScheduleGroupCommand({ Name: 'sla' }))).resolves.toMatchObject({ State: 'ACTIVE' });
    await expect(client.send(new CreateScheduleGroupCommand({ Name: 'new' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});

describe('what is refused', () => {
  const target = { Arn: queue, RoleArn: executionRole, Input: '{}' };
  const bad: [string, Partial<CreateScheduleCommandInput>][] = [
    ['a time in the past', { ScheduleExpression: 'at(2020-01-01T00:00:00)' }],
    ['a Z', { ScheduleExpression: 'at(2099-01-01T00:00:00Z)' }],
    ['an unknown zone', { ScheduleExpressionTimezone: 'Mars/Olympus' }],
    ['a name with a space', { Name: 'a b' }],
    ['a name of 65 characters', { Name: 'x'.repeat(65) }],
    ['a flexible window without its length', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }],
    ['a window of more than a day', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 } }],
    ['a target without a role', { Target: { ...target, RoleArn: undefined } }],
    ['186 retries', { Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 186 } } }],
    ['an event age under a minute', { Target: { ...target, RetryPolicy: { MaximumEventAgeInSeconds: 59 } } }],
    ['a FIFO dead-letter queue', { Target: { ...target, DeadLetterConfig: { Arn: `${deadLetters}.fifo` } } }],
    ['input for a function that is not JSON', { Target: { ...target, Arn: fn, Input: 'text' } }],
  ];
  it.each(bad)('%s', async (_what, overrides) => {
    await expect(create(overrides)).rejects.toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
    expect(names()).toEqual([]);
  });

  it('a role that does not trust the schedule group', async () => {
    stage.iam.distrusts = (role, service, source) =>
      role === executionRole &&
      service === 'scheduler.amazonaws.com' &&
      source === `arn:aws:scheduler:${region}:${account}:schedule-group/sla`;
    await expect(create()).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('must allow') });
  });

  it('names and limits at their edge are taken', async () => {
    await create({
      Name: 'x'.repeat(64),
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1440 },
      Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 60 } },
    });
    expect(names()).toEqual(['x'.repeat(64)]);
  });

  it('a caller without the permission, or without the one to pass the role', async () => {
    await create();
    expect(stage.iam.asked.slice(-2).map(({ requirement }) => requirement)).toEqual([
      { action: 'scheduler:CreateSchedule', resource: `arn:aws:scheduler:${region}:${account}:schedule/sla/tkt_1` },
      { action: 'iam:PassRole', resource: executionRole, context: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    ]);
    stage.iam.denies = (_principal, { action }) => action === 'iam:PassRole';
    await expect(client.send(new UpdateScheduleCommand(aSchedule()))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('firing', () => {
  it('is exact, never early, with the context filled in, and deletes the schedule', async () => {
    const at = inSeconds(3600);
    const Input =
      '{"at":"<aws.scheduler.scheduled-time>","arn":"<aws.scheduler.schedule-arn>","n":<aws.scheduler.attempt-number>}';
    await create({ ScheduleExpression: atExpression(at), Target: { Arn: queue, RoleArn: executionRole, Input } });
    let firedAt = 0;
    stage.iam.denies = () => {
      firedAt = stage.clock.now();
      return false;
    };
    await advance(7200);
    expect(queues.sent).toHaveLength(1);
    expect(firedAt - at.getTime()).toBeGreaterThanOrEqual(0);
    expect(firedAt - at.getTime()).toBeLessThan(1000);
    expect(JSON.parse(queues.sent[0]!.body)).toEqual({
      at: at.toISOString().replace('.000', ''),
      arn: `arn:aws:scheduler:${region}:${account}:schedule/sla/tkt_1`,
      n: 1,
    });
    expect(names()).toEqual([]);
  });

  it('keeps a schedule that is not to be deleted, and does not fire it again', async () => {
    await create({ ActionAfterCompletion: 'NONE' });
    await advance(100_000);
    expect(queues.sent).toHaveLength(1);
    expect(names()).toEqual(['tkt_1']);
  });

  it('leaves disabled schedules alone', async () => {
    await create({ State: 'DISABLED' });
    await advance(7200);
    expect(queues.sent).toEqual([]);
  });

  it('invokes a function with its input, or with the default event', async () => {
    await create({ Target: { Arn: fn, RoleArn: executionRole, Input: '{"a":1}' } });
    await create({ Name: 'bare', Target: { Arn: fn, RoleArn: executionRole } });
    await advance(3700);
    expect(invoked).toEqual([
      { arn: fn, event: { a: 1 } },
      {
        arn: fn,
        event: expect.objectContaining({
          source: 'aws.scheduler',
          'detail-type': 'Scheduled Event',
          detail: '{}',
          account,
          region,
        }),
      },
    ]);
  });

  it('runs rate schedules of the template', async () => {
    scheduler.stop();
    await gateway.stop();
    await begin(rateSchedule);
    await advance(901);
    expect(invoked).toHaveLength(3);
    scheduler.stop();
    await advance(901);
    expect(invoked).toHaveLength(3);
  });

  it('names the schedule of the template that it cannot run', () => {
    const cron = { ...rateSchedule, properties: { ...rateSchedule.properties, ScheduleExpression: 'cron(0 9 * * ? *)' } };
    const { clock, iam, onError } = stage;
    expect(() => createScheduler({ app: anApp(cron), clock, iam, queues, invokeAsync: () => undefined, onError })).toThrow(
      /Test\/sweep.*cron/,
    );
  });
});

describe('a failing target', () => {
  const RetryPolicy = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 };
  const failing = {
    Arn: `${queue}-missing`,
    RoleArn: executionRole,
    Input: '{"n":"<aws.scheduler.attempt-number>"}',
    RetryPolicy,
  };

  it('is tried again, then given to the dead-letter queue with the reasons', async () => {
    await create({ Target: { ...failing, DeadLetterConfig: { Arn: deadLetters } } });
    await advance(3601);
    expect(names()).toEqual(['tkt_1']);
    await advance(60);
    expect(queues.sent).toHaveLength(1);
    const [{ arn, body, messageAttributes }] = queues.sent as [(typeof queues.sent)[number]];
    expect({ arn, body }).toEqual({ arn: deadLetters, body: '{"n":"3"}' });
    expect(Object.fromEntries(Object.entries(messageAttributes!).map(([name, { stringValue }]) => [name, stringValue]))).toEqual({
      ERROR_CODE: 'AWS.SimpleQueueService.NonExistentQueue',
      ERROR_MESSAGE: expect.any(String),
      EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: '2',
      SCHEDULED_TIME: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
      SCHEDULE_ARN: `arn:aws:scheduler:${region}:${account}:schedule/sla/tkt_1`,
      TARGET_ARN: `${queue}-missing`,
    });
    expect(names()).toEqual([]);
  });

  it('ends by age, too', async () => {
    const policy = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 60 };
    await create({ Target: { ...failing, RetryPolicy: policy, DeadLetterConfig: { Arn: deadLetters } } });
    await advance(4000);
    expect(queues.sent[0]?.messageAttributes?.EXHAUSTED_RETRY_CONDITION?.stringValue).toBe('MaximumEventAgeInSeconds');
  });

  it('that the role may not use is a failure, and is delivered once the role may', async () => {
    await create();
    stage.iam.denies = (principal, { action }) => principal.type === 'role' && action === 'sqs:SendMessage';
    await advance(3602);
    expect(queues.sent).toEqual([]);
    stage.iam.denies = () => false;
    await advance(60);
    expect(queues.sent).toHaveLength(1);
  });

  it('is reported when nothing takes the event', async () => {
    await create({ Target: failing });
    await advance(4000);
    expect(stage.errors).toMatchObject([{ label: expect.stringContaining('without a dead-letter queue') }]);
  });

  it('does not delete the schedule that replaced it meanwhile', async () => {
    await create({ Target: failing });
    await advance(3601);
    await client.send(new UpdateScheduleCommand(aSchedule({ ScheduleExpression: atExpression(inSeconds(7200)) })));
    await advance(600);
    expect(names()).toEqual(['tkt_1']);
  });
});

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { env as keepClocksEnv } from '../functions/keep-clocks/env.ts';
import { env as measureBacklogEnv } from '../functions/measure-backlog/env.ts';
import { env as ringAlarmEnv } from '../functions/ring-alarm/env.ts';
import { env as sweepAlarmsEnv } from '../functions/sweep-alarms/env.ts';
import { table as layout } from '../shared/dynamo/table.ts';
import { follow, workOn } from './event-sources.ts';
import { runEvery } from './periodic.ts';
import { DeadLetterQueue, WorkQueue } from './queues.ts';
import { addReclocking } from './reclocking.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** Groups get a fixed name, and one that stayed behind would block the next deployment. What is lost with it, the sweeper finds. */
const disposable = { removalPolicy: RemovalPolicy.DESTROY };

/**
 * One live schedule per ticket rings its next alarm: stream → keep-clocks → Scheduler → queue → ring-alarm. sweep-alarms finds what did
 * not ring; measure-backlog counts what is open; reclock-tickets moves the alarms of a contract that changes. Answers the group of what
 * runs every few minutes.
 */
export function addClocks(stack: ServiceStack): ScheduleGroup {
  const alarmQueue = ringAlarm(stack);
  const pageQueue = addReclocking(stack);
  keepClocks(stack, alarmQueue, pageQueue);
  // A group of its own: the roles of the two kinds of schedule trust one group each.
  const periodic = new ScheduleGroup(stack, 'Periodic', disposable);
  sweepAlarms(stack, alarmQueue, pageQueue, periodic);
  measureBacklog(stack, periodic);
  return periodic;
}

function ringAlarm(stack: ServiceStack): WorkQueue {
  const { data, alarms } = stack;
  const fn = new ServiceFunction(stack, 'ring-alarm', {
    does: 'Warns, breaches, escalates: appends what is due',
    code: stack.code,
    alarms,
    env: ringAlarmEnv,
    environment: { TABLE_NAME: data.table.tableName },
    timeout: Duration.seconds(30),
    memory: 512,
    impactOfErrors: 'Warnings and escalations do not go out: promises to customers are being broken without anybody being told.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ReadContracts', actions: ['dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  const queue = new WorkQueue(stack, 'ring-alarm', {
    alarms,
    impact: 'A warning or an escalation was not made although its time has come: nobody is told of a promise in danger.',
    functionTimeout: Duration.seconds(30),
    tries: 5,
  });
  workOn(fn, queue, { of: 'Alarms', batchSize: 10, maxConcurrency: 10 });
  return queue;
}

function keepClocks(stack: ServiceStack, alarmQueue: WorkQueue, pageQueue: WorkQueue): void {
  const { data, alarms } = stack;
  const group = new ScheduleGroup(stack, 'AlarmSchedules', disposable);
  const ringer = new Role(stack, 'AlarmSchedulesRole', {
    // By group and not by schedule: with a schedule's own ARN in the trust, Scheduler works at 50 calls a second.
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group.scheduleGroupArn } },
    }),
  });
  ringer.addToPolicy(new PolicyStatement({ sid: 'Ring', actions: ['sqs:SendMessage'], resources: [alarmQueue.queueArn] }));
  ringer.addToPolicy(
    new PolicyStatement({ sid: 'SetRingsAside', actions: ['sqs:SendMessage'], resources: [alarmQueue.deadLetters.queueArn] }),
  );

  const fn = new ServiceFunction(stack, 'keep-clocks', {
    does: 'One schedule per ticket: its next alarm',
    code: stack.code,
    alarms,
    env: keepClocksEnv,
    environment: {
      SCHEDULE_GROUP: group.scheduleGroupName,
      SCHEDULER_ROLE_ARN: ringer.roleArn,
      ALARM_QUEUE_ARN: alarmQueue.queueArn,
      ALARM_QUEUE_URL: alarmQueue.queueUrl,
      ALARM_DEAD_LETTER_QUEUE_ARN: alarmQueue.deadLetters.queueArn,
      RECLOCK_QUEUE_URL: pageQueue.queueUrl,
    },
    timeout: Duration.seconds(30),
    memory: 512,
    impactOfErrors: 'Warnings and escalations come up to five minutes late, as only the sweeper finds them.',
  });
  // The group is known by its name from the start, so nothing else makes CloudFormation create it first.
  fn.node.addDependency(group);
  fn.allow({
    verb: 'KeepSchedules',
    actions: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
    on: [stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${group.scheduleGroupName}/*` })],
    wildcardBecause: 'One schedule per ticket, all in the one group.',
  });
  fn.allow({
    verb: 'LetSchedulesRing',
    actions: ['iam:PassRole'],
    on: [ringer.roleArn],
    when: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  });
  fn.allow({ verb: 'RingAtOnce', actions: ['sqs:SendMessage'], on: [alarmQueue.queueArn] });
  fn.allow({ verb: 'AskForPages', actions: ['sqs:SendMessage'], on: [pageQueue.queueArn] });
  follow(fn, data.table, {
    // Both readers of the stream are taken: the steps of reclocking jobs come this way too.
    filter: { dynamodb: { NewImage: { kind: { S: ['ticket', 'reclocking'] } } } },
    batchSize: 100,
    alarms,
    impactOfBeingBehind: 'New tickets have no schedule for minutes: a warning that is due soon comes late, by the sweeper.',
    deadLetters: new DeadLetterQueue(stack, 'keep-clocks', {
      alarms,
      impact: 'Some tickets have no schedule, or an old one: their warnings and escalations come up to five minutes late.',
    }),
  });
}

function sweepAlarms(stack: ServiceStack, alarmQueue: WorkQueue, pageQueue: WorkQueue, group: ScheduleGroup): void {
  const { data, alarms } = stack;
  const fn = new ServiceFunction(stack, 'sweep-alarms', {
    does: 'Finds alarms that did not ring',
    code: stack.code,
    alarms,
    env: sweepAlarmsEnv,
    environment: {
      TABLE_NAME: data.table.tableName,
      ALARM_QUEUE_URL: alarmQueue.queueUrl,
      RECLOCK_QUEUE_URL: pageQueue.queueUrl,
    },
    timeout: Duration.seconds(60),
    memory: 256,
    impactOfErrors: 'Alarms that Scheduler lost are not found: an escalation may never come.',
  });
  fn.allow({
    verb: 'FindAlarms',
    actions: ['dynamodb:Query'],
    on: [`${data.table.tableArn}/index/${layout.indexes.alarms.name}`],
  });
  fn.allow({ verb: 'RingAgain', actions: ['sqs:SendMessage'], on: [alarmQueue.queueArn] });
  fn.allow({ verb: 'FindReclockings', actions: ['dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AskForPages', actions: ['sqs:SendMessage'], on: [pageQueue.queueArn] });
  runEvery(stack, fn, group, {
    impactOfNotRunning: 'The net below all warnings and escalations is gone: one that Scheduler loses never comes.',
    impactOfLostRuns: 'Scheduler could not start the sweeper: an alarm that did not ring is found late or not at all.',
  });
}

function measureBacklog(stack: ServiceStack, group: ScheduleGroup): void {
  const { data, alarms } = stack;
  const fn = new ServiceFunction(stack, 'measure-backlog', {
    does: 'Counts open tickets and the oldest unanswered one',
    code: stack.code,
    alarms,
    env: measureBacklogEnv,
    environment: { TABLE_NAME: data.table.tableName },
    timeout: Duration.seconds(60),
    memory: 256,
    impactOfErrors: 'The dashboard shows an old backlog, and a customer who waits too long raises no alarm.',
  });
  fn.allow({
    verb: 'CountQueue',
    actions: ['dynamodb:Query'],
    on: [`${data.table.tableArn}/index/${layout.indexes.queue.name}`],
  });
  runEvery(stack, fn, group, {
    impactOfNotRunning: 'Nobody sees the backlog, and a customer who waits too long raises no alarm.',
    impactOfLostRuns: 'Scheduler could not start the measurement: the dashboard shows an old backlog.',
  });
}

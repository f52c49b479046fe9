import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { env as followCallEnv } from '../functions/follow-call/env.ts';
import { env as reconcileCallsEnv } from '../functions/reconcile-calls/env.ts';
import { workOn } from './event-sources.ts';
import { runEvery } from './periodic.ts';
import { WorkQueue } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** The Connect instance that calls come in by. */
export interface ContactCentre {
  instanceArn: string;
  instanceId: string;
  /** Tasks run through it into the queue. */
  taskFlowArn: string;
  queueArn: string;
}

const eachContact = 'Each contact has an ARN of its own, all in the one instance.';

/** What becomes of calls: Connect's events → queue → follow-call; what they did not tell, reconcile-calls asks for. */
export function addCallEvents(stack: ServiceStack, centre: ContactCentre, periodic: ScheduleGroup): void {
  const timeout = Duration.seconds(30);
  const fn = follower(stack, centre, 'follow-call', {
    does: 'Notes calls that were taken or abandoned',
    env: followCallEnv,
    timeout,
    impactOfErrors: 'Calls that were taken count as waiting: people are told of broken promises that were kept.',
  });
  const queue = new WorkQueue(stack, 'follow-call', {
    alarms: stack.alarms,
    impact: 'It is not noted that a call was taken or abandoned: a promise counts as broken, or nobody calls back.',
    functionTimeout: timeout,
    tries: 8,
  });
  workOn(fn, queue, { of: 'CallEvents', batchSize: 10, maxConcurrency: 5 });
  new Rule(stack, 'ContactEvents', {
    description: `Guichet ${stack.stage.name}: what happens to contacts`,
    eventPattern: {
      source: ['aws.connect'],
      detailType: ['Amazon Connect Contact Event'],
      resources: [centre.instanceArn],
      detail: { eventType: [{ 'anything-but': ['CONTACT_DATA_UPDATED'] }] },
    },
    targets: [new SqsQueue(queue)],
  });

  const reconcile = follower(stack, centre, 'reconcile-calls', {
    does: 'Asks Connect about calls whose end it has not told',
    env: reconcileCallsEnv,
    timeout: Duration.seconds(60),
    impactOfErrors: 'Calls whose events got lost stay unsettled: promises count as broken that were kept, and nobody calls back.',
  });
  runEvery(stack, reconcile, periodic, {
    impactOfNotRunning: 'Calls whose events got lost stay unsettled.',
    impactOfLostRuns: 'Scheduler could not start the reconciliation: calls whose events got lost are settled late.',
  });
}

function follower(
  stack: ServiceStack,
  { instanceArn, instanceId, queueArn }: ContactCentre,
  name: 'follow-call' | 'reconcile-calls',
  props: { does: string; env: typeof followCallEnv; timeout: Duration; impactOfErrors: string },
) {
  const { data } = stack;
  const fn = new ServiceFunction(stack, name, {
    code: stack.code,
    alarms: stack.alarms,
    environment: { TABLE_NAME: data.table.tableName, CONNECT_INSTANCE_ID: instanceId, SUPPORT_QUEUE_ARN: queueArn },
    memory: 512,
    ...props,
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ForgetLiveCalls', actions: ['dynamodb:DeleteItem'], on: [data.table.tableArn] });
  fn.allow({
    verb: 'LookUpContacts',
    actions: ['connect:DescribeContact', 'connect:UpdateContactAttributes'],
    on: [`${instanceArn}/contact/*`],
    wildcardBecause: eachContact,
  });
  return fn;
}

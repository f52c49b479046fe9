import { Duration, Fn } from 'aws-cdk-lib';
import { env } from '../functions/create-task/env.ts';
import type { ContactCentre } from './call-events.ts';
import { workOn } from './event-sources.ts';
import type { HttpApi } from './http-api.ts';
import { WorkQueue } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/**
 * Tasks for agents in Connect's own queue: send-notices → queue → create-task. Connect starts two a second in a whole account, which is what
 * the queue is for.
 */
export function addTasks(
  stack: ServiceStack,
  { instanceArn, instanceId, taskFlowArn }: ContactCentre,
  httpApi: HttpApi,
): WorkQueue {
  const { data, alarms } = stack;
  const timeout = Duration.seconds(30);
  const fn = new ServiceFunction(stack, 'create-task', {
    does: 'Starts tasks for agents in Connect',
    code: stack.code,
    alarms,
    env,
    environment: {
      TABLE_NAME: data.table.tableName,
      CONNECT_INSTANCE_ID: instanceId,
      TASK_FLOW_ID: Fn.select(3, Fn.split('/', taskFlowArn)),
      PUBLIC_URL: httpApi.publicUrl,
    },
    timeout,
    memory: 256,
    impactOfErrors:
      'Agents get no tasks: calls back that were promised for the morning depend on somebody looking into the queue.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem'], on: [data.table.tableArn] });
  fn.allow({
    verb: 'StartTasks',
    actions: ['connect:StartTaskContact'],
    on: [taskFlowArn, `${instanceArn}/contact/*`],
    wildcardBecause: 'A task is a contact that has no ARN yet.',
  });
  const queue = new WorkQueue(stack, 'create-task', {
    alarms,
    impact: 'A call back that was promised, or a promise that nobody kept, is not among the agents’ tasks.',
    functionTimeout: timeout,
    tries: 8,
  });
  workOn(fn, queue, { of: 'TasksWanted', batchSize: 1, maxConcurrency: 2 });
  return queue;
}

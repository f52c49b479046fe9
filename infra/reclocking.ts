import { Duration } from 'aws-cdk-lib';
import { env } from '../functions/reclock-tickets/env.ts';
import { table as layout } from '../shared/dynamo/table.ts';
import { workOn } from './event-sources.ts';
import { WorkQueue } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

const timeout = Duration.seconds(60);

/**
 * Counts the open tickets of a changed contract again: a job's item → stream → keep-clocks → queue → reclock-tickets, which reads a page
 * and writes the item. Answers the queue, for those who ask for pages.
 */
export function addReclocking(stack: ServiceStack): WorkQueue {
  const { data, alarms } = stack;
  const fn = new ServiceFunction(stack, 'reclock-tickets', {
    does: 'Counts the open tickets of a changed contract again',
    code: stack.code,
    alarms,
    env,
    environment: { TABLE_NAME: data.table.tableName },
    timeout,
    memory: 512,
    impactOfErrors:
      'Some open tickets keep the due times of a contract that has changed: they warn and escalate too early or too late.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ReadContracts', actions: ['dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({
    verb: 'FindAffectedTickets',
    actions: ['dynamodb:Query'],
    on: [`${data.table.tableArn}/index/${layout.indexes.queue.name}`],
  });
  // The job's own item as well.
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  const queue = new WorkQueue(stack, 'reclock-tickets', {
    alarms,
    impact: 'The open tickets of a changed contract are not counted any further: they keep due times that do not hold.',
    functionTimeout: timeout,
    tries: 5,
  });
  // One page a message. Two at a time is the least that Lambda can be held to, and with the pace of a page what Scheduler gets at most.
  workOn(fn, queue, { of: 'Pages', batchSize: 1, maxConcurrency: 2 });
  return queue;
}

import { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type * as z from 'zod/mini';
import type { Alarms } from './alarms.ts';
import type { DeadLetterQueue } from './queues.ts';
import type { ServiceFunction } from './service-function.ts';

export interface QueueReading {
  /** What it takes from the queue, for the name of the grant: `Mail` → `ReceiveMail`. */
  of: string;
  batchSize: number;
  /** Batches at work at the same time, 2 to 1000. */
  maxConcurrency: number;
}

/** Lets a function work on a queue. A message that fails comes back alone; the rest of its batch is done. */
export function workOn<Env extends z.ZodMiniObject>(fn: ServiceFunction<Env>, queue: IQueue, reading: QueueReading): void {
  fn.allow({
    verb: `Receive${reading.of}`,
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
    on: [queue.queueArn],
  });
  new EventSourceMapping(fn, reading.of, {
    target: fn,
    eventSourceArn: queue.queueArn,
    batchSize: reading.batchSize,
    maxConcurrency: reading.maxConcurrency,
    reportBatchItemFailures: true,
  });
}

export interface StreamReading {
  /** Only records that match wake the function, and only they cost. */
  filter: Record<string, unknown>;
  batchSize: number;
  deadLetters: DeadLetterQueue;
  alarms: Alarms;
  /** What people suffer when it is minutes behind. */
  impactOfBeingBehind: string;
}

/**
 * Lets a function follow the table's stream. One item's changes come in order and, within `parallelizationFactor`, different items at
 * the same time. A record that fails for good is set aside (its place in the stream, not its content), so that it does not hold up
 * all others behind it for a day. DynamoDB allows two readers of a stream, and both are taken.
 */
export function follow<Env extends z.ZodMiniObject>(fn: ServiceFunction<Env>, table: ITableV2, reading: StreamReading): void {
  if (!table.tableStreamArn) throw new Error('the table has no stream to follow');
  fn.allow({
    verb: 'ReadChanges',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    on: [table.tableStreamArn],
  });
  fn.allow({
    verb: 'ListChanges',
    actions: ['dynamodb:ListStreams'],
    on: [`${table.tableArn}/stream/*`],
    wildcardBecause: 'Lambda asks for ListStreams, which names no single stream; this table has one.',
  });
  fn.allow({ verb: 'SetChangesAside', actions: ['sqs:SendMessage'], on: [reading.deadLetters.queueArn] });
  new EventSourceMapping(fn, 'Changes', {
    target: fn,
    eventSourceArn: table.tableStreamArn,
    // LATEST may miss what is written while the mapping is being created.
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [{ pattern: JSON.stringify(reading.filter) }],
    batchSize: reading.batchSize,
    parallelizationFactor: 4,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 8,
    maxRecordAge: Duration.hours(12),
    onFailure: { bind: () => ({ destination: reading.deadLetters.queueArn }) },
  });
  reading.alarms.raise(`${fn.folder}-behind`, {
    impact: reading.impactOfBeingBehind,
    // In milliseconds.
    metric: fn.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
    above: Duration.minutes(10).toMilliseconds(),
    inPeriods: { breaching: 2, of: 3 },
    whenSilent: 'fine',
  });
}

import { randomUUID } from 'node:crypto';
import type { Activity } from '../activity.ts';
import type { Denial, Iam } from '../iam/iam.ts';
import type { Queues } from '../sqs/queues.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { aDiscard, type Discard, discardMetadata, discardObjectKey } from './discarded-records.ts';
import { type EventSourceMapping, eventSourceMappings } from './event-source-mapping.ts';
import type { Functions, LambdaFunction } from './functions.ts';
import { pollQueue } from './queue-poller.ts';
import { createBatchDelivery } from './stream-batches.ts';
import { readStream } from './stream-reader.ts';
import type { TableStream } from './stream-source.ts';

export interface EventSourcesOptions {
  app: App;
  functions: Functions;
  queues: Queues;
  streams: (arn: string) => TableStream | undefined;
  iam: Iam;
  clock: VirtualClock;
  activity: Activity;
  /** A mapping does not poll, or a destination gets nothing, because the function's role may not. */
  onDenied?: (denial: Denial) => void;
  onDiscard: (discard: Discard) => void;
  /** For on-failure destinations in S3. */
  putObject?: (bucketArn: string, key: string, body: string) => Promise<void>;
  newId?: () => string;
}

// What Lambda asks of a function's role before it polls (developer guide, "Execution role permissions" of each event source).
const pollingActions = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
};

/** Starts all the template's event source mappings. Throws for a mapping whose function, queue or stream is not there. */
export function startEventSources(options: EventSourcesOptions): { stop(): void } {
  const { app, functions, queues, streams, iam, clock, activity, newId = randomUUID } = options;
  const aborted = new AbortController();

  const allowed = (fn: LambdaFunction, action: string, resource: string): boolean => {
    const denial = iam.check({ type: 'role', roleArn: fn.roleArn }, { action, resource });
    if (denial) options.onDenied?.(denial);
    return !denial;
  };

  const mayPoll = (mapping: EventSourceMapping, fn: LambdaFunction): boolean => {
    const answers = pollingActions[mapping.kind].map((action) => allowed(fn, action, mapping.sourceArn));
    // Asked of the table's streams together: AWS's own example for a stream's reader grants it on `<table ARN>/stream/*`.
    if (mapping.kind === 'stream')
      answers.push(allowed(fn, 'dynamodb:ListStreams', mapping.sourceArn.replace(/\/stream\/.*$/, '/stream/*')));
    return answers.every(Boolean);
  };

  const sendToDestination = (mapping: EventSourceMapping, fn: LambdaFunction, discard: Discard): void => {
    const destination = mapping.onFailureArn;
    if (!destination) return;
    const now = clock.now();
    const metadata = discardMetadata(discard, now);
    const queue = queues.get(destination);
    if (queue) {
      if (allowed(fn, 'sqs:SendMessage', queue.arn)) queue.send({ body: JSON.stringify(metadata) });
      return;
    }
    const key = discardObjectKey(mapping, now, newId());
    if (allowed(fn, 's3:PutObject', `${destination}/${key}`)) {
      const body = JSON.stringify({ ...metadata, payload: JSON.stringify({ Records: discard.records }) });
      void activity.track(`discarded records of ${fn.name}`, async () => options.putObject?.(destination, key, body));
    }
  };

  const start = (mapping: EventSourceMapping): (() => void) | undefined => {
    const missing = (what: string) => new Error(`event source mapping ${mapping.id}: ${what} is not in the template`);
    const fn = functions.get(mapping.functionNameOrArn);
    if (!fn) throw missing(mapping.functionNameOrArn);
    const destination = mapping.onFailureArn;
    if (destination && !queues.get(destination) && !(destination.startsWith('arn:aws:s3:::') && options.putObject))
      throw missing(destination);
    if (mapping.kind === 'queue') {
      const queue = queues.get(mapping.sourceArn);
      if (!queue) throw missing(mapping.sourceArn);
      return mayPoll(mapping, fn) ? pollQueue({ mapping, queue, fn, region: app.region, activity }) : undefined;
    }
    const stream = streams(mapping.sourceArn);
    if (!stream) throw missing(mapping.sourceArn);
    if (!mayPoll(mapping, fn)) return undefined;
    const deliver = createBatchDelivery({
      mapping,
      fn,
      newId,
      now: () => clock.now(),
      signal: aborted.signal,
      discard: (batch, condition) => {
        const discard = aDiscard(mapping, fn, { ...batch, condition });
        options.onDiscard(discard);
        sendToDestination(mapping, fn, discard);
      },
    });
    return readStream({ app, mapping, stream, activity, deliver });
  };

  const stops = eventSourceMappings(app).map(start);
  return {
    stop: () => {
      aborted.abort();
      for (const stop of stops) stop?.();
    },
  };
}

import type { Activity } from '../activity.ts';
import type { Queue } from '../sqs/queue.ts';
import { failedItems } from './batch-response.ts';
import { eventFilter } from './event-filter.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { LambdaFunction } from './functions.ts';
import { filterableRecord, queueRecord } from './queue-records.ts';

export interface QueuePollerOptions {
  mapping: EventSourceMapping;
  queue: Queue;
  fn: LambdaFunction;
  region: string;
  activity: Activity;
}

/**
 * Hands a queue's messages to a function, taking what is there at once. A failed message is not given back: it stays hidden until its
 * visibility timeout ends on the virtual clock, as on AWS. Answers how to stop.
 */
export function pollQueue({ mapping, queue, fn, region, activity }: QueuePollerOptions): () => void {
  const concurrency = mapping.maximumConcurrency ?? fn.concurrency;
  const passes = eventFilter(mapping.filters);
  let busy = 0;
  let gathering: (() => void) | undefined;
  let stopped = false;

  const hand = async () => {
    const records = [];
    for (const message of queue.receive(mapping.batchSize)) {
      const record = queueRecord(message, queue.arn, region);
      // Lambda deletes what no filter lets pass.
      if (passes(filterableRecord(record))) records.push(record);
      else queue.remove(record.receiptHandle);
    }
    if (records.length === 0) return;
    const result = await fn.invoke({ Records: records });
    if (!result.ok) return;
    const ids = new Set(records.map((record) => record.messageId));
    const failed = mapping.reportsItemFailures ? failedItems(result.payload, ids) : new Set<string>();
    if (failed === 'all') return;
    for (const record of records) if (!failed.has(record.messageId)) queue.remove(record.receiptHandle);
  };

  const take = () => {
    while (!stopped && busy < concurrency && queue.depth().visible > 0) {
      busy++;
      const end = activity.begin(`batch of ${queue.name} for ${fn.name}`);
      const done = () => {
        busy--;
        take();
        end();
      };
      // `hand` rejects for a fault of this program only; throwing then ends it loudly instead of losing the batch.
      void hand().finally(done);
    }
  };

  /** Waits one turn of the event loop (or the batching window), so that messages sent together arrive together. */
  const gather = () => {
    if (stopped || gathering || busy >= concurrency) return;
    const end = activity.begin(`messages of ${queue.name} for ${fn.name}`);
    const run = () => {
      gathering = undefined;
      take();
      end();
    };
    if (mapping.batchingWindow > 0) {
      const timer = setTimeout(run, mapping.batchingWindow);
      gathering = () => {
        clearTimeout(timer);
        end();
      };
    } else {
      const immediate = setImmediate(run);
      gathering = () => {
        clearImmediate(immediate);
        end();
      };
    }
  };

  const stopListening = queue.onVisible(gather);
  if (queue.depth().visible > 0) gather();
  return () => {
    stopped = true;
    stopListening();
    gathering?.();
  };
}

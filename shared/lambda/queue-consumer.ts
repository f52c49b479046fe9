import middy from '@middy/core';
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { invocationLog } from './invocation-log.ts';
import type { Log } from './log.ts';

/** Handles one message. Throwing means: again later, and after that the dead-letter queue. Returning means: done for good. */
export type Consume = (record: SQSRecord) => Promise<void>;

/** A function on a queue. Messages of a batch are handled together and fail one by one. */
export function queueConsumer(log: Log, consume: Consume) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(invocationLog(log))
    .handler(async (event) => ({ batchItemFailures: await failuresOf(event.Records, consume, log) }));
}

export async function failuresOf(records: readonly SQSRecord[], consume: Consume, log: Log): Promise<SQSBatchItemFailure[]> {
  const outcomes = await Promise.all(
    records.map(async (record) => {
      try {
        await consume(record);
        return [];
      } catch (error) {
        log.error('message will be tried again', error, {
          messageId: record.messageId,
          receives: record.attributes.ApproximateReceiveCount,
        });
        return [{ itemIdentifier: record.messageId }];
      }
    }),
  );
  return outcomes.flat();
}

import middy from '@middy/core';
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { invocationLog } from './invocation-log.ts';
import { type Work, workFailed } from './work.ts';

/** Handles one message. Throwing means: again later, and after that the dead-letter queue. Returning means: done for good. */
export type Consume = (record: SQSRecord) => Promise<void>;

/** A function on a queue. Messages of a batch are handled together and fail one by one. */
export function queueConsumer(work: Work, consume: Consume) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(invocationLog(work.log))
    .handler(async (event) => ({ batchItemFailures: await failuresOf(event.Records, consume, work) }));
}

export async function failuresOf(records: readonly SQSRecord[], consume: Consume, work: Work): Promise<SQSBatchItemFailure[]> {
  const outcomes = await Promise.all(
    records.map(async (record) => {
      try {
        await consume(record);
        return [];
      } catch (error) {
        const { messageId, attributes } = record;
        workFailed(work, 'message will be tried again', error, { messageId, receives: attributes.ApproximateReceiveCount });
        return [{ itemIdentifier: record.messageId }];
      }
    }),
  );
  return outcomes.flat();
}

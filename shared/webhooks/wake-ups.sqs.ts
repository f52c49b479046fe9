import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { WakeUps } from './wake-up.ts';

/** Entries of one SendMessageBatch (SQS API reference). */
const batchEntries = 10;

/**
 * Each message is of its subscription's group: on a standard queue SQS then serves a group with few messages in flight before one with
 * many (developer guide, "Amazon SQS fair queues"), so that one busy or slow subscriber does not hold up the others.
 */
export function wakeUpsOn(sqs: SQSClient, queueUrl: string): WakeUps {
  return {
    send: async (wakeUps, delaySeconds) => {
      for (let from = 0; from < wakeUps.length; from += batchEntries) {
        const { Failed = [] } = await sqs.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: wakeUps.slice(from, from + batchEntries).map((wakeUp, i) => ({
              Id: String(i),
              MessageBody: JSON.stringify(wakeUp),
              MessageGroupId: wakeUp.subscriptionId,
              DelaySeconds: delaySeconds,
            })),
          }),
        );
        if (Failed.length > 0) throw new Error(`${Failed.length} wake-ups were not taken: ${Failed[0]?.Code}`);
      }
    },
  };
}

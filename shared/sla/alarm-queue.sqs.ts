import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Ringing } from './alarms.ts';

/** SQS takes at most ten messages a batch. */
const batchSize = 10;

/** Rings these alarms at once. Throws if the queue refuses any of them. */
export function ringAll(sqs: SQSClient, queueUrl: string) {
  return async (alarms: readonly Ringing[]): Promise<void> => {
    for (let start = 0; start < alarms.length; start += batchSize) {
      const Entries = alarms
        .slice(start, start + batchSize)
        .map((alarm, i) => ({ Id: String(i), MessageBody: JSON.stringify(alarm) }));
      const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`the alarm queue refused ${Failed.length} of ${Entries.length}: ${Failed[0]?.Code}`);
    }
  };
}

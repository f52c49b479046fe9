import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type Release, releasedAttribute, releasedNotification } from './release-mail.ts';

/** By way of the queue of mails, where receive-email takes it in like any other. */
export function releaseInto(sqs: SQSClient, queueUrl: string, bucket: string): Release {
  return async (row, agent) => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: releasedNotification(row, bucket),
        MessageAttributes: { [releasedAttribute]: { DataType: 'String', StringValue: agent } },
      }),
    );
  };
}

import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AskForTask } from './task.ts';

/** What stands in the environment where Connect is not deployed: there is no queue then. */
export const noTasks = 'none';

export const tasksThrough =
  (sqs: SQSClient, queueUrl: string): AskForTask =>
  async ({ ticketId, sequence }) => {
    if (queueUrl === noTasks) return;
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ ticketId, sequence }) }));
  };

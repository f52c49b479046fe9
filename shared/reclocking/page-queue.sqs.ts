import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Now } from '../clock.ts';
import type { Reclocking } from './reclocking.ts';

/** SQS holds a message back for 15 minutes at most. Source: SQS API reference, SendMessage, "DelaySeconds". */
const longestDelaySeconds = 900;

/** Asks for the page that a job stands at, as soon as it may be read. One that has to wait for longer is left to the sweeper. */
export type AskForPage = (job: Reclocking) => Promise<void>;

export function pageQueueIn(sqs: SQSClient, queueUrl: string, now: Now): AskForPage {
  return async ({ id, position, readyAt }) => {
    const wait = readyAt === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(readyAt) - now().getTime()) / 1000));
    if (wait > longestDelaySeconds) return;
    const MessageBody = JSON.stringify({ jobId: id, position });
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: wait }));
  };
}

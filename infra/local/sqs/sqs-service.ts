import { AwsError, type AwsRequest, type Service } from '../service.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Queue } from './queue.ts';
import { receiveMessages } from './receiving.ts';
import { checkBatchBytes, checkEntries, sendOne } from './sending.ts';
import { parse, queueName, sqsOperation, sqsOperations } from './sqs-requests.ts';

function missing(): AwsError {
  return new AwsError('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
}

function senderId({ principal }: AwsRequest): string {
  return principal.type === 'role' ? `AROALOCALROLE:${principal.roleArn.split('/').at(-1)}` : 'AIDALOCALACCOUNT';
}

/** Each entry of a batch succeeds or fails for itself. */
function eachEntry<Entry extends { Id: string }>(entries: Entry[], run: (entry: Entry) => Record<string, unknown>): unknown {
  checkEntries(entries);
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code.replace(/^.*#/, ''), Message: error.message });
    }
  }
  return { Successful, Failed };
}

function redrivePolicy({ arn, maxReceiveCount }: NonNullable<Queue['deadLetter']>): string {
  return JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount });
}

function queueAttributes(queue: Queue, names: string[]): Record<string, string> {
  const depth = queue.depth();
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    DelaySeconds: String(queue.delaySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    MaximumMessageSize: String(queue.maximumMessageBytes),
    ReceiveMessageWaitTimeSeconds: String(queue.receiveWaitSeconds),
    ...(queue.deadLetter ? { RedrivePolicy: redrivePolicy(queue.deadLetter) } : {}),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name)));
}

/** SQS on the wire: AWS JSON 1.0 (`x-amz-target: AmazonSQS.<operation>`). */
export function createSqsService(queues: Queue[], clock: VirtualClock): Service {
  const byName = new Map(queues.map((queue) => [queue.name, queue]));

  const queueOf = (request: AwsRequest): Queue => {
    const queue = byName.get(queueName(request));
    if (!queue) throw missing();
    return queue;
  };

  const answer = async (request: AwsRequest): Promise<unknown> => {
    const operation = sqsOperation(request);
    if (operation === 'ListQueues') {
      const { QueueNamePrefix } = parse(sqsOperations.ListQueues, request);
      return { QueueUrls: queues.filter(({ name }) => name.startsWith(QueueNamePrefix)).map(({ url }) => url) };
    }
    const queue = queueOf(request);
    switch (operation) {
      case 'SendMessage':
        return sendOne(queue, parse(sqsOperations.SendMessage, request), senderId(request));
      case 'SendMessageBatch': {
        const { Entries } = parse(sqsOperations.SendMessageBatch, request);
        checkEntries(Entries);
        checkBatchBytes(Entries);
        return eachEntry(Entries, (entry) => sendOne(queue, entry, senderId(request)));
      }
      case 'ReceiveMessage':
        return receiveMessages(queue, clock, parse(sqsOperations.ReceiveMessage, request));
      case 'DeleteMessage':
        queue.remove(parse(sqsOperations.DeleteMessage, request).ReceiptHandle);
        return {};
      case 'DeleteMessageBatch':
        return eachEntry(parse(sqsOperations.DeleteMessageBatch, request).Entries, ({ ReceiptHandle }) => {
          queue.remove(ReceiptHandle);
          return {};
        });
      case 'ChangeMessageVisibility': {
        const input = parse(sqsOperations.ChangeMessageVisibility, request);
        queue.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout);
        return {};
      }
      case 'GetQueueUrl':
        return { QueueUrl: queue.url };
      case 'GetQueueAttributes': {
        const { AttributeNames = [] } = parse(sqsOperations.GetQueueAttributes, request);
        return { Attributes: queueAttributes(queue, AttributeNames) };
      }
    }
  };

  return {
    name: 'sqs',
    errorFormat: 'json',
    deniedStatus: 400,
    /** A batch needs the permission of its single operation (SQS developer guide, "batch actions"). */
    requirements: (request) => {
      const operation = sqsOperation(request);
      const action = `sqs:${operation.replace(/Batch$/, '')}`;
      return [{ action, resource: operation === 'ListQueues' ? '*' : queueOf(request).arn }];
    },
    handle: async (request) => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(await answer(request)),
    }),
  };
}

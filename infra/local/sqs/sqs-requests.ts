import * as z from 'zod/mini';
import { AwsError, type AwsRequest, unknownOperation } from '../service.ts';

const attribute = z.object({ DataType: z.string(), StringValue: z.optional(z.string()), BinaryValue: z.optional(z.unknown()) });
const attributes = z.optional(z.record(z.string(), attribute));
const names = z.optional(z.array(z.string()));
const seconds = z.optional(z.number());

const outgoing = {
  MessageBody: z.string(),
  DelaySeconds: seconds,
  MessageAttributes: attributes,
  MessageGroupId: z.optional(z.string()),
};
const entry = { Id: z.string() };
const url = { QueueUrl: z.string() };

/** The operations of the AWS JSON 1.0 protocol that functions use, by the name after `AmazonSQS.` in `x-amz-target`. */
export const sqsOperations = {
  SendMessage: z.object({ ...url, ...outgoing }),
  SendMessageBatch: z.object({ ...url, Entries: z.array(z.object({ ...entry, ...outgoing })) }),
  ReceiveMessage: z.object({
    ...url,
    MaxNumberOfMessages: z._default(z.number(), 1),
    VisibilityTimeout: seconds,
    WaitTimeSeconds: seconds,
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
  }),
  DeleteMessage: z.object({ ...url, ReceiptHandle: z.string() }),
  DeleteMessageBatch: z.object({ ...url, Entries: z.array(z.object({ ...entry, ReceiptHandle: z.string() })) }),
  ChangeMessageVisibility: z.object({ ...url, ReceiptHandle: z.string(), VisibilityTimeout: z.number() }),
  ListQueues: z.object({ QueueNamePrefix: z._default(z.string(), '') }),
  GetQueueUrl: z.object({ QueueName: z.string() }),
  GetQueueAttributes: z.object({ ...url, AttributeNames: names }),
};

export type SqsOperation = keyof typeof sqsOperations;
export type SqsInput<Operation extends SqsOperation> = z.infer<(typeof sqsOperations)[Operation]>;

const isOperation = (name: string): name is SqsOperation => Object.hasOwn(sqsOperations, name);

/** Throws `unknownOperation` for everything that the local cloud does not have. */
export function sqsOperation(request: AwsRequest): SqsOperation {
  const name = (request.headers['x-amz-target'] ?? '').replace(/^AmazonSQS\./, '');
  if (!isOperation(name)) throw unknownOperation('sqs', name);
  return name;
}

const anyInput = z.object({ QueueUrl: z.optional(z.string()), QueueName: z.optional(z.string()) });

/** The name of the queue that a request is about: the last part of its URL's path. */
export function queueName(request: AwsRequest): string {
  const { QueueUrl, QueueName } = parse(anyInput, request);
  return QueueName ?? QueueUrl?.split('/').at(-1) ?? '';
}

/** Parses a request body. Throws `AwsError` as the service would for a malformed one. */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, request: AwsRequest): z.infer<Schema> {
  const result = z.safeParse(schema, JSON.parse(request.body.toString('utf8') || '{}'), { error: z.locales.en().localeError });
  if (!result.success) throw new AwsError('com.amazonaws.sqs#InvalidParameterValue', z.prettifyError(result.error));
  return result.data;
}

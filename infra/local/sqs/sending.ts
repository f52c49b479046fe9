import { AwsError } from '../service.ts';
import { attributesDigest, type MessageAttribute, md5, messageBytes } from './message.ts';
import type { Queue } from './queue.ts';
import { maximumMessageBytes } from './queue-settings.ts';
import type { SqsInput } from './sqs-requests.ts';

/** A batch request holds one to ten entries (SQS message quotas). */
export const maximumBatchEntries = 10;

// The characters of XML 1.0 (SQS message quotas, "Message content").
const forbiddenCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

type WireMessage = Pick<SqsInput<'SendMessage'>, 'MessageBody' | 'DelaySeconds' | 'MessageAttributes' | 'MessageGroupId'>;

const invalid = (message: string) => new AwsError('com.amazonaws.sqs#InvalidParameterValue', message);

function attributesOf(message: WireMessage): Record<string, MessageAttribute> {
  const attributes: Record<string, MessageAttribute> = {};
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(message.MessageAttributes ?? {})) {
    if (BinaryValue !== undefined) throw invalid(`Binary message attributes (${name}) are not supported here.`);
    if (!StringValue) throw invalid(`The message attribute '${name}' must contain a non-empty message attribute value.`);
    attributes[name] = { dataType: DataType, stringValue: StringValue };
  }
  if (Object.keys(attributes).length > 10) throw invalid('Number of message attributes exceeds the allowed maximum [10].');
  return attributes;
}

function check(queue: Queue, message: WireMessage, attributes: Record<string, MessageAttribute>): void {
  const { MessageBody, DelaySeconds = 0 } = message;
  if (MessageBody === '')
    throw new AwsError('com.amazonaws.sqs#MissingParameter', 'The request must contain the parameter MessageBody.');
  if (messageBytes(MessageBody, attributes) > queue.maximumMessageBytes) {
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${queue.maximumMessageBytes} bytes.`);
  }
  if (DelaySeconds < 0 || DelaySeconds > 900) throw invalid(`Value ${DelaySeconds} for parameter DelaySeconds is invalid.`);
  // 1 to 128 letters, digits and punctuation (SQS API reference, SendMessage).
  if (message.MessageGroupId !== undefined && !/^[!-~]{1,128}$/.test(message.MessageGroupId))
    throw invalid(`Value ${message.MessageGroupId} for parameter MessageGroupId is invalid.`);
  if (forbiddenCharacter.test(MessageBody)) {
    throw new AwsError('com.amazonaws.sqs#InvalidMessageContents', 'Invalid characters found in the message body.');
  }
}

/** Sends one message as `SendMessage` answers it. */
export function sendOne(queue: Queue, message: WireMessage, senderId: string): Record<string, unknown> {
  const messageAttributes = attributesOf(message);
  check(queue, message, messageAttributes);
  const { MessageBody: body, DelaySeconds: delaySeconds, MessageGroupId: groupId } = message;
  const MessageId = queue.send({ body, delaySeconds, messageAttributes, senderId, groupId });
  return { MessageId, MD5OfMessageBody: md5(message.MessageBody), MD5OfMessageAttributes: attributesDigest(messageAttributes) };
}

/** Rules that all batch operations share. */
export function checkEntries(entries: { Id: string }[]): void {
  const refuse = (code: string, message: string) => new AwsError(`com.amazonaws.sqs#${code}`, message);
  if (entries.length === 0) throw refuse('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > maximumBatchEntries) {
    const message = `Maximum number of entries per request are ${maximumBatchEntries}. You have sent ${entries.length}.`;
    throw refuse('TooManyEntriesInBatchRequest', message);
  }
  if (new Set(entries.map((entry) => entry.Id)).size < entries.length) {
    throw refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  const bad = entries.find((entry) => !/^[\w-]{1,80}$/.test(entry.Id));
  if (bad) throw refuse('InvalidBatchEntryId', `The batch entry id ${bad.Id} is invalid.`);
}

/** The size limit of a whole `SendMessageBatch`: all of it is refused, not an entry. */
export function checkBatchBytes(messages: WireMessage[]): void {
  const bytes = messages.reduce((sum, message) => sum + messageBytes(message.MessageBody, attributesOf(message)), 0);
  if (bytes <= maximumMessageBytes) return;
  const message = `Batch requests cannot be longer than ${maximumMessageBytes} bytes. You have sent ${bytes} bytes.`;
  throw new AwsError('com.amazonaws.sqs#BatchRequestTooLong', message);
}

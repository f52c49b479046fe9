import { AwsError } from '../service.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { attributesDigest, md5, type ReceivedMessage } from './message.ts';
import type { Queue } from './queue.ts';
import type { SqsInput } from './sqs-requests.ts';

/** System attributes in the spelling that `ReceiveMessage` and a Lambda event share: all of them are strings. */
export function systemAttributes(message: ReceivedMessage): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(Math.floor(message.sentAt)),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(Math.floor(message.firstReceivedAt ?? message.sentAt)),
    ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
    ...(message.deadLetterQueueSourceArn ? { DeadLetterQueueSourceArn: message.deadLetterQueueSourceArn } : {}),
  };
}

const wanted = (names: string[], name: string) =>
  names.some(
    (pattern) => pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))),
  );

const pick = <Value>(record: Record<string, Value>, names: string[]) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => wanted(names, name)));

const present = <Value extends object>(value: Value) => (Object.keys(value).length > 0 ? value : undefined);

function onWire(message: ReceivedMessage, input: SqsInput<'ReceiveMessage'>): Record<string, unknown> {
  const attributes = pick(message.messageAttributes, input.MessageAttributeNames ?? []);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    Attributes: present(
      pick(systemAttributes(message), [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])]),
    ),
    MD5OfMessageAttributes: attributesDigest(attributes),
    MessageAttributes: present(
      Object.fromEntries(
        Object.entries(attributes).map(([name, { dataType, stringValue }]) => [
          name,
          { DataType: dataType, StringValue: stringValue },
        ]),
      ),
    ),
  };
}

/** Until a message is there or the wait is over on the virtual clock: a moved clock ends a long poll. */
function waitForMessage(queue: Queue, clock: VirtualClock, seconds: number): Promise<void> {
  if (seconds === 0 || queue.depth().visible > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      stopListening();
      timer.cancel();
      resolve();
    };
    const stopListening = queue.onVisible(done);
    const timer = clock.at(clock.now() + seconds * 1000, `sqs ${queue.name}: long poll ends`, done);
  });
}

/** `ReceiveMessage`, with long polling. */
export async function receiveMessages(queue: Queue, clock: VirtualClock, input: SqsInput<'ReceiveMessage'>): Promise<unknown> {
  const { MaxNumberOfMessages: max, WaitTimeSeconds: wait = queue.receiveWaitSeconds } = input;
  if (max < 1 || max > 10) {
    const message = `Value ${max} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`;
    throw new AwsError('com.amazonaws.sqs#InvalidParameterValue', message);
  }
  await waitForMessage(queue, clock, wait);
  const messages = queue.receive(max, input.VisibilityTimeout).map((message) => onWire(message, input));
  return messages.length > 0 ? { Messages: messages } : {};
}

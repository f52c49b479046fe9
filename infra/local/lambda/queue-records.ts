import { attributesDigest, type MessageAttribute, md5, type ReceivedMessage } from '../sqs/message.ts';
import { systemAttributes } from '../sqs/receiving.ts';

function recordAttribute({ dataType, stringValue }: MessageAttribute) {
  return { stringValue, stringListValues: [], binaryListValues: [], dataType };
}

/** A message as Lambda hands it to a function: every number in `attributes` is a string, times are epoch milliseconds. */
export function queueRecord(message: ReceivedMessage, queueArn: string, region: string) {
  const digest = attributesDigest(message.messageAttributes);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, attribute]) => [name, recordAttribute(attribute)]),
    ),
    ...(digest ? { md5OfMessageAttributes: digest } : {}),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

export type QueueRecord = ReturnType<typeof queueRecord>;

/** What a filter sees: Lambda parses a body that is JSON, so that patterns can look into it. */
export function filterableRecord(record: QueueRecord): unknown {
  try {
    return { ...record, body: JSON.parse(record.body) };
  } catch {
    // Not JSON: a pattern can only match it as text.
    return record;
  }
}

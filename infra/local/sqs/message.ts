import { createHash } from 'node:crypto';
import type { Instant } from '../virtual-clock.ts';

/** Binary attributes are refused: nothing here sends them. */
export interface MessageAttribute {
  dataType: string;
  stringValue?: string | undefined;
}

/** A message before its queue has it. */
export interface Outgoing {
  body: string;
  delaySeconds?: number | undefined;
  messageAttributes?: Record<string, MessageAttribute> | undefined;
  senderId?: string | undefined;
  groupId?: string | undefined;
}

export interface QueueMessage {
  messageId: string;
  body: string;
  messageAttributes: Record<string, MessageAttribute>;
  senderId: string;
  /** Of a standard queue: it is served fairly beside other groups. */
  groupId?: string | undefined;
  sentAt: Instant;
  /** Goes on counting when the message moves to a dead-letter queue. */
  receiveCount: number;
  firstReceivedAt?: Instant;
  /** The queue that gave this message up. */
  deadLetterQueueSourceArn?: string;
}

export interface ReceivedMessage extends QueueMessage {
  receiptHandle: string;
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/**
 * `MD5OfMessageAttributes`: names sorted, each name, type and value with its length as four big-endian bytes in front, and a byte 1 for
 * "string" before the value (SQS developer guide, "Calculating the MD5 message digest for message attributes").
 */
export function attributesDigest(attributes: Record<string, MessageAttribute>): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (text: string) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    add(name);
    add(attributes[name]?.dataType ?? '');
    hash.update(Buffer.of(1));
    add(attributes[name]?.stringValue ?? '');
  }
  return hash.digest('hex');
}

/** What counts against the size limit: the body, and each attribute's name, type and value (SQS message quotas). */
export function messageBytes(body: string, attributes: Record<string, MessageAttribute>): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { dataType, stringValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(stringValue ?? '');
  }
  return bytes;
}

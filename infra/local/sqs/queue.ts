import { AwsError } from '../service.ts';
import type { Timer, VirtualClock } from '../virtual-clock.ts';
import { inFairOrder } from './fair-order.ts';
import type { Outgoing, QueueMessage, ReceivedMessage } from './message.ts';
import { maximumVisibilitySeconds, type QueueSettings } from './queue-settings.ts';

export interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
}

/** A standard queue in memory. Delays, visibility timeouts and retention run on the virtual clock. */
export interface Queue extends QueueSettings {
  name: string;
  arn: string;
  url: string;
  /** Answers the message id. Limits of size and content belong to the wire (`sqs-service.ts`), not here. */
  send(message: Outgoing): string;
  /** Takes up to `max` visible messages, oldest first, and hides them. One received too often goes to the dead-letter queue instead. */
  receive(max: number, visibilitySeconds?: number): ReceivedMessage[];
  /** Does nothing for the handle of an earlier receive, as SQS. Throws `AwsError` for a handle this queue never gave. */
  remove(receiptHandle: string): void;
  changeVisibility(receiptHandle: string, seconds: number): void;
  /** Told each time a message can be received. Call the answer to stop listening. */
  onVisible(listener: () => void): () => void;
  depth(): QueueDepth;
  messages(): readonly QueueMessage[];
}

/** A queue that other queues can move messages to. */
export interface QueueStore extends Queue {
  accept(message: QueueMessage): void;
}

interface Entry {
  message: QueueMessage;
  receiptHandle?: string;
}

interface HiddenEntry extends Entry {
  visibleAt: number;
}

export interface QueueOptions {
  name: string;
  arn: string;
  url: string;
  settings: QueueSettings;
  clock: VirtualClock;
  newId: () => string;
  deadLetterQueue: () => QueueStore | undefined;
}

export function createQueue({ name, arn, url, settings, clock, newId, deadLetterQueue }: QueueOptions): QueueStore {
  const visible = new Map<string, Entry>();
  const hidden = new Map<string, HiddenEntry>();
  const listeners = new Set<() => void>();
  const retention = settings.retentionSeconds * 1000;
  let nextExpiry = Number.POSITIVE_INFINITY;
  let wake: { at: number; timer: Timer } | undefined;

  const announce = () => {
    for (const tell of listeners) tell();
  };

  const surface = () => {
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    let appeared = false;
    for (const [id, entry] of hidden) {
      if (entry.visibleAt > now) {
        next = Math.min(next, entry.visibleAt);
        continue;
      }
      hidden.delete(id);
      visible.set(id, entry);
      appeared = true;
    }
    if (next < Number.POSITIVE_INFINITY) wakeBy(next);
    if (appeared) announce();
  };

  /** One timer per queue, left standing when its message is gone: thousands of timers would make the clock slow. */
  const wakeBy = (at: number) => {
    if (wake && wake.at <= at) return;
    wake?.timer.cancel();
    const timer = clock.at(at, `sqs ${name}: messages become visible`, () => {
      wake = undefined;
      surface();
    });
    wake = { at, timer };
  };

  const hide = (entry: Entry, seconds: number) => {
    const visibleAt = clock.now() + seconds * 1000;
    hidden.set(entry.message.messageId, { ...entry, visibleAt });
    wakeBy(visibleAt);
  };

  const expire = () => {
    const now = clock.now();
    if (now < nextExpiry) return;
    nextExpiry = Number.POSITIVE_INFINITY;
    for (const entries of [visible, hidden]) {
      for (const [id, { message }] of entries) {
        if (message.sentAt + retention <= now) entries.delete(id);
        else nextExpiry = Math.min(nextExpiry, message.sentAt + retention);
      }
    }
  };

  const accept = (message: QueueMessage) => {
    nextExpiry = Math.min(nextExpiry, message.sentAt + retention);
    visible.set(message.messageId, { message });
    announce();
  };

  const idOf = (receiptHandle: string): string => {
    const [queue, id] = Buffer.from(receiptHandle, 'base64').toString().split(' ');
    if (queue !== arn || !id)
      throw new AwsError('com.amazonaws.sqs#ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
    return id;
  };

  const receive = (max: number, visibilitySeconds = settings.visibilityTimeoutSeconds): ReceivedMessage[] => {
    expire();
    const received: ReceivedMessage[] = [];
    for (const [id, { message }] of inFairOrder(visible, hidden)) {
      if (received.length >= max) break;
      visible.delete(id);
      if (settings.deadLetter && message.receiveCount >= settings.deadLetter.maxReceiveCount) {
        deadLetterQueue()?.accept({ ...message, deadLetterQueueSourceArn: arn });
        continue;
      }
      message.receiveCount++;
      message.firstReceivedAt ??= clock.now();
      const receiptHandle = Buffer.from(`${arn} ${id} ${newId()}`).toString('base64');
      hide({ message, receiptHandle }, visibilitySeconds);
      received.push({ ...message, receiptHandle });
    }
    return received;
  };

  return {
    ...settings,
    name,
    arn,
    url,
    accept,
    send: ({ body, delaySeconds = settings.delaySeconds, messageAttributes = {}, senderId = 'AIDALOCALACCOUNT', groupId }) => {
      const message = { messageId: newId(), body, messageAttributes, senderId, groupId, sentAt: clock.now(), receiveCount: 0 };
      if (delaySeconds === 0) {
        accept(message);
      } else {
        nextExpiry = Math.min(nextExpiry, message.sentAt + retention);
        hide({ message }, delaySeconds);
      }
      return message.messageId;
    },
    receive,
    remove: (receiptHandle) => {
      const id = idOf(receiptHandle);
      for (const entries of [hidden, visible]) {
        if (entries.get(id)?.receiptHandle === receiptHandle) entries.delete(id);
      }
    },
    changeVisibility: (receiptHandle, seconds) => {
      if (seconds < 0 || seconds > maximumVisibilitySeconds) {
        throw new AwsError(
          'com.amazonaws.sqs#InvalidParameterValue',
          `Value ${seconds} for parameter VisibilityTimeout is invalid.`,
        );
      }
      const entry = hidden.get(idOf(receiptHandle));
      if (entry?.receiptHandle !== receiptHandle)
        throw new AwsError('com.amazonaws.sqs#MessageNotInflight', 'The message is not in flight.');
      hide(entry, seconds);
      surface();
    },
    onVisible: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    depth: () => {
      expire();
      const inFlight = [...hidden.values()].filter((entry) => entry.receiptHandle !== undefined).length;
      return { visible: visible.size, inFlight, delayed: hidden.size - inFlight };
    },
    messages: () => {
      expire();
      return [...visible.values(), ...hidden.values()].map((entry) => entry.message);
    },
  };
}

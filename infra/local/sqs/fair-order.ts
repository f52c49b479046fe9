import type { QueueMessage } from './message.ts';

interface Entry {
  message: QueueMessage;
  receiptHandle?: string;
}

/**
 * The order in which a standard queue hands out what is visible: the oldest first, but a group with fewer messages in flight before one
 * with more (developer guide, "Amazon SQS fair queues"). Messages without a group are nobody's noise and keep their place in front.
 */
export function inFairOrder<E extends Entry>(
  visible: ReadonlyMap<string, E>,
  hidden: ReadonlyMap<string, Entry>,
): (readonly [string, E])[] {
  const entries = [...visible];
  if (entries.every(([, { message }]) => message.groupId === undefined)) return entries;
  const inFlight = new Map<string, number>();
  for (const { message, receiptHandle } of hidden.values())
    if (receiptHandle !== undefined && message.groupId !== undefined)
      inFlight.set(message.groupId, (inFlight.get(message.groupId) ?? 0) + 1);
  const noise = ({ message: { groupId } }: E) => (groupId === undefined ? 0 : (inFlight.get(groupId) ?? 0));
  return entries.toSorted(([, a], [, b]) => noise(a) - noise(b));
}

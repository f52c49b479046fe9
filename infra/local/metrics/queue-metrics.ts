import type { Series } from './series.ts';

/** What the metrics need to know of the local cloud's SQS queues. */
export interface MeasuredQueue {
  name: string;
  depth(): { visible: number; inFlight: number; delayed: number };
  messages(): readonly { sentAt: number; receiveCount: number }[];
}

const namespace = 'AWS/SQS';

const minute = 60_000;

/** From the fourth receive on SQS leaves a message out of the age, so that one that always fails does not hide the others. */
const mostReceivesForAge = 3;

/** SQS's gauges as they stand now, dated at the minute's start. CloudWatch keeps a value a minute; here there is only the present one. */
export function queueSeries(queues: readonly MeasuredQueue[], now: number): Series[] {
  return queues.flatMap((queue) => {
    const { visible, inFlight, delayed } = queue.depth();
    const gauge = (name: string, value: number, unit = 'Count'): Series => ({
      namespace,
      name,
      dimensions: { QueueName: queue.name },
      unit,
      samples: [{ at: now - (now % minute), value }],
    });
    return [
      gauge('ApproximateNumberOfMessagesVisible', visible),
      gauge('ApproximateNumberOfMessagesNotVisible', inFlight),
      gauge('ApproximateNumberOfMessagesDelayed', delayed),
      gauge('ApproximateAgeOfOldestMessage', ageOfOldest(queue, now), 'Seconds'),
    ];
  });
}

/**
 * Seconds since the oldest message was sent, whether or not it is being worked on ("Available CloudWatch metrics for Amazon SQS"). In a
 * dead-letter queue too it counts from the first sending; AWS counts there from the move.
 */
function ageOfOldest(queue: MeasuredQueue, now: number): number {
  const counted = queue.messages().filter(({ receiveCount }) => receiveCount <= mostReceivesForAge);
  return counted.reduce((oldest, { sentAt }) => Math.max(oldest, (now - sentAt) / 1000), 0);
}

import type { MetricId, Series } from './series.ts';

/** What the metrics need to know of the local cloud's SQS queues. */
export interface MeasuredQueue {
  name: string;
  depth(): { visible: number; inFlight: number; delayed: number };
}

const namespace = 'AWS/SQS';

const minute = 60_000;

/** SQS's gauges as they stand now, dated at the minute's start. CloudWatch keeps a value a minute; here there is only the present one. */
export function queueSeries(queues: readonly MeasuredQueue[], now: number): Series[] {
  return queues.flatMap((queue) => {
    const { visible, inFlight, delayed } = queue.depth();
    const gauge = (name: string, value: number): Series => ({
      namespace,
      name,
      dimensions: { QueueName: queue.name },
      unit: 'Count',
      samples: [{ at: now - (now % minute), value }],
    });
    return [
      gauge('ApproximateNumberOfMessagesVisible', visible),
      gauge('ApproximateNumberOfMessagesNotVisible', inFlight),
      gauge('ApproximateNumberOfMessagesDelayed', delayed),
    ];
  });
}

/** Whether AWS itself would make this metric: everything in its own namespaces. Functions cannot. */
export function isOfAws({ namespace: given }: MetricId): boolean {
  return given.startsWith('AWS/');
}

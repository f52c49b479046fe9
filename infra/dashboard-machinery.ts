import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { axis, fiveMinutes, half, percentile, sum } from './dashboard-parts.ts';
import { DeadLetterQueue } from './queues.ts';
import type { ServiceStack } from './service-stack.ts';

/** How webhooks go out. */
export function webhooks(): cloudwatch.IWidget[] {
  return [
    new cloudwatch.GraphWidget({
      ...half,
      title: 'Webhooks that subscribers took, and attempts that failed, by hour',
      left: [sum('WebhooksDelivered', 'taken')],
      right: [sum('WebhooksFailed', 'attempts that failed')],
      leftYAxis: axis('webhooks'),
      rightYAxis: axis('attempts'),
    }),
    new cloudwatch.GraphWidget({
      ...half,
      title: 'From an event to its taking by a subscriber (seconds)',
      left: [
        percentile('WebhookDelay', 'p50', 1, fiveMinutes, 'half of all within'),
        percentile('WebhookDelay', 'p90', 1, fiveMinutes, 'nine of ten within'),
      ],
      leftYAxis: axis('seconds'),
    }),
  ];
}

/** How our own work goes, and what was given up on. */
export function machinery(stack: ServiceStack): cloudwatch.IWidget[] {
  const deadLetters = stack.node.findAll().filter((construct) => construct instanceof DeadLetterQueue);
  return [
    new cloudwatch.GraphWidget({
      ...half,
      title: 'From an alarm being due to its being acted on (seconds)',
      left: [
        percentile('FiringLag', 'p50', 1000, fiveMinutes, 'half of all within'),
        percentile('FiringLag', 'p90', 1000, fiveMinutes, 'nine of ten within'),
      ],
      right: [sum('AlarmsSwept', 'found by the sweeper')],
      leftYAxis: axis('seconds'),
      rightYAxis: axis('alarms'),
    }),
    new cloudwatch.GraphWidget({
      ...half,
      title: 'Work given up on, waiting for someone',
      left: deadLetters.map((queue) =>
        queue.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: 'Maximum', label: queue.title }),
      ),
      leftYAxis: axis('messages'),
    }),
  ];
}

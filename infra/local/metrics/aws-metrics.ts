import type { MetricId } from './series.ts';

/**
 * The metrics of AWS itself that the local cloud measures, by namespace, each with its dimensions. Any other, or the same by further
 * dimensions, is refused by name: never measured here, it must not look like silence.
 */
const measured: Record<string, readonly { dimensions: string; names: readonly string[] }[]> = {
  'AWS/Lambda': [{ dimensions: 'FunctionName', names: ['Invocations', 'Errors', 'Throttles', 'Duration', 'IteratorAge'] }],
  'AWS/ApiGateway': [
    { dimensions: 'ApiId', names: ['Count', '4xx', '5xx', 'Latency'] },
    { dimensions: 'ApiId,Stage', names: ['ConnectCount', 'MessageCount', 'IntegrationError'] },
  ],
  'AWS/SES': [{ dimensions: 'RuleName', names: ['PublishSuccess', 'PublishFailure'] }],
  'AWS/SQS': [
    {
      dimensions: 'QueueName',
      names: [
        'ApproximateNumberOfMessagesVisible',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateAgeOfOldestMessage',
      ],
    },
  ],
};

/** Whether AWS itself would make this metric: everything in its own namespaces. Functions cannot. */
export function isOfAws({ namespace }: Pick<MetricId, 'namespace'>): boolean {
  return namespace.startsWith('AWS/');
}

/** Whether the local cloud measures this metric of AWS. */
export function isMeasured({ namespace, name, dimensions }: MetricId): boolean {
  const by = Object.keys(dimensions).sort().join();
  return (measured[namespace] ?? []).some((own) => own.names.includes(name) && own.dimensions === by);
}

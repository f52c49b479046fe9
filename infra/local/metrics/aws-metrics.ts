import type { MetricId } from './series.ts';

/**
 * The metrics of AWS itself that the local cloud measures, by namespace, each with its one dimension. Any other, or the same by further
 * dimensions, is refused by name: never measured here, it must not look like silence.
 */
const measured: Record<string, { dimension: string; names: readonly string[] }> = {
  'AWS/Lambda': { dimension: 'FunctionName', names: ['Invocations', 'Errors', 'Throttles', 'Duration', 'IteratorAge'] },
  'AWS/ApiGateway': { dimension: 'ApiId', names: ['Count', '4xx', '5xx', 'Latency'] },
  'AWS/SES': { dimension: 'RuleName', names: ['PublishSuccess', 'PublishFailure'] },
  'AWS/SQS': {
    dimension: 'QueueName',
    names: [
      'ApproximateNumberOfMessagesVisible',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesDelayed',
      'ApproximateAgeOfOldestMessage',
    ],
  },
};

/** Whether AWS itself would make this metric: everything in its own namespaces. Functions cannot. */
export function isOfAws({ namespace }: Pick<MetricId, 'namespace'>): boolean {
  return namespace.startsWith('AWS/');
}

/** Whether the local cloud measures this metric of AWS. */
export function isMeasured({ namespace, name, dimensions }: MetricId): boolean {
  const own = measured[namespace];
  return own?.names.includes(name) === true && Object.keys(dimensions).join() === own.dimension;
}

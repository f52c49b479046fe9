import type { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { catalogueMetric } from './catalogue-metric.ts';

export interface AttainmentProps {
  period: Duration;
  /** One kind of promise only; all of them without it. */
  clock?: string;
  label?: string;
}

/**
 * Percent of promises kept among the clocks that finished in each period. Clocks still running are in neither number: counting them as
 * kept would flatter us. A period in which none finished has no value, since CloudWatch drops a division by zero.
 */
export function attainment({ period, clock, label = 'all promises' }: AttainmentProps): MathExpression {
  const count = (name: 'ClocksMet' | 'ClocksMissed') =>
    catalogueMetric(name, { statistic: 'Sum', period, ...(clock !== undefined && { dimensions: { Clock: clock } }) });
  const suffix = clock === undefined ? 'All' : clock.replace(/[^a-z]/g, '');
  const [met, missed] = [`met${suffix}`, `missed${suffix}`];
  return new MathExpression({
    // A metric of which nothing was counted has no points, and without FILL the whole sum would have none.
    expression: `100 * FILL(${met}, 0) / (FILL(${met}, 0) + FILL(${missed}, 0))`,
    usingMetrics: { [met]: count('ClocksMet'), [missed]: count('ClocksMissed') },
    period,
    label,
  });
}

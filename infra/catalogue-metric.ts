import type { Duration } from 'aws-cdk-lib';
import { Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';
import { type DimensionName, type MetricName, metrics, namespace } from '../shared/metrics/catalogue.ts';

export interface CatalogueMetricProps {
  /** `Sum`, `Maximum`, `p90`, … */
  statistic: string;
  period: Duration;
  dimensions?: Partial<Record<DimensionName, string>>;
  label?: string;
  color?: string;
}

/** A metric that our functions write. Throws for a set of dimensions that none of them publishes: such a graph would stay empty. */
export function catalogueMetric(name: MetricName, { dimensions = {}, ...props }: CatalogueMetricProps): Metric {
  const asked = Object.keys(dimensions).sort().join();
  if (!metrics[name].dimensions.some((set) => [...set].sort().join() === asked)) {
    throw new Error(`${name} is not published by ${asked || 'total'}`);
  }
  const given: MetricProps = { namespace, metricName: name, ...props };
  return new Metric(asked === '' ? given : { ...given, dimensionsMap: dimensions });
}

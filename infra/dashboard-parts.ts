import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { DimensionName, MetricName } from '../shared/metrics/catalogue.ts';
import { catalogueMetric } from './catalogue-metric.ts';

/** As often as the backlog is measured. */
export const fiveMinutes = Duration.minutes(5);
const hour = Duration.hours(1);

/** CloudWatch's grid has 24 columns. */
export const half = { width: 12, height: 7 };
export const third = { width: 8, height: 7 };
const tile = { width: 4, height: 4 };

export const heading = (markdown: string, height = 1) => new cloudwatch.TextWidget({ markdown, width: 24, height });

export const axis = (label: string, max?: number): cloudwatch.YAxisProps => ({
  label,
  min: 0,
  showUnits: false,
  ...(max !== undefined && { max }),
});

/** One number: over the dashboard's whole time range, or the latest. */
export const number = (title: string, metric: cloudwatch.IMetric, over: 'range' | 'latest') =>
  new cloudwatch.SingleValueWidget({ ...tile, title, metrics: [metric], setPeriodToTimeRange: over === 'range' });

export const sum = (name: MetricName, label: string, period = hour) => catalogueMetric(name, { statistic: 'Sum', period, label });

export const highest = (name: MetricName, label: string) =>
  catalogueMetric(name, { statistic: 'Maximum', period: fiveMinutes, label });

/** One line per value of a dimension, by hour. */
export const by = (dimension: DimensionName, words: Record<string, string>, name: MetricName) =>
  Object.entries(words).map(([value, label]) =>
    catalogueMetric(name, { statistic: 'Sum', period: hour, label, dimensions: { [dimension]: value } }),
  );

/** The same in a unit that people think in: `perUnit` of the metric's own make one. */
export function inUnit(perUnit: number, label: string, metric: cloudwatch.Metric): cloudwatch.MathExpression {
  const id = `${metric.metricName.charAt(0).toLowerCase()}${metric.metricName.slice(1)}${metric.statistic}`;
  return new cloudwatch.MathExpression({
    expression: `${id} / ${perUnit}`,
    usingMetrics: { [id]: metric },
    period: metric.period,
    label,
  });
}

export const percentile = (name: MetricName, statistic: 'p50' | 'p90', perUnit: number, period: Duration, label: string) =>
  inUnit(perUnit, label, catalogueMetric(name, { statistic, period }));

import * as z from 'zod/mini';
import type { Resource } from '../template/app.ts';
import { type DataQuery, metricData } from './metric-data.ts';
import type { Metrics } from './metrics.ts';
import { type Past, silenceTells } from './silence.ts';

const dimensionsSchema = z._default(z.array(z.object({ Name: z.string(), Value: z.string() })), []);
const statSchema = z.object({
  Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensionsSchema }),
  Period: z.number(),
  Stat: z.string(),
});
const dataSchema = z.object({
  Id: z.string(),
  Expression: z.optional(z.string()),
  MetricStat: z.optional(statSchema),
  Period: z.optional(z.number()),
  ReturnData: z._default(z.boolean(), true),
});
const comparisonSchema = z.enum([
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
]);
const comparisons: Record<z.infer<typeof comparisonSchema>, (value: number, threshold: number) => boolean> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};
const alarmSchema = z.object({
  AlarmDescription: z._default(z.string(), ''),
  Namespace: z.optional(z.string()),
  MetricName: z.optional(z.string()),
  Dimensions: dimensionsSchema,
  Statistic: z.optional(z.string()),
  ExtendedStatistic: z.optional(z.string()),
  Period: z._default(z.number(), 60),
  Metrics: z.optional(z.array(dataSchema)),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.optional(z.number()),
  Threshold: z.number(),
  ComparisonOperator: comparisonSchema,
  TreatMissingData: z._default(z.enum(['missing', 'notBreaching', 'breaching', 'ignore']), 'missing'),
});
type Alarm = z.infer<typeof alarmSchema>;

export interface EvaluatedAlarm {
  name: string;
  arn: string;
  description: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** In words: the rule and what was seen. */
  reason: string;
}

/** One period: its value, no data, or no data where that would be alarming but says nothing. */
type Period = number | 'missing' | 'unknown';

/** The state of an AWS::CloudWatch::Alarm (or CompositeAlarm, which is only named) at `now`, milliseconds since the epoch. */
export function evaluateAlarm(resource: Resource, metrics: Pick<Metrics, 'query'>, now: number, past: Past): EvaluatedAlarm {
  const { name, arn } = resource;
  const parsed = alarmSchema.safeParse(resource.properties);
  if (!parsed.success) {
    const reason = `the local cloud cannot evaluate it: ${z.prettifyError(parsed.error)}`;
    return { name, arn, description: '', state: 'INSUFFICIENT_DATA', reason };
  }
  const alarm = parsed.data;
  const base = { name, arn, description: alarm.AlarmDescription };
  const { queries, watched } = queriesOf(alarm);
  if (!watched) return { ...base, state: 'INSUFFICIENT_DATA', reason: 'the alarm watches no metric' };

  const length = watched.period * 1000;
  const current = Math.floor(now / length) * length;
  const from = current - alarm.EvaluationPeriods * length;
  const result = metricData(queries, metrics, { from, to: now }).get(watched.id) ?? { points: [] };
  if ('error' in result) return { ...base, state: 'INSUFFICIENT_DATA', reason: result.error };
  const values = new Map(result.points.map(({ at, value }) => [at, value]));
  // The period under way counts once it has data; empty, it is not missing yet.
  const newest = values.has(current) ? current : current - length;
  const window = Array.from({ length: alarm.EvaluationPeriods }, (_, index): Period => {
    const at = newest - index * length;
    const telling = alarm.TreatMissingData !== 'breaching' || silenceTells(past, at, length);
    return values.get(at) ?? (telling ? 'missing' : 'unknown');
  });
  return { ...base, state: stateOf(alarm, window), reason: reasonOf(alarm, window) };
}

function queriesOf(alarm: Alarm): { queries: DataQuery[]; watched?: DataQuery | undefined } {
  const dimensionsOf = (pairs: { Name: string; Value: string }[]) =>
    Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));
  if (!alarm.Metrics) {
    const { Namespace: namespace, MetricName: name, Statistic, ExtendedStatistic, Period: period } = alarm;
    const stat = Statistic ?? ExtendedStatistic;
    if (namespace === undefined || name === undefined || stat === undefined) return { queries: [] };
    const metric = { namespace, name, dimensions: dimensionsOf(alarm.Dimensions) };
    const query: DataQuery = { id: 'watched', kind: 'metric', metric, stat, period };
    return { queries: [query], watched: query };
  }
  const periods = alarm.Metrics.flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? []);
  const queries = alarm.Metrics.flatMap(({ Id: id, MetricStat, Expression, Period }): DataQuery[] => {
    if (MetricStat) {
      const { Namespace: namespace, MetricName: name, Dimensions } = MetricStat.Metric;
      const metric = { namespace, name, dimensions: dimensionsOf(Dimensions) };
      return [{ id, kind: 'metric', metric, stat: MetricStat.Stat, period: MetricStat.Period }];
    }
    return Expression === undefined
      ? []
      : [{ id, kind: 'expression', expression: Expression, period: Period ?? periods[0] ?? 60 }];
  });
  const watchedId = alarm.Metrics.find((query) => query.ReturnData)?.Id;
  return { queries, watched: queries.find((query) => query.id === watchedId) };
}

/**
 * M of N over the newest periods. CloudWatch also looks at a few periods before the N and remembers its last state, which `ignore` keeps;
 * here an alarm has no memory, so `ignore` judges by what data there is. Source: "Configuring how CloudWatch alarms treat missing data".
 */
function stateOf(alarm: Alarm, window: Period[]): EvaluatedAlarm['state'] {
  const present = window.filter((period) => typeof period === 'number');
  const countOf = (kind: Period) => window.filter((period) => period === kind).length;
  const treatment = alarm.TreatMissingData;
  const needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
  const breaches = comparisons[alarm.ComparisonOperator];
  const breaching =
    present.filter((value) => breaches(value, alarm.Threshold)).length + (treatment === 'breaching' ? countOf('missing') : 0);
  if (breaching >= needed) return 'ALARM';
  if (present.length === 0 && (treatment === 'missing' || treatment === 'ignore')) return 'INSUFFICIENT_DATA';
  if (breaching + countOf('unknown') >= needed) return 'INSUFFICIENT_DATA';
  return 'OK';
}

function reasonOf(alarm: Alarm, window: Period[]): string {
  const needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
  const unknown = window.includes('unknown') ? ' (unknown: before the start, or in a long move of the clock)' : '';
  const rule = `${alarm.ComparisonOperator} ${alarm.Threshold} in ${needed} of ${alarm.EvaluationPeriods} periods`;
  const seen = window.map((period) => (typeof period === 'number' ? Number(period.toPrecision(6)) : period));
  return `${rule}; newest first: ${seen.join(', ')}${unknown}`;
}

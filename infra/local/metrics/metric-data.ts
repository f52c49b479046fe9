import { MetricMathError, parseMetricMath } from './metric-math.ts';
import { type MathValue, type Points, valueOfMath } from './metric-math-values.ts';
import type { Metrics } from './metrics.ts';
import type { MetricId, Sample } from './series.ts';

/** One row to evaluate: a metric's statistic, or an expression over other rows. `period` is in seconds. */
export type DataQuery =
  | { id: string; kind: 'metric'; metric: MetricId; stat: string; period: number }
  | { id: string; kind: 'expression'; expression: string; period: number };

export type DataResult = { points: Sample[] } | { error: string };

export interface Range {
  /** Milliseconds since the epoch, both included. */
  from: number;
  to: number;
  /** One datapoint for the whole range instead of one for each period. */
  whole?: boolean | undefined;
}

/** Evaluates rows together, as GetMetricData does. What cannot be computed is an error in its own place; the other rows still count. */
export function metricData(
  queries: readonly DataQuery[],
  metrics: Pick<Metrics, 'query'>,
  range: Range,
): Map<string, DataResult> {
  const known = new Map(queries.map((query) => [query.id, query]));
  const done = new Map<string, MathValue>();
  const underWay = new Set<string>();

  const valueFor = (id: string): MathValue => {
    const finished = done.get(id);
    if (finished) return finished;
    const query = known.get(id);
    if (!query) throw new MetricMathError(`there is no row with the id ${id}`);
    if (underWay.has(id)) throw new MetricMathError(`the rows go round in a circle at ${id}`);
    underWay.add(id);
    try {
      const value = query.kind === 'metric' ? seriesOf(query) : expressionValue(query);
      done.set(id, value);
      return value;
    } finally {
      underWay.delete(id);
    }
  };

  const seriesOf = ({ metric, stat, period }: Extract<DataQuery, { kind: 'metric' }>): { kind: 'series'; points: Points } => {
    const samples = metrics.query({ ...metric, stat, period, from: range.from, to: range.to, wholeRange: range.whole });
    return { kind: 'series', points: new Map(samples.map(({ at, value }) => [at, value])) };
  };

  const expressionValue = ({ expression, period }: Extract<DataQuery, { kind: 'expression' }>): MathValue =>
    valueOfMath(parseMetricMath(expression), {
      resolve: valueFor,
      metrics: () => queries.flatMap((query) => (query.kind === 'metric' ? [seriesOf(query).points] : [])),
      times: timesOf(period, range),
    });

  return new Map(queries.map((query) => [query.id, resultOf(query, valueFor, range)]));
}

function resultOf(query: DataQuery, valueFor: (id: string) => MathValue, range: Range): DataResult {
  try {
    const value = valueFor(query.id);
    if (value.kind === 'list') throw new MetricMathError('a list of series cannot be drawn as one row');
    if (value.kind === 'scalar') return { points: timesOf(query.period, range).map((at) => ({ at, value: value.value })) };
    const points = [...value.points].map(([at, point]) => ({ at, value: point }));
    return { points: points.toSorted((a, b) => a.at - b.at) };
  } catch (error) {
    if (!(error instanceof MetricMathError || error instanceof RangeError)) throw error;
    return { error: `${query.kind === 'expression' ? query.expression : query.metric.name}: ${error.message}` };
  }
}

function timesOf(period: number, { from, to, whole }: Range): number[] {
  if (whole === true) return [from];
  const length = period * 1000;
  const times: number[] = [];
  for (let at = Math.floor(from / length) * length; at <= to; at += length) times.push(at);
  return times;
}

import { isMeasured, isOfAws } from './aws-metrics.ts';
import { readEmbeddedMetrics } from './embedded-metrics.ts';
import { type MeasuredQueue, queueSeries } from './queue-metrics.ts';
import { createSeriesStore, type Measurement, type MetricId, type Sample, type Series } from './series.ts';
import { maximum, minimum, percentile, statisticOf, sum } from './statistics.ts';

export interface MetricValue extends MetricId {
  unit: string;
  count: number;
  sum: number;
  min: number;
  max: number;
  average: number;
  p50: number;
  p90: number;
  last: number;
  /** ISO 8601. */
  lastAt: string;
}

/** A line that was meant as embedded metrics but breaks the format's specification. */
export interface MetricError {
  at: string;
  problems: string[];
  /** Its first thousand characters. */
  line: string;
}

export interface MetricQuery extends MetricId {
  /** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or `p90`. */
  stat: string;
  /** Seconds. Periods start at multiples of it since the epoch, as in CloudWatch. */
  period: number;
  /** Milliseconds since the epoch, both included. */
  from: number;
  to: number;
  /** One datapoint at `from` for all of it, whatever the period. */
  wholeRange?: boolean | undefined;
}

export interface Metrics {
  /** Takes in a log line. Answers whether it was meant as embedded metrics, which includes a broken one. */
  ingest(line: string): boolean;
  /** Adds what the local cloud measures itself in place of AWS. */
  record(measurements: readonly Measurement[]): void;
  values(): MetricValue[];
  /**
   * One datapoint for each period that has values, at the period's start. Throws `RangeError` for a statistic that is not computed, and for
   * a metric of AWS itself that is not measured here.
   */
  query(query: MetricQuery): Sample[];
  errors(): MetricError[];
}

/** So that a function that breaks the format in a loop does not fill the memory. */
const mostErrorsKept = 500;

export function createMetrics({ clock, queues }: { clock: { now(): number }; queues?: { all(): MeasuredQueue[] } }): Metrics {
  const store = createSeriesStore();
  const errors: MetricError[] = [];
  const gauges = (queueName?: string) => {
    const asked = (queues?.all() ?? []).filter(({ name }) => queueName === undefined || name === queueName);
    return queueSeries(asked, clock.now());
  };

  return {
    ingest: (line) => {
      const reading = readEmbeddedMetrics(line, clock.now());
      if (reading.kind === 'metrics') for (const measurement of reading.measurements) store.add(measurement);
      if (reading.kind === 'broken') {
        errors.push({ at: new Date(clock.now()).toISOString(), problems: reading.problems, line: line.slice(0, 1000) });
        if (errors.length > mostErrorsKept) errors.shift();
      }
      return reading.kind !== 'other';
    },
    record: (measurements) => measurements.forEach((measurement) => store.add(measurement)),
    values: () => [...store.all(), ...gauges()].map(summary),
    query: (query) => {
      const { namespace, name, dimensions } = query;
      if (isOfAws(query) && !isMeasured(query))
        throw new RangeError(`the local cloud does not measure ${namespace} ${name} ${Object.values(dimensions).join(' ')}`);
      const gauge = isOfAws(query) && gauges(dimensions.QueueName ?? '').find((each) => each.name === name);
      return datapoints((gauge || store.get({ namespace, name, dimensions }))?.samples ?? [], query);
    },
    errors: () => [...errors],
  };
}

function summary({ samples, ...id }: Series): MetricValue {
  const values = samples.map((sample) => sample.value);
  const last = samples.reduce((latest, sample) => (sample.at >= latest.at ? sample : latest));
  const total = sum(values);
  return {
    ...id,
    count: values.length,
    sum: total,
    min: minimum(values),
    max: maximum(values),
    average: total / values.length,
    p50: percentile(values, 50),
    p90: percentile(values, 90),
    last: last.value,
    lastAt: new Date(last.at).toISOString(),
  };
}

function datapoints(samples: readonly Sample[], { stat, period, from, to, wholeRange }: MetricQuery): Sample[] {
  const statistic = statisticOf(stat);
  if (!statistic) throw new RangeError(`the local cloud does not compute the statistic ${stat}`);
  const length = period * 1000;
  const byPeriod = new Map<number, number[]>();
  for (const { at, value } of samples) {
    if (at < from || at > to) continue;
    const start = wholeRange === true ? from : Math.floor(at / length) * length;
    const values = byPeriod.get(start);
    if (values) values.push(value);
    else byPeriod.set(start, [value]);
  }
  return [...byPeriod].map(([at, values]) => ({ at, value: statistic(values) })).toSorted((a, b) => a.at - b.at);
}

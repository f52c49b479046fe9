/** A metric is its namespace, its name and one exact set of dimensions, as in CloudWatch. */
export interface MetricId {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

/** Values of one metric, all at one time. */
export interface Measurement extends MetricId {
  unit: string;
  /** Milliseconds since the epoch. */
  at: number;
  values: number[];
}

export interface Sample {
  at: number;
  value: number;
}

/** One metric with every raw value, so that percentiles are exact. */
export interface Series extends MetricId {
  unit: string;
  /** In order of arrival, which need not be the order of time. */
  samples: Sample[];
}

export interface SeriesStore {
  add(measurement: Measurement): void;
  get(id: MetricId): Series | undefined;
  all(): Series[];
}

export function createSeriesStore(): SeriesStore {
  const byKey = new Map<string, Series>();
  return {
    add: ({ at, values, unit, ...id }) => {
      const key = keyOf(id);
      const series = byKey.get(key) ?? { ...id, unit, samples: [] };
      byKey.set(key, series);
      for (const value of values) series.samples.push({ at, value });
    },
    get: (id) => byKey.get(keyOf(id)),
    all: () => [...byKey.values()],
  };
}

/** The order in which the dimensions are named does not matter. */
function keyOf({ namespace, name, dimensions }: MetricId): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

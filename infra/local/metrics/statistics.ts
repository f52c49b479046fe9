/** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile. */
export type Statistic = (values: readonly number[]) => number;

const named: Record<string, Statistic> = {
  Sum: sum,
  Average: (values) => sum(values) / values.length,
  Minimum: minimum,
  Maximum: maximum,
  SampleCount: (values) => values.length,
};

/** The statistic of a name, for one value or more; undefined for one that the local cloud does not compute (tm, wm, PR, IQM, …). */
export function statisticOf(name: string): Statistic | undefined {
  const percent = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name)?.[1];
  return percent === undefined ? named[name] : (values) => percentile(values, Number(percent));
}

/** By linear interpolation between the two nearest values. Which method CloudWatch uses is not documented. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function minimum(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

export function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

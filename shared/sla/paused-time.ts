import type { ServiceHours } from './service-hours.ts';
import { type Interval, without } from './service-year.ts';
import type { Second } from './time-zone.ts';

/** A time that is not counted: half-open, and `to` is infinite while nobody knows its end. */
export type Gap = Interval;

/** In order, and those that touch or overlap as one, so that nothing is taken out twice. */
export function merged(gaps: readonly Gap[]): Gap[] {
  const all: Gap[] = [];
  for (const { from, to } of [...gaps].filter((gap) => gap.from < gap.to).sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/**
 * The moment at which `seconds` of open time outside the gaps have passed since `start`. Undefined when a gap without end comes first.
 * Throws RangeError as `ServiceHours.add`.
 */
export function addAround(hours: ServiceHours, start: Second, seconds: number, gaps: readonly Gap[]): Second | undefined {
  let due = hours.add(start, seconds);
  let skipped = 0;
  for (const gap of merged(gaps)) {
    // A deadline that lands on the beginning of a gap stays there.
    if (gap.to <= start) continue;
    if (gap.from >= due) break;
    if (!Number.isFinite(gap.to)) return undefined;
    skipped += hours.between(Math.max(gap.from, start), gap.to);
    due = hours.add(start, seconds + skipped);
  }
  return due;
}

/** Open seconds from `start` to `end` outside the gaps; 0 if `end` is not after `start`. */
export function countedBetween(hours: ServiceHours, start: Second, end: Second, gaps: readonly Gap[]): number {
  if (end <= start) return 0;
  const skipped = merged(gaps)
    .map(({ from, to }) => ({ from: Math.max(from, start), to: Math.min(to, end) }))
    .filter(({ from, to }) => from < to);
  return skipped.reduce((left, { from, to }) => left - hours.between(from, to), hours.between(start, end));
}

/** The intervals that `countedBetween` adds up. */
export const countedIntervals = (hours: ServiceHours, start: Second, end: Second, gaps: readonly Gap[]): Interval[] =>
  without(hours.intervals(start, end), gaps);

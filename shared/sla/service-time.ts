import { type Calendar, type Interval, openIntervals, type Second } from './calendar.ts';

/**
 * The moment at which `seconds` of open time have passed since `start`, and the intervals that were counted. A deadline that lands on
 * closing time stays there. Throws RangeError for a negative amount.
 */
export function addServiceTime(hours: Calendar, start: Second, seconds: number): { due: Second; counted: Interval[] } {
  if (seconds < 0) throw new RangeError(`cannot add ${seconds} seconds of service time`);
  const counted: Interval[] = [];
  let left = seconds;
  if (left === 0) return { due: start, counted };
  for (const open of openIntervals(hours, start)) {
    const from = Math.max(open.from, start);
    const to = Math.min(open.to, from + left);
    counted.push({ from, to });
    left -= to - from;
    if (left === 0) return { due: to, counted };
  }
  throw new RangeError('a calendar without end has ended');
}

/** Seconds of open time from `start` to `end`; 0 if `end` is not after `start`. */
export function serviceTimeBetween(hours: Calendar, start: Second, end: Second): number {
  let total = 0;
  if (end <= start) return total;
  for (const open of openIntervals(hours, start)) {
    if (open.from >= end) break;
    total += Math.min(open.to, end) - Math.max(open.from, start);
    if (open.to >= end) break;
  }
  return total;
}

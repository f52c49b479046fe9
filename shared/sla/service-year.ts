import { type WeeklyCalendar, weekdays } from './calendar.ts';
import { readShift, type Shift } from './shift.ts';
import { type Second, type TimeZone, zoneOf } from './time-zone.ts';

/** Half-open: `from` is open, `to` is not. */
export interface Interval {
  from: Second;
  to: Second;
}

/** The service of one local year in order, with a running total, so that amounts and moments are found by bisection. */
export interface ServiceYear {
  from: Float64Array;
  to: Float64Array;
  /** Open seconds of the year before each interval; one more entry holds the whole. */
  before: Float64Array;
}

const secondsOfDay = 24 * 3600;
const dayOf = (date: string): number => Date.parse(date) / 1000 / secondsOfDay;

/** A calendar read once: shifts as seconds, dates as days since 1970. */
export interface Hours {
  zone: TimeZone;
  shiftsOn: (day: number) => readonly Shift[];
  interrupted: Interval[];
}

/** Throws RangeError for what the calendar's schema would not let pass. */
export function readHours(hours: WeeklyCalendar): Hours {
  const zone = zoneOf(hours.timeZone);
  const week = weekdays.map((name) => readShifts(hours.week[name]));
  const closed = new Set(hours.closed.map(dayOf));
  const special = new Map(Object.entries(hours.special).map(([date, all]) => [dayOf(date), readShifts(all)]));
  return {
    zone,
    // 1970-01-01 was a Thursday.
    shiftsOn: (day) => (closed.has(day) ? [] : (special.get(day) ?? week[(((day + 3) % 7) + 7) % 7] ?? [])),
    interrupted: hours.interrupted.flatMap(({ date, at }) => readShifts([at]).map((shift) => onDay(zone, dayOf(date), shift))),
  };
}

const readShifts = (all: readonly string[]): Shift[] =>
  all.map((text) => {
    const shift = readShift(text);
    if (!shift) throw new RangeError(`not a shift: ${text}`);
    return shift;
  });

const onDay = (zone: TimeZone, day: number, { from, to }: Shift): Interval => ({
  from: zone.momentOf(day * secondsOfDay + from),
  to: zone.momentOf(day * secondsOfDay + to),
});

/** An interval over midnight belongs to the day on which it starts, and so to that day's year. */
export function serviceYear(hours: Hours, year: number): ServiceYear {
  const first = Date.UTC(year, 0, 1) / 1000 / secondsOfDay;
  const end = Date.UTC(year + 1, 0, 1) / 1000 / secondsOfDay;
  const open: Interval[] = [];
  // New Year's Eve of the year before may run into this one; it is counted there.
  let counted = Math.max(
    Number.NEGATIVE_INFINITY,
    ...hours.shiftsOn(first - 1).map((shift) => onDay(hours.zone, first - 1, shift).to),
  );
  const placed: Interval[] = [];
  for (let day = first; day < end; day++) for (const shift of hours.shiftsOn(day)) placed.push(onDay(hours.zone, day, shift));
  // A shift inside the time that a clock change skips comes after one that begins when it is over, so it is not the dates that are in order.
  for (const { from, to } of placed.sort((a, b) => a.from - b.from)) {
    // Where a clock change makes two shifts meet, no second is counted twice.
    const start = Math.max(from, counted);
    if (start < to) open.push({ from: start, to });
    counted = Math.max(counted, to);
  }
  return totalled(without(open, hours.interrupted));
}

/** The open intervals less these. */
export function without(open: readonly Interval[], closed: readonly Interval[]): Interval[] {
  let left = [...open];
  // One from inside the time that a clock change skips may end before it begins: nothing.
  for (const gap of closed.filter(({ from, to }) => from < to)) {
    left = left.flatMap(({ from, to }) => {
      if (gap.to <= from || gap.from >= to) return [{ from, to }];
      const parts = [
        { from, to: Math.min(to, gap.from) },
        { from: Math.max(from, gap.to), to },
      ];
      return parts.filter((part) => part.from < part.to);
    });
  }
  return left;
}

function totalled(open: readonly Interval[]): ServiceYear {
  const before = new Float64Array(open.length + 1);
  open.forEach(({ from, to }, i) => {
    before[i + 1] = (before[i] ?? 0) + (to - from);
  });
  return { from: Float64Array.from(open, ({ from }) => from), to: Float64Array.from(open, ({ to }) => to), before };
}

export const entry = (list: Float64Array, i: number): number => list[i] ?? Number.NaN;

/** Open seconds of the whole year. */
export const totalOf = ({ from, before }: ServiceYear): number => entry(before, from.length);

/** Open seconds of the year before `at`; all of them for a later moment. */
export function passed(year: ServiceYear, at: Second): number {
  const { from, to, before } = year;
  if (from.length === 0 || at >= entry(to, to.length - 1)) return totalOf(year);
  const next = firstAbove(to, at);
  return entry(before, next) + Math.max(0, at - entry(from, next));
}

/** Index of the first value above `limit` in an ascending list; its length when there is none. */
export function firstAbove(list: Float64Array, limit: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entry(list, middle) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first moment at which so much of the year's service has passed: closing time rather than the next opening. */
export function momentOf({ from, before }: ServiceYear, wanted: number): Second {
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entry(before, middle + 1) >= wanted) high = middle;
    else low = middle + 1;
  }
  return entry(from, low) + (wanted - entry(before, low));
}

/** The last such moment: opening time rather than the closing before. */
export function lastMomentOf({ from, before }: ServiceYear, wanted: number): Second {
  const i = firstAbove(before, wanted) - 1;
  return entry(from, Math.min(i, from.length - 1)) + (wanted - entry(before, i));
}

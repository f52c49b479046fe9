import type { WeeklyCalendar } from './calendar.ts';
import type { ServiceHours } from './service-hours.ts';
import { readHours } from './service-year.ts';
import type { Second } from './time-zone.ts';

const secondsOfDay = 24 * 3600;
const mostDays = 36_600;

/**
 * Counts days on which service is given, and keeps the time of day. `count` may be negative. A day is open when a shift of its own
 * begins on it. `align` decides what a start on a closed day is: a day that is passed over (`step`), or the next open day at the same
 * time of day (`align-first`; backwards, the one before). Throws RangeError when a hundred years do not hold it.
 */
export function addOpenDays(calendar: WeeklyCalendar, start: Second, count: number, align: 'step' | 'align-first'): Second {
  const { zone, shiftsOn } = readHours(calendar);
  const wall = zone.wallOf(start);
  const first = Math.floor(wall / secondsOfDay);
  const direction = count < 0 ? -1 : 1;
  let day = first;
  const step = () => {
    do day += direction;
    while (shiftsOn(day).length === 0 && Math.abs(day - first) < mostDays);
    if (Math.abs(day - first) >= mostDays)
      throw new RangeError(`a hundred years of this calendar do not hold ${count} open days`);
  };
  if (align === 'align-first' && shiftsOn(day).length === 0) step();
  for (let left = Math.abs(count); left > 0; left--) step();
  return zone.momentOf(day * secondsOfDay + (wall - first * secondsOfDay));
}

/**
 * When `count` business days after `start` end. What comes in while nothing is open counts as received at the next opening; then so
 * many open days on, at the same time of day. Where that falls outside the day's shifts: its closing before, or its first opening.
 */
export function addBusinessDays(calendar: WeeklyCalendar, hours: ServiceHours, start: Second, count: number): Second {
  const received = hours.isOpen(start) ? start : (hours.from(start).next().value?.from ?? start);
  const at = addOpenDays(calendar, received, count, 'step');
  if (hours.isOpen(at)) return at;
  const { zone } = readHours(calendar);
  const midnight = zone.momentOf(Math.floor(zone.wallOf(at) / secondsOfDay) * secondsOfDay);
  const closing = hours.backFrom(at).next().value;
  if (closing && closing.from >= midnight) return closing.to;
  return hours.from(at).next().value?.from ?? at;
}

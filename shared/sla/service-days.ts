import type { WeeklyCalendar } from './calendar.ts';
import type { ServiceHours } from './service-hours.ts';
import { type Hours, readHours } from './service-year.ts';
import type { Second } from './time-zone.ts';

const secondsOfDay = 24 * 3600;
const mostDays = 36_600;

/**
 * Counts days on which service is given, and keeps the time of day. `count` may be negative. A day is open when a shift of its own
 * begins on it. `align` decides what a start on a closed day is: a day that is passed over (`step`), or the next open day at the same
 * time of day (`align-first`; backwards, the one before). Throws RangeError when a hundred years do not hold it.
 */
export function addOpenDays(calendar: WeeklyCalendar, start: Second, count: number, align: 'step' | 'align-first'): Second {
  const hours = readHours(calendar);
  const wall = hours.zone.wallOf(start);
  const first = Math.floor(wall / secondsOfDay);
  const aligned =
    align === 'align-first' && hours.shiftsOn(first).length === 0 ? openDayAfter(hours, first, Math.sign(count) || 1) : first;
  const day = openDayAfter(hours, aligned, count);
  return hours.zone.momentOf(day * secondsOfDay + (wall - first * secondsOfDay));
}

/** The `count`-th open day after this one, in days since 1970; before it, for a negative count. */
function openDayAfter({ shiftsOn }: Hours, first: number, count: number): number {
  const direction = count < 0 ? -1 : 1;
  let day = first;
  for (let left = Math.abs(count); left > 0; left--) {
    do day += direction;
    while (shiftsOn(day).length === 0 && Math.abs(day - first) < mostDays);
    if (Math.abs(day - first) >= mostDays)
      throw new RangeError(`a hundred years of this calendar do not hold ${count} open days`);
  }
  return day;
}

/**
 * When `count` business days after `start` end. What comes in while nothing is open counts as received at the next opening, and what comes
 * in after midnight of a night shift as received on the day on which that began; then so many open days on, at the same time of the
 * day's service. Where that falls outside the day's shifts: its closing before, or its first opening.
 */
export function addBusinessDays(calendar: WeeklyCalendar, service: ServiceHours, start: Second, count: number): Second {
  const hours = readHours(calendar);
  const open = service.from(start).next().value ?? { from: start, to: start };
  const received = Math.max(start, open.from);
  const first = Math.floor(hours.zone.wallOf(open.from) / secondsOfDay);
  const midnight = openDayAfter(hours, first, count) * secondsOfDay;
  const at = hours.zone.momentOf(midnight + (hours.zone.wallOf(received) - first * secondsOfDay));
  if (service.isOpen(at)) return at;
  const closing = service.backFrom(at).next().value;
  if (closing && closing.from >= hours.zone.momentOf(midnight)) return closing.to;
  return service.from(at).next().value?.from ?? at;
}

import { addAround, countedBetween } from '../../shared/sla/paused-time.ts';
import { addOpenDays } from '../../shared/sla/service-days.ts';
import { type ServiceHours, serviceHours } from '../../shared/sla/service-hours.ts';
import type { Interval } from '../../shared/sla/service-year.ts';
import { calendarOf, gapsOf, seconds, type VectorCalendar } from './vector-calendar.ts';

export interface CalendarCase {
  id: string;
  suite: string;
  calendar: VectorCalendar;
  op: string;
  start: string;
  end?: string;
  minutes?: number;
  days?: number;
  count?: number;
  rule?: string;
  direction?: string;
  abs?: boolean;
  expect: unknown;
  alternative?: unknown;
  reference?: unknown;
  verified: string;
}

export type Answer = number | boolean | undefined | [number, number][];

/** What the engine answers: instants in epoch seconds, amounts in minutes. */
export function answer(each: CalendarCase): Answer {
  const calendar = calendarOf(each.calendar);
  const hours = serviceHours(calendar);
  const start = seconds(each.start);
  const gaps = gapsOf(each.calendar);
  switch (each.op) {
    case 'add': {
      const amount = (each.minutes ?? 0) * 60;
      if (amount === 0 && each.direction === 'before') return closedUntil(hours, start);
      return amount < 0 ? hours.add(start, amount) : addAround(hours, start, amount, gaps);
    }
    case 'between': {
      const end = seconds(each.end ?? '');
      const minutes = (start <= end ? countedBetween(hours, start, end, gaps) : -countedBetween(hours, end, start, gaps)) / 60;
      return each.abs ? Math.abs(minutes) : minutes;
    }
    case 'open?':
      return hours.isOpen(start);
    case 'nextOpen':
      return hours.isOpen(start) ? start : hours.from(start).next().value?.from;
    case 'nextStart': {
      for (const { from } of hours.from(start)) if (from > start) return from;
      return undefined;
    }
    case 'nextClose':
      return hours.from(start).next().value?.to;
    case 'prevClose':
      return closedUntil(hours, start);
    case 'periods':
      return taken(hours.from(start), each.count ?? 0).map(({ from, to }) => [Math.max(from, start), to]);
    case 'periodsBefore':
      return taken(hours.backFrom(start), each.count ?? 0).map(({ from, to }) => [from, Math.min(to, start)]);
    case 'addDays': {
      if (calendar.kind === 'always') return undefined;
      const [align = 'step', roll] = (each.rule ?? 'step').split('+');
      const at = addOpenDays(calendar, start, each.days ?? 0, align === 'align-first' ? 'align-first' : 'step');
      if (roll === 'roll-forward' && !hours.isOpen(at)) return hours.from(at).next().value?.from;
      if (roll === 'roll-back' && !hours.isOpen(at)) return hours.backFrom(at).next().value?.to;
      return at;
    }
    default:
      throw new Error(`an operation that this adapter does not know: ${each.op}`);
  }
}

/** The last moment up to which there was service: this one, if it ends some. */
function closedUntil(hours: ServiceHours, at: number): number | undefined {
  const last = hours.backFrom(at).next().value;
  return last && Math.min(last.to, at);
}

function taken(intervals: Iterable<Interval>, count: number): Interval[] {
  const found: Interval[] = [];
  for (const interval of intervals) {
    if (found.length === count) break;
    found.push(interval);
  }
  return found;
}

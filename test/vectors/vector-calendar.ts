import { type Calendar, weekdays } from '../../shared/sla/calendar.ts';
import type { Gap } from '../../shared/sla/paused-time.ts';

/** A calendar as the vectors of peers write it: `weekly` by three letters, shifts as pairs of times, pauses as pairs of instants. */
export interface VectorCalendar {
  timezone: string;
  weekly: Partial<Record<string, [string, string][]>>;
  holidays: string[];
  overrides?: Record<string, [string, string][]>;
  extraWorkdays?: { date: string; intervals: [string, string][] }[];
  exclude?: [string, string][];
}

const shiftsOf = (pairs: [string, string][] = []): string[] => pairs.map(([from, to]) => `${from}-${to}`);

export const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** Made without the checks of a contract's calendar: the vectors may hold what a contract may not. */
export function calendarOf({ timezone, weekly, holidays, overrides = {}, extraWorkdays = [] }: VectorCalendar): Calendar {
  const week = Object.fromEntries(weekdays.map((name) => [name, shiftsOf(weekly[name.slice(0, 3)])]));
  return {
    kind: 'weekly',
    timeZone: timezone,
    week: week as Extract<Calendar, { kind: 'weekly' }>['week'],
    closed: holidays,
    special: Object.fromEntries([
      ...extraWorkdays.map(({ date, intervals }) => [date, shiftsOf(intervals)] as const),
      ...Object.entries(overrides).map(([date, intervals]) => [date, shiftsOf(intervals)] as const),
    ]),
    interrupted: [],
  };
}

export const gapsOf = ({ exclude = [] }: VectorCalendar): Gap[] =>
  exclude.map(([from, to]) => ({ from: seconds(from), to: seconds(to) }));

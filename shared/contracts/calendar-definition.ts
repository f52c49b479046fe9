import * as z from 'zod/mini';
import { type Calendar, localDate, shifts, timeZone, week, weekday } from '../sla/calendar.ts';
import { readShift } from '../sla/shift.ts';

/** Service hours as a contract file says them: holidays by country, closures with their reason. */

const because = z.optional(z.string().check(z.minLength(1), z.maxLength(200)));

const longestClosure = 400;
const days = (from: string, through: string): number => Math.round((Date.parse(through) - Date.parse(from)) / 86_400_000);

/** One day, several, or a part of one. */
const closure = z.union(
  [
    z.object({
      date: localDate,
      at: z.optional(
        z.string().check(z.refine((text) => readShift(text) !== undefined, 'must be two times of day such as 14:00-18:00')),
      ),
      because,
    }),
    z.object({ from: localDate, through: localDate, because }).check(
      z.refine(({ from, through }) => from <= through, 'must not end before it begins'),
      z.refine(({ from, through }) => days(from, through) < longestClosure, `must be at most ${longestClosure} days`),
    ),
  ],
  'must have a date, or from and through',
);

const opening = z.object({ date: localDate, at: shifts, because });

const always = z.object({ kind: z.literal('always') });
const weekly = z.object({
  kind: z.literal('weekly'),
  /** The contract's own where it is not said. */
  timeZone: z.optional(timeZone),
  week,
  holidays: z.optional(
    z.object({
      /** ISO 3166-1, two letters. */
      country: z.string().check(z.regex(/^[A-Z]{2}$/, 'must be two capital letters such as FR')),
      region: z.optional(z.string()),
      /** On official make-up working days the hours of this day of the week; without it they stay what they are, closed as a rule. */
      makeUpDaysAs: z.optional(weekday),
    }),
  ),
  closures: z._default(z.array(closure), []),
  /** Hours of one date in the place of the week's, also on a holiday. */
  openings: z
    ._default(z.array(opening), [])
    .check(z.refine((all) => new Set(all.map(({ date }) => date)).size === all.length, 'two openings are of the same date')),
});
export const calendarDefinition = z.discriminatedUnion('kind', [always, weekly]);
export type CalendarDefinition = z.infer<typeof calendarDefinition>;

/** What is known of the holidays of a country or a part of it. Dates are local, ascending. */
export interface PublicHolidays {
  closed: string[];
  /** Days at a weekend that are officially worked. */
  makeUpDays: string[];
  coveredFrom: string;
  coveredThrough: string;
}

/** Throws Error, saying the rule, for a country or region that it does not know. */
export type HolidayData = (where: { country: string; region?: string | undefined }) => PublicHolidays;

/** The calendar with every holiday as a date. What is opened explicitly wins over a holiday, and a closure wins over everything. */
export function resolveCalendar(definition: CalendarDefinition, contractTimeZone: string, holidayData: HolidayData): Calendar {
  if (definition.kind === 'always') return definition;
  const { holidays, openings, closures } = definition;
  const known = holidays && holidayData(holidays);
  const opened = new Map(openings.map(({ date, at }) => [date, at]));
  const makeUp = known && holidays.makeUpDaysAs ? known.makeUpDays : [];
  const workedAs = definition.week[holidays?.makeUpDaysAs ?? 'monday'];
  const closed = [
    ...(known?.closed ?? []).filter((date) => !opened.has(date)),
    ...closures.flatMap((each) => ('from' in each ? datesOf(each.from, each.through) : each.at === undefined ? [each.date] : [])),
  ];
  return {
    kind: 'weekly',
    timeZone: definition.timeZone ?? contractTimeZone,
    week: definition.week,
    closed: [...new Set(closed)].sort(),
    special: Object.fromEntries(
      [...makeUp.map((date) => [date, workedAs] as const), ...opened].sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    interrupted: closures.flatMap((each) => ('date' in each && each.at !== undefined ? [{ date: each.date, at: each.at }] : [])),
    ...(known && holidays
      ? {
          covered: {
            of: holidays.region ? `${holidays.country}-${holidays.region}` : holidays.country,
            from: known.coveredFrom,
            through: known.coveredThrough,
          },
        }
      : {}),
  };
}

function datesOf(from: string, through: string): string[] {
  const first = Date.parse(from);
  return Array.from({ length: days(from, through) + 1 }, (_, n) => new Date(first + n * 86_400_000).toISOString().slice(0, 10));
}

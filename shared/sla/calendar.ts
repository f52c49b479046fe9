import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { readShift, type Shift } from './shift.ts';

/**
 * When service is given, as data: round the clock, or by the week on the wall clocks of one zone, less what is closed and with what is
 * opened besides. Complete in itself: public holidays are dates here, so that the same calendar counts the same for ever.
 */

const shift = z
  .string()
  .check(
    z.refine(
      (text) => readShift(text) !== undefined,
      'must be two times of day such as 09:00-12:30, up to 24:00; one that ends before it begins ends on the next day',
    ),
  );

/** The shifts of one day, in order. */
export const shifts = z.array(shift).check(
  z.refine((all) => inOrder(all.flatMap((text) => readShift(text) ?? [])), 'shifts must be in order and must not overlap'),
  z.refine((all) => all.length <= mostShifts, 'must be at most 10 shifts a day'),
);

const mostShifts = 10;

const inOrder = (day: readonly Shift[]): boolean =>
  day.every((next, i) => {
    const before = day[i - 1];
    return before === undefined || before.to <= next.from;
  });

/** A date of the calendar's own zone, `2026-07-14`. */
export const localDate = z.string().check(z.refine(isDate, 'must be a date such as 2026-07-14'));

/** Whether there is such a date: no 30th of February. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

export const timeZone = z.string().check(z.refine(isTimeZone, 'must be a time zone of the IANA data base, such as Europe/Paris'));

function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

/** As Temporal numbers them, from Monday. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const weekday = z.enum(weekdays);
export type Weekday = z.infer<typeof weekday>;

const day = z._default(shifts, []);

export const week = z
  .object({ monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day })
  .check(
    z.refine((days) => weekdays.some((name) => days[name].length > 0), 'must open at least once a week'),
    z.refine(
      (days) => weekdays.every((name, i) => !runsInto(days[name], days[weekdays[(i + 1) % 7] ?? 'monday'])),
      'a shift that ends after midnight must not overlap the next day’s first',
    ),
  );

const secondsOfDay = 24 * 3600;

function runsInto(today: readonly string[], tomorrow: readonly string[]): boolean {
  const last = readShift(today.at(-1) ?? '');
  const first = readShift(tomorrow[0] ?? '');
  return last !== undefined && first !== undefined && last.to - secondsOfDay > first.from;
}

/** What is known of public holidays, and through which dates; beyond, whatever is counted is a guess and says so. */
const coverage = z.object({ of: z.string(), from: localDate, through: localDate });

const always = z.object({ kind: z.literal('always') });
const weekly = z.object({
  kind: z.literal('weekly'),
  timeZone,
  week,
  /** Whole dates on which nothing opens: public holidays and own closures. They win over `special`. */
  closed: z._default(z.array(localDate), []),
  /** Dates with shifts of their own in the place of the week's: make-up working days, extra openings. */
  special: z._default(z.record(localDate, shifts), {}),
  /** Parts of dates on which nothing is counted: `at` is one shift. */
  interrupted: z._default(z.array(z.object({ date: localDate, at: shift })), []),
  covered: z.optional(coverage),
});

export const calendar = z.discriminatedUnion('kind', [always, weekly]);
export type Calendar = z.infer<typeof calendar>;
export type WeeklyCalendar = z.infer<typeof weekly>;

/** Round the clock. */
export const roundTheClock: Calendar = { kind: 'always' };

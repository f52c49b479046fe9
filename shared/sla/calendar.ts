import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';

/** Epoch seconds. The arithmetic of promises is in whole seconds of elapsed time. */
export type Second = number;

/** Half-open: `from` is open, `to` is not. */
export interface Interval {
  from: Second;
  to: Second;
}

const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day from 00:00 to 24:00'));

const shift = z
  .object({ from: timeOfDay, to: timeOfDay })
  .check(z.refine(({ from, to }) => from < to, 'must end after it begins'));

const shifts = z
  ._default(z.array(shift), [])
  .check(
    z.refine(
      (all) => all.every((next, i) => (all[i - 1]?.to ?? '00:00') <= next.from),
      'shifts must be in order and must not overlap',
    ),
  );

const timeZone = z.string().check(z.refine(isTimeZone, 'must be a time zone of the IANA data base, such as Europe/Paris'));

const week = z
  .object({
    monday: shifts,
    tuesday: shifts,
    wednesday: shifts,
    thursday: shifts,
    friday: shifts,
    saturday: shifts,
    sunday: shifts,
  })
  .check(z.refine((days) => Object.values(days).some((day) => day.length > 0), 'must open at least once a week'));

/** Service hours: round the clock, or the same every week on the wall clocks of one zone. */
export const calendar = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  z.object({ kind: z.literal('weekly'), timeZone, week }),
]);
export type Calendar = z.infer<typeof calendar>;
type Weekly = Extract<Calendar, { kind: 'weekly' }>;

function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** The open intervals that end after `from`, in order, without end. The first may have begun before `from`. */
export function* openIntervals(hours: Calendar, from: Second): Generator<Interval, never> {
  if (hours.kind === 'always') {
    yield { from, to: Number.POSITIVE_INFINITY };
    throw new RangeError('time without end has ended');
  }
  let date = Temporal.Instant.fromEpochMilliseconds(from * 1000)
    .toZonedDateTimeISO(hours.timeZone)
    .toPlainDate();
  for (;;) {
    for (const open of openOn(hours, date)) if (open.to > from) yield open;
    date = date.add({ days: 1 });
  }
}

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

function openOn(hours: Weekly, date: Temporal.PlainDate): Interval[] {
  const name = dayNames[date.dayOfWeek - 1];
  if (!name) throw new RangeError(`no such day of the week: ${date.dayOfWeek}`);
  return hours.week[name]
    .map(({ from, to }) => ({ from: secondOf(date, from, hours.timeZone), to: secondOf(date, to, hours.timeZone) }))
    .filter(({ from, to }) => from < to);
}

/** A wall-clock time that a daylight-saving change skips is read with the offset before the change; one that occurs twice, as its first. */
function secondOf(date: Temporal.PlainDate, time: string, zone: string): Second {
  const [wallDate, wallTime] = time === '24:00' ? [date.add({ days: 1 }), '00:00'] : [date, time];
  return wallDate.toZonedDateTime({ timeZone: zone, plainTime: wallTime }).epochMilliseconds / 1000;
}

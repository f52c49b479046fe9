import { Temporal } from 'temporal-polyfill';
import { type WeeklyCalendar, weekdays } from '../../../shared/sla/calendar.ts';

/**
 * Service time the slow way: one day after another with Temporal, each shift put on the wall clocks of its date, without tables, offsets
 * or bisection. It shares nothing with the engine but the data, so that both being wrong in the same way is unlikely.
 */

interface Open {
  from: number;
  to: number;
}

/** Days on either side that a shift or an odd zone may reach over. */
const reach = 3;

/** What is open on the dates around these moments, in order, apart, interruptions taken out. Epoch seconds. */
function openAround(calendar: WeeklyCalendar, from: number, to: number): Open[] {
  const first = dateOf(calendar, from).subtract({ days: reach });
  const last = dateOf(calendar, to).add({ days: reach });
  const shifts: Open[] = [];
  for (let date = first; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }))
    for (const shift of shiftsOn(calendar, date.toString(), date.dayOfWeek))
      shifts.push(placed(calendar, date.toString(), shift));
  const interrupted = calendar.interrupted.map(({ date, at }) => placed(calendar, date, at)).filter(({ from, to }) => from < to);
  return apart(shifts).flatMap((open) => interrupted.reduce((parts, gap) => parts.flatMap((part) => cut(part, gap)), [open]));
}

const dateOf = ({ timeZone }: WeeklyCalendar, at: number) =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at) * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();

function shiftsOn({ closed, special, week }: WeeklyCalendar, date: string, dayOfWeek: number): readonly string[] {
  if (closed.includes(date)) return [];
  return special[date] ?? week[weekdays[dayOfWeek - 1]!];
}

function placed({ timeZone }: WeeklyCalendar, date: string, shift: string): Open {
  const [from, to] = shift.split('-') as [string, string];
  const runsOver = to === '24:00' || to <= from;
  const end = Temporal.PlainDate.from(date).add({ days: runsOver ? 1 : 0 });
  const moment = (day: string, time: string) =>
    Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds /
    1000;
  return { from: moment(date, from), to: moment(end.toString(), to === '24:00' ? '00:00' : to) };
}

/** Shifts that a clock change pushes together are counted once. */
function apart(shifts: Open[]): Open[] {
  const all: Open[] = [];
  for (const { from, to } of shifts.filter((open) => open.from < open.to).sort((a, b) => a.from - b.from)) {
    const before = all.at(-1);
    if (before && from <= before.to) before.to = Math.max(before.to, to);
    else all.push({ from, to });
  }
  return all;
}

const cut = ({ from, to }: Open, gap: Open): Open[] =>
  [
    { from, to: Math.min(to, gap.from) },
    { from: Math.max(from, gap.to), to },
  ].filter((part) => part.from < part.to);

const secondsIn = (open: Open[], from: number, to: number): number =>
  open.reduce((sum, part) => sum + Math.max(0, Math.min(part.to, to) - Math.max(part.from, from)), 0);

export const slowBetween = (calendar: WeeklyCalendar, from: number, to: number): number =>
  secondsIn(openAround(calendar, from, to), from, to);

export const slowIsOpen = (calendar: WeeklyCalendar, at: number): boolean =>
  openAround(calendar, at, at).some(({ from, to }) => from <= at && at < to);

/** The moment at which so many seconds have passed since `start`, looking `days` far. */
export function slowAdd(calendar: WeeklyCalendar, start: number, seconds: number, days: number): number | undefined {
  let left = seconds;
  for (const { from, to } of openAround(calendar, start, start + days * 86_400)) {
    const begin = Math.max(from, start);
    if (begin >= to) continue;
    if (left <= to - begin) return begin + left;
    left -= to - begin;
  }
  return undefined;
}

/** The moment from which so many seconds lead to `end`. */
export function slowSubtract(calendar: WeeklyCalendar, end: number, seconds: number, days: number): number | undefined {
  let left = seconds;
  for (const { from, to } of openAround(calendar, end - days * 86_400, end).reverse()) {
    const finish = Math.min(to, end);
    if (finish <= from) continue;
    if (left <= finish - from) return finish - left;
    left -= finish - from;
  }
  return undefined;
}

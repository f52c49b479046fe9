import { Temporal } from 'temporal-polyfill';
import type { Calendar } from './calendar.ts';
import { keptAtEachEnd, type Receipt, type Segment } from './receipt.ts';

/**
 * Counts a receipt again, by walking the calendar day by day, and says what does not agree. It shares no arithmetic with the engine that
 * wrote the receipt: no year tables, no offsets of its own, only Temporal. `calendarOf` finds a calendar by its version.
 */
export function replay(receipt: Receipt, calendarOf: (version: string) => Calendar | undefined): string[] {
  const problems: string[] = [];
  const differ = (what: string, said: string | number, counted: string | number) => {
    if (said !== counted) problems.push(`${what}: the receipt says ${said}, counting again gives ${counted}`);
  };
  const all: Pair[] = [];
  let sum = 0;
  for (const segment of receipt.segments) {
    const calendar = segment.calendarVersion === 'always' ? { kind: 'always' as const } : calendarOf(segment.calendarVersion);
    if (!calendar) return [`calendar ${segment.calendar} in version ${segment.calendarVersion} is not known`];
    const counted = countAgain(
      receipt,
      segment,
      calendar,
      segment === receipt.segments.at(-1) ? receipt.seconds - sum : segment.seconds,
    );
    differ(
      `seconds on ${segment.calendar}`,
      segment.seconds,
      counted.reduce((total, [from, to]) => total + to - from, 0),
    );
    differ(`intervals on ${segment.calendar}`, JSON.stringify(listOf(segment)), JSON.stringify(listed(counted, segment)));
    all.push(...counted);
    sum += segment.seconds;
  }
  if (receipt.due === undefined) {
    if (!receipt.pauses.some(({ until }) => until === undefined)) problems.push('due: missing, though every pause has an end');
    return problems;
  }
  const end = momentOf(all, receipt.seconds);
  if (end === undefined) differ('seconds counted', receipt.seconds, sum);
  else differ('due', receipt.due, isoOf(Math.max(end, receipt.notBefore === undefined ? end : secondOf(receipt.notBefore))));
  return problems;
}

/** When so many seconds had passed; what was carried over may be more than a shorter promise gave. */
function momentOf(counted: readonly Pair[], seconds: number): number | undefined {
  let left = seconds;
  for (const [from, to] of counted) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  return undefined;
}

type Pair = readonly [number, number];

const secondOf = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds / 1000;
const isoOf = (second: number): string => Temporal.Instant.fromEpochMilliseconds(second * 1000).toString();

const listOf = ({ counted, omitted = 0 }: Segment) => ({ counted, omitted });
const listed = (all: readonly Pair[], { omitted }: Segment) =>
  omitted !== undefined && all.length > 2 * keptAtEachEnd
    ? { counted: [...all.slice(0, keptAtEachEnd), ...all.slice(-keptAtEachEnd)], omitted: all.length - 2 * keptAtEachEnd }
    : { counted: all, omitted: 0 };

/** The intervals that make up `seconds` from the segment's beginning on, around the pauses. */
function countAgain({ pauses, due }: Receipt, { from }: Segment, calendar: Calendar, seconds: number): Pair[] {
  const counted: Pair[] = [];
  let left = seconds;
  const start = secondOf(from);
  for (const open of openFrom(calendar, start, pauses)) {
    if (left <= 0) break;
    const part: Pair = [open[0], Math.min(open[1], open[0] + left)];
    counted.push(part);
    left -= part[1] - part[0];
    if (due === undefined && !Number.isFinite(part[1])) break;
  }
  return counted;
}

const longestWalkDays = 366 * 20;

/** Open time from `start` on that no pause covers, day by day. */
function* openFrom(calendar: Calendar, start: number, pauses: Receipt['pauses']): Generator<Pair, undefined> {
  const gaps = pauses.map(
    ({ from, until }): Pair => [secondOf(from), until === undefined ? Number.POSITIVE_INFINITY : secondOf(until)],
  );
  const endless = gaps.find(([, to]) => !Number.isFinite(to))?.[0] ?? Number.POSITIVE_INFINITY;
  if (calendar.kind === 'always') {
    yield* less([start, Number.POSITIVE_INFINITY], gaps);
    return undefined;
  }
  const zone = calendar.timeZone;
  const date = Temporal.Instant.fromEpochMilliseconds(start * 1000)
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  let past = start;
  for (let n = -1; n < longestWalkDays; n++) {
    const day = date.add({ days: n });
    for (const [from, to] of opensOn(calendar, day)) {
      const open: Pair = [Math.max(from, past), to];
      past = Math.max(past, to);
      if (open[0] < open[1]) yield* less(open, [...gaps, ...interruptions(calendar)]);
      if (from >= endless) return undefined;
    }
  }
  return undefined;
}

type Weekly = Extract<Calendar, { kind: 'weekly' }>;
const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

function opensOn(calendar: Weekly, day: Temporal.PlainDate): Pair[] {
  const date = day.toString();
  if (calendar.closed.includes(date)) return [];
  const shifts = calendar.special[date] ?? calendar.week[dayNames[day.dayOfWeek - 1] ?? 'monday'];
  // One inside the time that a clock change skips comes after one that begins when it is over.
  return shifts.map((shift) => onDay(calendar.timeZone, day, shift)).sort(([a], [b]) => a - b);
}

const interruptions = ({ interrupted, timeZone }: Weekly): Pair[] =>
  interrupted.map(({ date, at }) => onDay(timeZone, Temporal.PlainDate.from(date), at));

function onDay(zone: string, day: Temporal.PlainDate, shift: string): Pair {
  const [from = '', to = ''] = shift.split('-');
  const ends = to === '24:00' || to <= from ? day.add({ days: 1 }) : day;
  const moment = (on: Temporal.PlainDate, time: string) =>
    on.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds / 1000;
  return [moment(day, from), moment(ends, to === '24:00' ? '00:00' : to)];
}

/** One interval less these gaps, in order. */
function less(open: Pair, gaps: readonly Pair[]): Pair[] {
  const [first, ...others] = gaps.filter(([from, to]) => from < open[1] && to > open[0] && from < to);
  if (!first) return [open];
  const parts: Pair[] = [
    [open[0], Math.min(open[1], first[0])],
    [Math.max(open[0], first[1]), open[1]],
  ];
  return parts.filter(([from, to]) => from < to).flatMap((part) => less(part, others));
}

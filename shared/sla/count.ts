import { toSecond } from '../clock.ts';
import { type Calendar, calendar as calendarSchema } from './calendar.ts';
import { addAround, countedBetween, countedIntervals, type Gap } from './paused-time.ts';
import { keptAtEachEnd, type Pause, type Segment } from './receipt.ts';
import { serviceHours } from './service-hours.ts';
import { type Second, zoneOf } from './time-zone.ts';

/** A calendar of a contract: its name there, what it says, and the digest of that. */
export interface NamedCalendar {
  name: string;
  version: string;
  calendar: Calendar;
}

/** What a promise is counted by: time carried over, then one calendar from one moment on, around the pauses. */
export interface Count {
  carried: readonly Segment[];
  on: NamedCalendar;
  from: Second;
  pauses: readonly Pause[];
  notBefore?: Second | undefined;
}

export const secondOf = (iso: string): Second => Math.floor(Date.parse(iso) / 1000);
export const isoOf = (at: Second): string => toSecond(new Date(at * 1000));

export const gapsOf = (pauses: readonly Pause[]): Gap[] =>
  pauses.map(({ from, until }) => ({
    from: secondOf(from),
    to: until === undefined ? Number.POSITIVE_INFINITY : secondOf(until),
  }));

const carriedSeconds = (segments: readonly Segment[]): number => segments.reduce((sum, { seconds }) => sum + seconds, 0);

/**
 * When so many seconds have been counted, and not before the count's own limit; undefined while a pause without end comes first. Throws
 * RangeError as ServiceHours.add.
 */
export function momentAfter(count: Count, seconds: number): Second | undefined {
  const at = countedMoment(count, seconds);
  return at === undefined ? undefined : Math.max(at, count.notBefore ?? at);
}

function countedMoment(count: Count, seconds: number): Second | undefined {
  const left = seconds - carriedSeconds(count.carried);
  const [first] = count.carried;
  if (first && seconds <= 0) return secondOf(first.from);
  return left > 0 || count.carried.length === 0
    ? addAround(serviceHours(count.on.calendar), count.from, left, gapsOf(count.pauses))
    : momentCarried(count.carried, seconds);
}

/** Within what was carried over: the amount had been reached before the promise changed. */
function momentCarried(segments: readonly Segment[], seconds: number): Second {
  let left = seconds;
  for (const segment of segments) {
    for (const [from, to] of segment.counted) {
      if (left <= to - from) return from + left;
      left -= to - from;
    }
  }
  throw new RangeError('more was asked for than was carried over');
}

/** Seconds counted up to `at`. */
export const countedUntil = (count: Count, at: Second): number =>
  carriedSeconds(count.carried) + countedBetween(serviceHours(count.on.calendar), count.from, at, gapsOf(count.pauses));

/** The receipt's list of what makes up so many seconds; up to where nothing is counted any more, where a pause has no end. */
export function segmentsOf(count: Count, seconds: number): Segment[] {
  const endless = count.pauses.find(({ until }) => until === undefined);
  return segmentsUntil(count, countedMoment(count, seconds) ?? secondOf(endless?.from ?? isoOf(count.from)));
}

/** What was carried, and what is counted on the present calendar up to `until`. */
function segmentsUntil(count: Count, until: Second): Segment[] {
  return [...count.carried, shortened(segmentUntil(count, until))];
}

/** All that has been counted by `until`, to be carried over: every interval, since a later promise may be due within. */
export const carriedUntil = (count: Count, until: Second): Segment[] => [...count.carried, segmentUntil(count, until)];

function segmentUntil({ on, from, pauses }: Count, until: Second): Segment {
  const counted = countedIntervals(serviceHours(on.calendar), from, until, gapsOf(pauses));
  return {
    calendar: on.name,
    calendarVersion: on.version,
    from: isoOf(from),
    seconds: counted.reduce((sum, each) => sum + each.to - each.from, 0),
    counted: counted.map((each): [Second, Second] => [each.from, each.to]),
  };
}

/** A long list is cut between its two ends. */
function shortened(segment: Segment): Segment {
  const { counted } = segment;
  const omitted = counted.length - 2 * keptAtEachEnd;
  return omitted > 0
    ? { ...segment, counted: [...counted.slice(0, keptAtEachEnd), ...counted.slice(-keptAtEachEnd)], omitted }
    : segment;
}

/** Through which date holidays are known, if the count goes on after it. */
export function holidaysKnownThrough({ calendar }: NamedCalendar, due: Second): string | undefined {
  if (calendar.kind === 'always' || !calendar.covered) return undefined;
  const { through } = calendar.covered;
  return isoOf(zoneOf(calendar.timeZone).wallOf(due)).slice(0, 10) > through ? through : undefined;
}

/** How a calendar is written down where its digest is taken: the same for all that say the same, since the table keeps no order of dates. */
export function canonicalCalendar(calendar: Calendar): string {
  const read = calendarSchema.parse(calendar);
  if (read.kind === 'always') return JSON.stringify(read);
  const special = Object.fromEntries(Object.entries(read.special).sort(([a], [b]) => a.localeCompare(b)));
  return JSON.stringify({ ...read, special });
}

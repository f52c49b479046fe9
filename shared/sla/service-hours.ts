import type { Calendar, WeeklyCalendar } from './calendar.ts';
import {
  entry,
  firstAbove,
  type Interval,
  lastMomentOf,
  momentOf,
  passed,
  readHours,
  serviceYear,
  totalOf,
} from './service-year.ts';
import type { Second } from './time-zone.ts';

/** Counting on one calendar. Amounts are seconds of open time; fractions are kept. */
export interface ServiceHours {
  /**
   * The moment at which `seconds` of open time have passed since `start`; for a negative amount, the moment from which they lead to
   * `start`. Lands on closing time (backwards: on opening time) where it can; no time at all leads from a closed hour to the next opening.
   * Throws RangeError when a hundred years do not hold it.
   */
  add(start: Second, seconds: number): Second;
  /** Open seconds from `start` to `end`; negative if `end` comes first. */
  between(start: Second, end: Second): number;
  /** The open intervals from `start` to `end`, cut to that range. */
  intervals(start: Second, end: Second): Interval[];
  isOpen(at: Second): boolean;
  /** The open intervals that end after `at`, whole, in order. Ends after a hundred years without any. */
  from(at: Second): Generator<Interval, undefined>;
  /** The open intervals that begin before `at`, whole, latest first. */
  backFrom(at: Second): Generator<Interval, undefined>;
}

const compiled = new WeakMap<Calendar, ServiceHours>();

/** Reads a calendar once, however often it is asked for. */
export function serviceHours(calendar: Calendar): ServiceHours {
  const known = compiled.get(calendar);
  if (known) return known;
  const made = calendar.kind === 'always' ? always : weekly(calendar);
  compiled.set(calendar, made);
  return made;
}

const endless: Interval = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

const always: ServiceHours = {
  add: (start, seconds) => start + seconds,
  between: (start, end) => end - start,
  intervals: (from, to) => (from < to ? [{ from, to }] : []),
  isOpen: () => true,
  *from() {
    yield endless;
    return undefined;
  },
  *backFrom() {
    yield endless;
    return undefined;
  },
};

/** Of the Gregorian calendar, on average. */
const secondsOfYear = 31_556_952;
/** Years that are searched before a calendar is taken for closed for good. */
const mostYears = 100;

function weekly(calendar: WeeklyCalendar): ServiceHours {
  const hours = readHours(calendar);
  const read = perYear((year) => serviceYear(hours, year));
  const beginningOf = perYear((year) => hours.zone.momentOf(Date.UTC(year, 0, 1) / 1000));
  /** The local year. Guessed first, since this is asked for every deadline: the guess is at most a day and a half out. */
  const yearOf = (at: Second): number => {
    const guess = 1970 + Math.floor(at / secondsOfYear);
    if (at < beginningOf(guess)) return guess - 1;
    return at < beginningOf(guess + 1) ? guess : guess + 1;
  };
  const passedIn = (year: number, at: Second) => passed(read(year), at);

  const forwards = (start: Second, seconds: number): Second => {
    let wanted = seconds;
    // A shift that began on New Year's Eve belongs to the year before.
    for (let year = yearOf(start) - 1, tried = 0; tried <= mostYears; tried++, year++) {
      const open = read(year);
      const gone = passed(open, start);
      const total = totalOf(open);
      if (gone + wanted <= total) return momentOf(open, gone + wanted);
      wanted -= total - gone;
    }
    throw new RangeError(`${mostYears} years of this calendar do not hold ${seconds} seconds`);
  };
  const backwards = (end: Second, seconds: number): Second => {
    let wanted = seconds;
    for (let year = yearOf(end), tried = 0; tried <= mostYears; tried++, year--) {
      const open = read(year);
      const gone = passed(open, end);
      if (gone >= wanted) return lastMomentOf(open, gone - wanted);
      wanted -= gone;
    }
    throw new RangeError(`${mostYears} years of this calendar do not hold ${seconds} seconds`);
  };

  const isOpen = (at: Second): boolean =>
    [yearOf(at) - 1, yearOf(at)].some((year) => {
      const { from, to } = read(year);
      const next = firstAbove(to, at);
      return next < from.length && entry(from, next) <= at;
    });
  function* intervalsFrom(at: Second): Generator<Interval, undefined> {
    for (let year = yearOf(at) - 1, empty = 0; empty <= mostYears; year++, empty++) {
      const { from, to } = read(year);
      for (let i = firstAbove(to, at); i < from.length; i++, empty = 0) yield { from: entry(from, i), to: entry(to, i) };
    }
    return undefined;
  }
  const nextOpening = (at: Second): Second => {
    const next = intervalsFrom(at).next().value;
    if (!next)
      throw new RangeError(`this calendar does not open in the ${mostYears} years after ${new Date(at * 1000).toISOString()}`);
    return next.from;
  };

  return {
    add: (start, seconds) => {
      if (seconds === 0) return isOpen(start) ? start : nextOpening(start);
      return seconds > 0 ? forwards(start, seconds) : backwards(start, -seconds);
    },
    between: (start, end) => {
      const [first, last] = start <= end ? [start, end] : [end, start];
      let sum = 0;
      for (let year = yearOf(first) - 1; year <= yearOf(last); year++) sum += passedIn(year, last) - passedIn(year, first);
      return start <= end ? sum : -sum;
    },
    intervals: (start, end) => {
      const found: Interval[] = [];
      if (end <= start) return found;
      for (let year = yearOf(start) - 1; year <= yearOf(end); year++) {
        const { from, to } = read(year);
        for (let i = firstAbove(to, start); i < from.length && entry(from, i) < end; i++)
          found.push({ from: Math.max(entry(from, i), start), to: Math.min(entry(to, i), end) });
      }
      return found;
    },
    isOpen,
    from: intervalsFrom,
    *backFrom(at) {
      for (let year = yearOf(at), empty = 0; empty <= mostYears; year--, empty++) {
        const { from, to } = read(year);
        for (let i = from.length - 1; i >= 0; i--) {
          if (entry(from, i) >= at) continue;
          empty = 0;
          yield { from: entry(from, i), to: entry(to, i) };
        }
      }
      return undefined;
    },
  };
}

/** Makes it once for each year. */
function perYear<T>(make: (year: number) => T): (year: number) => T {
  const made = new Map<number, T>();
  return (year) => {
    const known = made.get(year);
    if (known !== undefined) return known;
    const fresh = make(year);
    made.set(year, fresh);
    return fresh;
  };
}

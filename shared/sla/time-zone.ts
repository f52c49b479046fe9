import { Temporal } from 'temporal-polyfill';

/** Epoch seconds. The arithmetic of promises is in seconds of elapsed time. */
export type Second = number;

/** A change of a zone's offset from UTC: the moment, and the seconds east of UTC before and after it. */
interface Transition {
  at: Second;
  before: number;
  after: number;
}

/** Offsets around one year, a few days on either side included. */
interface Span {
  offset: number;
  transitions: Transition[];
}

export interface TimeZone {
  /**
   * The moment at which the zone's wall clocks show this (`wall`: epoch seconds as if they showed UTC). A time that daylight saving
   * skips is read with the offset before the change, one that occurs twice as its first: as `compatible` of Temporal.
   */
  momentOf(wall: Second): Second;
  /** What the zone's wall clocks show at this moment, in epoch seconds as if they showed UTC. */
  wallOf(at: Second): Second;
}

const secondsOfDay = 24 * 3600;
/** Wider than any offset, and than the whole day by which Samoa once moved. */
const margin = 3 * secondsOfDay;

const zones = new Map<string, TimeZone>();

/** Throws RangeError for a zone that the IANA data base does not know. */
export function zoneOf(name: string): TimeZone {
  const known = zones.get(name);
  if (known) return known;
  const made = makeZone(name);
  zones.set(name, made);
  return made;
}

function makeZone(name: string): TimeZone {
  // Refuses an unknown zone now, not when it is first asked for a year.
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
  const spans = new Map<number, Span>();
  const spanOf = (at: Second): Span => {
    const year = new Date(at * 1000).getUTCFullYear();
    const known = spans.get(year);
    if (known) return known;
    const made = readSpan(name, Date.UTC(year, 0, 1) / 1000 - margin, Date.UTC(year + 1, 0, 1) / 1000 + margin);
    spans.set(year, made);
    return made;
  };
  return {
    momentOf: (wall) => {
      const { offset, transitions } = spanOf(wall);
      // Skipped times and second occurrences alike lie before this limit, and take the offset before the change.
      const last = transitions.findLast(({ at, before, after }) => wall >= at + Math.max(before, after));
      return wall - (last?.after ?? offset);
    },
    wallOf: (at) => {
      const { offset, transitions } = spanOf(at);
      return at + (transitions.findLast((transition) => at >= transition.at)?.after ?? offset);
    },
  };
}

function readSpan(name: string, from: Second, to: Second): Span {
  let moment = Temporal.Instant.fromEpochMilliseconds(from * 1000).toZonedDateTimeISO(name);
  const offset = moment.offsetNanoseconds / 1e9;
  const transitions: Transition[] = [];
  for (let before = offset; ; ) {
    const next = moment.getTimeZoneTransition('next');
    const at = next && next.epochMilliseconds / 1000;
    if (!next || at === null || at >= to) return { offset, transitions };
    const after = next.offsetNanoseconds / 1e9;
    transitions.push({ at, before, after });
    before = after;
    moment = next;
  }
}

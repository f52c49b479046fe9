import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { zoneOf } from '../../../shared/sla/time-zone.ts';
import { iso, second } from './service.ts';
import { oddZones } from './zones.ts';

/** Wall clocks as if they showed UTC. */
const moment = (zone: string, wall: string) => iso(zoneOf(zone).momentOf(second(`${wall}Z`)));
const wall = (zone: string, at: string) => iso(zoneOf(zone).wallOf(second(at)));

describe('a time zone', () => {
  it('reads a time that daylight saving skips with the offset before the change', () => {
    expect(moment('Europe/Paris', '2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00Z');
    expect(moment('Europe/Paris', '2026-03-29T02:00:00')).toBe('2026-03-29T01:00:00Z');
    expect(moment('Europe/Paris', '2026-03-29T03:00:00')).toBe('2026-03-29T01:00:00Z');
  });
  it('reads a time that occurs twice as its first', () => {
    expect(moment('Europe/Paris', '2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00Z');
    expect(moment('Europe/Paris', '2026-10-25T03:00:00')).toBe('2026-10-25T02:00:00Z');
  });
  it('says what its wall clocks show, on both sides of a change', () => {
    expect(wall('Europe/Paris', '2026-03-29T00:59:59Z')).toBe('2026-03-29T01:59:59Z');
    expect(wall('Europe/Paris', '2026-03-29T01:00:00Z')).toBe('2026-03-29T03:00:00Z');
    expect(wall('Pacific/Apia', '2011-12-30T10:00:00Z')).toBe('2011-12-31T00:00:00Z');
  });
  it('knows a day that never was as the day after it', () => {
    expect(moment('Pacific/Apia', '2011-12-30T09:00:00')).toBe(moment('Pacific/Apia', '2011-12-31T09:00:00'));
  });
  it('that the data base does not know is refused', () => {
    expect(() => zoneOf('Mars/Olympus')).toThrow(RangeError);
  });

  it.each(oddZones)('agrees with Temporal in $zone: $oddity', ({ zone, from, to }) => {
    const at = fc.integer({ min: second(`${from}T00:00:00Z`), max: second(`${to}T00:00:00Z`) });
    const read = zoneOf(zone);
    fc.assert(
      fc.property(at, (some) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(some * 1000).toZonedDateTimeISO(zone);
        expect(read.wallOf(some)).toBe(second(`${zoned.toPlainDateTime().toString()}Z`));
        const plain = Temporal.PlainDateTime.from(new Date(some * 1000).toISOString().slice(0, 19));
        expect(read.momentOf(some)).toBe(plain.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds / 1000);
      }),
      { numRuns: 200 },
    );
  });
});

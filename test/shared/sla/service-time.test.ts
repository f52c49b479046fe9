import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calendar, calendar } from '../../../shared/sla/calendar.ts';
import { addServiceTime, serviceTimeBetween } from '../../../shared/sla/service-time.ts';

const second = (iso: string) => Date.parse(iso) / 1000;
const iso = (at: number) => new Date(at * 1000).toISOString().replace('.000', '');
const hours = (n: number) => n * 3600;

const shifts = [
  { from: '09:00', to: '12:30' },
  { from: '13:30', to: '17:00' },
];
const weekly = (timeZone: string, day: { from: string; to: string }[] = shifts): Calendar =>
  calendar.parse({ kind: 'weekly', timeZone, week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day } });
const paris = weekly('Europe/Paris');
const always: Calendar = { kind: 'always' };

describe('service time', () => {
  it('runs round the clock without a calendar', () => {
    expect(iso(addServiceTime(always, second('2026-01-05T08:00:07Z'), hours(4)).due)).toBe('2026-01-05T12:00:07Z');
  });

  it('skips the lunch break and keeps the seconds', () => {
    const { due, counted } = addServiceTime(paris, second('2026-01-05T10:30:07Z'), hours(2));
    expect(iso(due)).toBe('2026-01-05T13:30:07Z');
    expect(counted.map(({ from, to }) => [iso(from), iso(to)])).toEqual([
      ['2026-01-05T10:30:07Z', '2026-01-05T11:30:00Z'],
      ['2026-01-05T12:30:00Z', '2026-01-05T13:30:07Z'],
    ]);
  });

  it('leaves a deadline on closing time where it falls', () => {
    expect(iso(addServiceTime(paris, second('2026-01-05T08:00:00Z'), hours(3.5)).due)).toBe('2026-01-05T11:30:00Z');
    expect(iso(addServiceTime(paris, second('2026-01-05T08:00:00Z'), hours(3.5) + 1).due)).toBe('2026-01-05T12:30:01Z');
  });

  it('starts a mail of Friday evening on Monday morning', () => {
    expect(iso(addServiceTime(paris, second('2026-01-09T18:00:00Z'), hours(1)).due)).toBe('2026-01-12T09:00:00Z');
  });

  it('counts elapsed time over both changes of daylight saving', () => {
    const nights = calendar.parse({
      kind: 'weekly',
      timeZone: 'Europe/Paris',
      week: { sunday: [{ from: '00:00', to: '24:00' }] },
    });
    expect(serviceTimeBetween(nights, second('2026-03-28T00:00:00Z'), second('2026-03-30T12:00:00Z'))).toBe(hours(23));
    expect(serviceTimeBetween(nights, second('2026-10-24T00:00:00Z'), second('2026-10-26T12:00:00Z'))).toBe(hours(25));
  });

  it('needs no time for nothing, and refuses less', () => {
    expect(addServiceTime(paris, second('2026-01-10T00:00:00Z'), 0).due).toBe(second('2026-01-10T00:00:00Z'));
    expect(() => addServiceTime(paris, 0, -1)).toThrow(RangeError);
  });

  const zones = [
    'Europe/Paris',
    'Asia/Shanghai',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'America/St_Johns',
  ];
  const moment = fc.integer({ min: second('2024-01-01T00:00:00Z'), max: second('2028-01-01T00:00:00Z') });

  it('is undone by measuring: between(start, add(start, n)) = n, in zones with odd rules too', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, fc.integer({ min: 0, max: 200 * 3600 }), (zone, start, amount) => {
        const hoursOfZone = weekly(zone);
        expect(serviceTimeBetween(hoursOfZone, start, addServiceTime(hoursOfZone, start, amount).due)).toBe(amount);
      }),
      { numRuns: 150 },
    );
  });

  it('never comes earlier for more: adding is monotone in start and amount', () => {
    fc.assert(
      fc.property(moment, moment, fc.nat(300_000), fc.nat(300_000), (a, b, m, n) => {
        const due = (start: number, amount: number) => addServiceTime(paris, start, amount).due;
        expect(due(Math.min(a, b), Math.min(m, n) + 1)).toBeLessThanOrEqual(due(Math.max(a, b), Math.max(m, n) + 1));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a calendar', () => {
  const problems = (week: unknown, timeZone = 'Europe/Paris') => {
    const read = calendar.safeParse({ kind: 'weekly', timeZone, week });
    return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it('that never opens is refused', () => {
    expect(problems({})).toEqual(['week: must open at least once a week']);
  });
  it('with overlapping shifts is refused', () => {
    expect(
      problems({
        monday: [
          { from: '09:00', to: '12:00' },
          { from: '11:59', to: '14:00' },
        ],
      }),
    ).toEqual(['week.monday: shifts must be in order and must not overlap']);
    expect(
      problems({
        monday: [
          { from: '09:00', to: '12:00' },
          { from: '12:00', to: '24:00' },
        ],
      }),
    ).toEqual([]);
  });
  it('with a shift that ends before it begins is refused', () => {
    expect(problems({ monday: [{ from: '12:00', to: '09:00' }] })).toEqual(['week.monday.0: must end after it begins']);
  });
  it('of an unknown zone is refused', () => {
    expect(problems({ monday: shifts }, 'Europe/Pari')).toEqual([
      'timeZone: must be a time zone of the IANA data base, such as Europe/Paris',
    ]);
  });
});

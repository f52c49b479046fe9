import { describe, expect, it } from 'vitest';
import { roundTheClock } from '../../../shared/sla/calendar.ts';
import { serviceHours } from '../../../shared/sla/service-hours.ts';
import { aCalendar, hours, iso, second } from './service.ts';

const paris = serviceHours(aCalendar());
const due = (start: string, amount: number, on = paris) => iso(on.add(second(start), amount));
const between = (start: string, end: string, on = paris) => on.between(second(start), second(end));
const intervals = (start: string, end: string, on = paris) =>
  on.intervals(second(start), second(end)).map(({ from, to }) => `${iso(from)}/${iso(to)}`);

describe('service hours', () => {
  it('run round the clock without a calendar', () => {
    const always = serviceHours(roundTheClock);
    expect(due('2026-01-05T08:00:07Z', hours(4), always)).toBe('2026-01-05T12:00:07Z');
    expect(between('2026-01-05T08:00:00Z', '2026-01-04T08:00:00Z', always)).toBe(-hours(24));
    expect(always.isOpen(0)).toBe(true);
  });
  it('skip the lunch break and keep the seconds', () => {
    expect(due('2026-01-05T10:30:07Z', hours(2))).toBe('2026-01-05T13:30:07Z');
    expect(intervals('2026-01-05T10:30:07Z', '2026-01-05T13:30:07Z')).toEqual([
      '2026-01-05T10:30:07Z/2026-01-05T11:30:00Z',
      '2026-01-05T12:30:00Z/2026-01-05T13:30:07Z',
    ]);
  });
  it('leave a deadline on closing time where it falls, and a second more goes on at the next opening', () => {
    expect(due('2026-01-05T08:00:00Z', hours(3.5))).toBe('2026-01-05T11:30:00Z');
    expect(due('2026-01-05T08:00:00Z', hours(3.5) + 1)).toBe('2026-01-05T12:30:01Z');
    expect(due('2026-01-09T08:00:00Z', hours(7))).toBe('2026-01-09T16:00:00Z');
  });
  it('leave the beginning of so much time before a moment on opening time', () => {
    expect(due('2026-01-05T11:30:00Z', -hours(3.5))).toBe('2026-01-05T08:00:00Z');
    expect(due('2026-01-05T11:30:00Z', -hours(3.5) - 1)).toBe('2026-01-02T15:59:59Z');
  });
  it('lead from a closed hour to the next opening when no time at all is added', () => {
    expect(due('2026-01-05T11:45:00Z', 0)).toBe('2026-01-05T12:30:00Z');
    expect(due('2026-01-05T10:45:00Z', 0)).toBe('2026-01-05T10:45:00Z');
  });
  it('start a mail of Friday evening on Monday morning', () => {
    expect(due('2026-01-09T18:00:00Z', hours(1))).toBe('2026-01-12T09:00:00Z');
  });
  it('are half open: the first second counts, closing time does not', () => {
    expect(paris.isOpen(second('2026-01-05T08:00:00Z'))).toBe(true);
    expect(paris.isOpen(second('2026-01-05T11:29:59Z'))).toBe(true);
    expect(paris.isOpen(second('2026-01-05T11:30:00Z'))).toBe(false);
    expect(between('2026-01-05T11:30:00Z', '2026-01-05T12:30:00Z')).toBe(0);
  });
  it('count elapsed time over both changes of daylight saving', () => {
    const sundays = serviceHours(aCalendar({ week: { sunday: ['00:00-24:00'] } }));
    expect(between('2026-03-28T00:00:00Z', '2026-03-30T12:00:00Z', sundays)).toBe(hours(23));
    expect(between('2026-10-24T00:00:00Z', '2026-10-26T12:00:00Z', sundays)).toBe(hours(25));
  });
  it('open nowhere on a holiday, and on a special day at its own hours', () => {
    const on = serviceHours(
      aCalendar({ closed: ['2026-01-06'], special: { '2026-01-10': ['10:00-11:00'], '2026-01-06': ['09:00-10:00'] } }),
    );
    expect(intervals('2026-01-05T23:00:00Z', '2026-01-06T23:00:00Z', on)).toEqual([]);
    expect(intervals('2026-01-10T00:00:00Z', '2026-01-11T00:00:00Z', on)).toEqual(['2026-01-10T09:00:00Z/2026-01-10T10:00:00Z']);
  });
  it('leave out what is interrupted, which may cut a shift in two', () => {
    const on = serviceHours(aCalendar({ interrupted: [{ date: '2026-01-05', at: '10:00-10:15' }] }));
    expect(intervals('2026-01-05T00:00:00Z', '2026-01-05T12:00:00Z', on)).toEqual([
      '2026-01-05T08:00:00Z/2026-01-05T09:00:00Z',
      '2026-01-05T09:15:00Z/2026-01-05T11:30:00Z',
    ]);
  });
  it('give a shift over midnight to the day on which it begins: that day’s holiday cancels it, the next day’s does not', () => {
    const night = { week: { monday: ['22:00-06:00'] } };
    const [through, cancelled, kept] = [{}, { closed: ['2026-01-05'] }, { closed: ['2026-01-06'] }].map((rest) =>
      between('2026-01-05T00:00:00Z', '2026-01-07T00:00:00Z', serviceHours(aCalendar({ ...night, ...rest }))),
    );
    expect([through, cancelled, kept]).toEqual([hours(8), 0, hours(8)]);
  });
  it('run through New Year’s Eve from one year’s service into the next', () => {
    const night = serviceHours(aCalendar({ week: { wednesday: ['22:00-06:00'], thursday: ['08:00-09:00'] } }));
    expect(due('2025-12-31T21:30:00Z', hours(8), night)).toBe('2026-01-01T07:30:00Z');
    expect(due('2026-01-01T07:30:00Z', -hours(8), night)).toBe('2025-12-31T21:30:00Z');
    expect(night.isOpen(second('2026-01-01T04:59:59Z'))).toBe(true);
    expect(between('2025-12-31T00:00:00Z', '2026-01-02T00:00:00Z', night)).toBe(hours(9));
  });
  it('lose and double nothing where a clock change brings shifts out of order', () => {
    const changes = (shifts: string[], rest = {}) =>
      between('2026-03-28T22:00:00Z', '2026-03-29T22:00:00Z', serviceHours(aCalendar({ week: { sunday: shifts }, ...rest })));
    // 02:15 to 02:30 does not exist: it is read as 03:15 to 03:30, after a shift that begins later.
    expect(changes(['02:15-02:30', '03:00-03:15'])).toBe(hours(0.5));
    expect(changes(['02:15-02:30', '03:00-04:00'])).toBe(hours(1));
    expect(changes(['00:00-08:00'], { interrupted: [{ date: '2026-03-29', at: '02:30-03:00' }] })).toBe(hours(7));
  });
  it('tell that a calendar does not hold an amount, rather than search for ever', () => {
    const shut = aCalendar({ week: { monday: ['09:00-10:00'] }, closed: [] });
    const never = serviceHours({ ...shut, week: { ...shut.week, monday: [] }, special: { '2026-01-05': ['09:00-10:00'] } });
    expect(due('2026-01-01T00:00:00Z', hours(1), never)).toBe('2026-01-05T09:00:00Z');
    expect(() => never.add(second('2026-01-01T00:00:00Z'), hours(1) + 1)).toThrow(
      '100 years of this calendar do not hold 3601 seconds',
    );
    expect(() => never.add(second('2026-01-06T00:00:00Z'), -hours(1) - 1)).toThrow(RangeError);
    expect(() => never.add(second('2026-02-01T00:00:00Z'), 0)).toThrow(RangeError);
    expect([...never.from(second('2026-02-01T00:00:00Z'))]).toEqual([]);
    expect([...never.backFrom(second('2026-01-01T00:00:00Z'))]).toEqual([]);
  });
  it('keep fractions of a second', () => {
    expect(paris.add(second('2026-01-05T08:00:00Z') + 0.25, 0.5)).toBe(second('2026-01-05T08:00:00Z') + 0.75);
    expect(paris.between(second('2026-01-05T08:00:00Z') + 0.25, second('2026-01-05T08:00:01Z'))).toBe(0.75);
  });
});

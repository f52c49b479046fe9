import { describe, expect, it } from 'vitest';
import { calendar } from '../../../shared/sla/calendar.ts';
import { addBusinessDays, addOpenDays } from '../../../shared/sla/service-days.ts';
import { serviceHours } from '../../../shared/sla/service-hours.ts';
import { aCalendar, iso, second, twoShifts } from './service.ts';

const paris = aCalendar();
const due = (start: string, days: number, on = paris) => iso(addBusinessDays(on, serviceHours(on), second(start), days));
const step = (start: string, days: number, align: 'step' | 'align-first' = 'step', on = paris) =>
  iso(addOpenDays(on, second(start), days, align));

describe('business days', () => {
  it('keep the time of day, so many open days later', () => {
    expect(due('2026-01-05T09:15:07Z', 2)).toBe('2026-01-07T09:15:07Z');
    expect(due('2026-01-09T09:15:00Z', 1)).toBe('2026-01-12T09:15:00Z');
  });
  it('count what comes in while nothing is open from the next opening', () => {
    expect(due('2026-01-05T20:00:00Z', 2)).toBe('2026-01-08T08:00:00Z');
    expect(due('2026-01-10T12:00:00Z', 2)).toBe('2026-01-14T08:00:00Z');
    expect(due('2026-01-05T11:45:00Z', 1)).toBe('2026-01-06T12:30:00Z');
  });
  it('pass over holidays, and count make-up days', () => {
    const on = aCalendar({ closed: ['2026-01-06'], special: { '2026-01-10': twoShifts } });
    expect(due('2026-01-05T09:00:00Z', 1, on)).toBe('2026-01-07T09:00:00Z');
    expect(due('2026-01-09T09:00:00Z', 1, on)).toBe('2026-01-10T09:00:00Z');
  });
  it('end at the closing before where the day has closed by then, or at its first opening where it has not opened yet', () => {
    const short = aCalendar({
      special: { '2026-01-06': ['09:00-12:00'], '2026-01-07': ['14:00-17:00'], '2026-01-08': ['08:00-10:00', '15:00-16:00'] },
    });
    expect(due('2026-01-05T15:00:00Z', 1, short)).toBe('2026-01-06T11:00:00Z');
    expect(due('2026-01-05T09:00:00Z', 2, short)).toBe('2026-01-07T13:00:00Z');
    expect(due('2026-01-05T10:00:00Z', 3, short)).toBe('2026-01-08T09:00:00Z');
  });
  it('keep the wall clock over a change of daylight saving', () => {
    expect(due('2026-03-27T09:00:00Z', 1)).toBe('2026-03-30T08:00:00Z');
  });
});

describe('open days', () => {
  it('are stepped to both sides, at the same time of day', () => {
    expect(step('2026-01-09T12:00:00Z', 1)).toBe('2026-01-12T12:00:00Z');
    expect(step('2026-01-12T12:00:00Z', -1)).toBe('2026-01-09T12:00:00Z');
    expect(step('2026-01-12T12:00:00Z', 0)).toBe('2026-01-12T12:00:00Z');
  });
  it('pass over a closed day that one starts on, or take the next open one first', () => {
    expect(step('2026-01-10T12:00:00Z', 1)).toBe('2026-01-12T12:00:00Z');
    expect(step('2026-01-10T12:00:00Z', 1, 'align-first')).toBe('2026-01-13T12:00:00Z');
    expect(step('2026-01-10T12:00:00Z', -1, 'align-first')).toBe('2026-01-08T12:00:00Z');
  });
  it('that do not come in a hundred years are refused', () => {
    const never = { ...paris, week: { ...paris.week, monday: [], tuesday: [], wednesday: [], thursday: [], friday: [] } };
    expect(() => step('2026-01-05T12:00:00Z', 1, 'step', never)).toThrow(
      'a hundred years of this calendar do not hold 1 open days',
    );
  });
});

describe('a business day of night shifts', () => {
  it('counts from the day on which the shift began, also after midnight', () => {
    const night = ['22:00-06:00'];
    const nights = calendar.parse({
      kind: 'weekly',
      timeZone: 'UTC',
      week: { monday: night, tuesday: night, wednesday: night, thursday: night, friday: night },
    });
    if (nights.kind !== 'weekly') throw new Error('not weekly');
    const oneDayAfter = (iso: string) =>
      new Date(addBusinessDays(nights, serviceHours(nights), Date.parse(iso) / 1000, 1) * 1000).toISOString();
    // Saturday, two in the morning, inside Friday's shift: the same time of Monday's, which is on Tuesday.
    expect(oneDayAfter('2026-01-10T02:00:00Z')).toBe('2026-01-13T02:00:00.000Z');
    expect(oneDayAfter('2026-01-05T23:00:00Z')).toBe('2026-01-06T23:00:00.000Z');
  });
});

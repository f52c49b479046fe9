import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundTheClock } from '../../../shared/sla/calendar.ts';
import { addAround, countedBetween, countedIntervals, type Gap, merged } from '../../../shared/sla/paused-time.ts';
import { serviceHours } from '../../../shared/sla/service-hours.ts';
import { aCase, anAmount } from './odd-calendars.ts';
import { aCalendar, hours, iso, second } from './service.ts';

const paris = serviceHours(aCalendar());
const always = serviceHours(roundTheClock);
const gap = (from: string, to?: string): Gap => ({
  from: second(from),
  to: to === undefined ? Number.POSITIVE_INFINITY : second(to),
});

describe('time around pauses', () => {
  it('moves a deadline by the open time that a pause covers, not by its wall time', () => {
    const start = second('2026-01-05T08:00:00Z');
    expect(iso(addAround(paris, start, hours(2), [gap('2026-01-05T08:30:00Z', '2026-01-05T09:00:00Z')]))).toBe(
      '2026-01-05T10:30:00Z',
    );
    expect(iso(addAround(paris, start, hours(2), [gap('2026-01-04T08:30:00Z', '2026-01-05T07:00:00Z')]))).toBe(
      '2026-01-05T10:00:00Z',
    );
    expect(iso(addAround(paris, start, hours(3), [gap('2026-01-05T11:00:00Z', '2026-01-05T13:00:00Z')]))).toBe(
      '2026-01-05T11:00:00Z',
    );
  });
  it('leaves a deadline that lands on the beginning of a pause there', () => {
    expect(iso(addAround(paris, second('2026-01-05T08:00:00Z'), hours(1), [gap('2026-01-05T09:00:00Z')]))).toBe(
      '2026-01-05T09:00:00Z',
    );
  });
  it('has no deadline while a pause without end comes before it', () => {
    expect(addAround(paris, second('2026-01-05T08:00:00Z'), hours(1) + 1, [gap('2026-01-05T09:00:00Z')])).toBeUndefined();
  });
  it('takes nothing out twice where pauses overlap or touch', () => {
    const overlapping = [
      gap('2026-01-05T09:00:00Z', '2026-01-05T10:00:00Z'),
      gap('2026-01-05T08:30:00Z', '2026-01-05T09:30:00Z'),
    ];
    expect(merged(overlapping)).toEqual([gap('2026-01-05T08:30:00Z', '2026-01-05T10:00:00Z')]);
    expect(countedBetween(always, second('2026-01-05T08:00:00Z'), second('2026-01-05T11:00:00Z'), overlapping)).toBe(hours(1.5));
  });
  it('counts nothing backwards', () => {
    expect(countedBetween(paris, second('2026-01-05T10:00:00Z'), second('2026-01-05T09:00:00Z'), [])).toBe(0);
  });
  it('is not cut by a pause that lasted no time', () => {
    const nothing = gap('2026-01-05T09:00:00Z', '2026-01-05T09:00:00Z');
    expect(countedIntervals(paris, second('2026-01-05T08:00:00Z'), second('2026-01-05T10:00:00Z'), [nothing])).toHaveLength(1);
  });

  const gapsNear = (start: number) =>
    fc
      .array(fc.tuple(fc.integer({ min: -86_400, max: 20 * 86_400 }), fc.integer({ min: 0, max: 3 * 86_400 })), { maxLength: 5 })
      .map((all) => all.map(([from, length]): Gap => ({ from: start + from, to: start + from + length })));
  const aPausedCase = aCase.chain((of) => fc.record({ of: fc.constant(of), gaps: gapsNear(of.start) }));

  it('is undone by measuring, whatever the pauses, and is the sum of its intervals', () => {
    fc.assert(
      fc.property(aPausedCase, anAmount, ({ of: { calendar, start }, gaps }, amount) => {
        const on = serviceHours(calendar);
        const due = addAround(on, start, amount, gaps)!;
        expect(countedBetween(on, start, due, gaps)).toBe(amount);
        expect(countedIntervals(on, start, due, gaps).reduce((sum, { from, to }) => sum + to - from, 0)).toBe(amount);
      }),
      { numRuns: 200 },
    );
  });
  it('never makes a deadline earlier, and does not care in which order pauses are told', () => {
    fc.assert(
      fc.property(aPausedCase, anAmount, ({ of: { calendar, start }, gaps }, amount) => {
        const on = serviceHours(calendar);
        const [none, fewer, all] = [[], gaps.slice(1), gaps].map((some) => addAround(on, start, amount, some)!);
        expect(none).toBeLessThanOrEqual(fewer!);
        expect(fewer).toBeLessThanOrEqual(all!);
        expect(addAround(on, start, amount, [...gaps].reverse())).toBe(all);
      }),
      { numRuns: 200 },
    );
  });
});

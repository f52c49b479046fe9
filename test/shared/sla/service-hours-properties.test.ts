import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceHours } from '../../../shared/sla/service-hours.ts';
import { slowAdd, slowBetween, slowIsOpen, slowSubtract } from './day-by-day.ts';
import { aCase, anAmount } from './odd-calendars.ts';

const days = (n: number) => n * 86_400;
const someDays = fc.integer({ min: 0, max: days(40) });
const many = { numRuns: 200 };
/** Weeks that the slow walk looks ahead; a calendar that is closed for longer is left to the fast one. */
const lookAhead = 120;

describe('service hours, whatever the zone and the calendar', () => {
  it('are what a walk day by day with Temporal finds', () => {
    fc.assert(
      fc.property(aCase, anAmount, someDays, ({ calendar, start }, amount, length) => {
        const hours = serviceHours(calendar);
        expect(hours.isOpen(start)).toBe(slowIsOpen(calendar, start));
        expect(hours.between(start, start + length)).toBe(slowBetween(calendar, start, start + length));
        const due = slowAdd(calendar, start, amount, lookAhead);
        if (due !== undefined) expect(hours.add(start, amount)).toBe(due);
        const begin = slowSubtract(calendar, start, amount, lookAhead);
        if (begin !== undefined) expect(hours.add(start, -amount)).toBe(begin);
      }),
      many,
    );
  });

  it('are undone by measuring: between(start, add(start, n)) = n, forwards and backwards', () => {
    fc.assert(
      fc.property(aCase, anAmount, ({ calendar, start }, amount) => {
        const hours = serviceHours(calendar);
        expect(hours.between(start, hours.add(start, amount))).toBe(amount);
        expect(hours.between(hours.add(start, -amount), start)).toBe(amount);
        expect(hours.between(start, hours.add(start, -amount))).toBe(-amount);
      }),
      many,
    );
  });

  it('mirror: so much before what is so much after is where one began, if that was open', () => {
    fc.assert(
      fc.property(aCase, anAmount, ({ calendar, start }, amount) => {
        const hours = serviceHours(calendar);
        const there = hours.add(hours.add(start, amount), -amount);
        const back = hours.add(hours.add(start, -amount), amount);
        expect([hours.between(start, there), hours.between(back, start)]).toEqual([0, 0]);
        expect(back).toBeLessThanOrEqual(start);
        if (hours.isOpen(start)) expect(there).toBe(start);
      }),
      many,
    );
  });

  it('never come earlier for more: adding is monotone in the amount and in the start', () => {
    fc.assert(
      fc.property(aCase, anAmount, anAmount, someDays, ({ calendar, start }, a, b, later) => {
        const hours = serviceHours(calendar);
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(hours.add(start, less)).toBeLessThanOrEqual(hours.add(start, more));
        expect(hours.add(start, a)).toBeLessThanOrEqual(hours.add(start + later, a));
        expect(hours.add(start, -more)).toBeLessThanOrEqual(hours.add(start, -less));
        expect(hours.add(start, -a)).toBeLessThanOrEqual(hours.add(start + later, -a));
      }),
      many,
    );
  });

  it('may be added in two parts, also where the first part ends on closing time', () => {
    fc.assert(
      fc.property(aCase, anAmount, anAmount, fc.boolean(), ({ calendar, start }, a, b, onClosing) => {
        const hours = serviceHours(calendar);
        const closing = hours.from(start).next().value?.to ?? start;
        const first = onClosing ? hours.between(start, closing) : a;
        expect(hours.add(hours.add(start, first), b)).toBe(hours.add(start, first + b));
      }),
      many,
    );
  });

  it('are the sum of their intervals, which are in order, apart and inside the range', () => {
    fc.assert(
      fc.property(aCase, someDays, ({ calendar, start }, length) => {
        const hours = serviceHours(calendar);
        const end = start + length;
        const found = hours.intervals(start, end);
        expect(found.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(hours.between(start, end));
        found.forEach(({ from, to }, i) => {
          expect(from).toBeGreaterThanOrEqual(Math.max(start, found[i - 1]?.to ?? start));
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(end);
          expect([hours.isOpen(from), hours.isOpen(to - 1), hours.isOpen(to)]).toEqual([
            true,
            true,
            found[i + 1]?.from === to || (to === end && hours.isOpen(to)),
          ]);
        });
      }),
      many,
    );
  });

  it('are told in order from a moment on and back from it, and both tell the same', () => {
    fc.assert(
      fc.property(aCase, ({ calendar, start }) => {
        const hours = serviceHours(calendar);
        const ahead = [...take(hours.from(start), 12)];
        const end = ahead.at(-1)?.to ?? start;
        const back = [...take(hours.backFrom(end), 12)].reverse();
        expect(back).toEqual(ahead);
        expect(ahead.every(({ to }) => to > start)).toBe(true);
      }),
      many,
    );
  });
});

function* take<T>(all: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const each of all) {
    if (taken++ === count) return;
    yield each;
  }
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../shared/sla/clock.ts';
import { elapsedSeconds, finishClock, markBreached, pauseClock, resumeClock, startClock } from '../../../shared/sla/clocks.ts';
import type { Pause } from '../../../shared/sla/receipt.ts';
import { aCase } from './odd-calendars.ts';
import { aCommitment, hours, named } from './service.ts';

const commitment = aCommitment({ metric: 'resolution', target: '8 business hours' });
const monday = new Date('2026-01-05T08:00:00Z');
const at = (time: string, day = '05') => new Date(`2026-01-${day}T${time}Z`);
const aClock = () => startClock(commitment, monday, 1);
const paused = (clock: Clock, when: Date, cap?: string) =>
  pauseClock(clock, commitment, 'customer', { because: ['customer'], atMost: cap }, when);
const resumed = (clock: Clock, when: Date) => resumeClock(clock, commitment, when);
const spans = ({ receipt }: Clock) => receipt.pauses.map(({ from, until, reason }) => `${reason} ${from} ${until ?? '…'}`);

describe('a clock that is paused', () => {
  it('has no due time until somebody knows the pause’s end, and keeps the reason', () => {
    const clock = paused(aClock(), at('09:00:00'));
    expect([clock.state, clock.dueAt, clock.pausedUntil]).toEqual(['paused', undefined, undefined]);
    expect(spans(clock)).toEqual(['customer 2026-01-05T09:00:00Z …']);
    expect(clock.receipt).toMatchObject({ seconds: hours(8), due: undefined, segments: [{ seconds: hours(1) }] });
  });
  it('goes on where it stood: the due time moves by the open time that passed', () => {
    expect(aClock().dueAt).toBe('2026-01-06T09:00:00Z');
    const clock = resumed(paused(aClock(), at('09:00:00')), at('15:00:00'));
    expect([clock.state, clock.dueAt]).toEqual(['running', '2026-01-06T15:00:00Z']);
    expect(spans(clock)).toEqual(['customer 2026-01-05T09:00:00Z 2026-01-05T15:00:00Z']);
    expect(elapsedSeconds(clock, commitment.on, at('15:00:00'))).toBe(hours(1));
  });
  it('loses nothing by a pause while nothing is open', () => {
    expect(resumed(paused(aClock(), at('16:00:00')), at('07:00:00', '06')).dueAt).toBe(aClock().dueAt);
  });
  it('stays due where a pause begins on the due instant', () => {
    expect(paused(aClock(), new Date(aClock().dueAt!)).dueAt).toBe(aClock().dueAt);
  });
  it('may be paused again and again', () => {
    const once = resumed(paused(aClock(), at('09:00:00')), at('10:00:00'));
    const twice = resumed(paused(once, at('10:30:00')), at('11:00:00'));
    expect([twice.dueAt, twice.receipt.pauses.length]).toEqual(['2026-01-06T10:30:00Z', 2]);
  });
  it('is neither paused nor resumed twice, nor when it is late or finished', () => {
    const clock = paused(aClock(), at('09:00:00'));
    expect(paused(clock, at('10:00:00'))).toBe(clock);
    expect(resumed(aClock(), at('10:00:00'))).toEqual(aClock());
    const late = markBreached(aClock());
    expect([paused(late, at('10:00:00', '07')), resumed(late, at('10:00:00', '07'))]).toEqual([late, late]);
    const met = finishClock(clock, at('10:00:00'));
    expect([met.state, paused(met, at('11:00:00')), resumed(met, at('11:00:00'))]).toEqual(['met', met, met]);
  });
  it('is resumed at the pause’s beginning at the earliest, when it is told late', () => {
    expect(spans(resumed(paused(aClock(), at('09:00:00')), at('08:30:00')))).toEqual([
      'customer 2026-01-05T09:00:00Z 2026-01-05T09:00:00Z',
    ]);
  });
});

describe('a capped pause', () => {
  it('ends by itself after so much clock time, and the due time is known at once', () => {
    const clock = paused(aClock(), at('15:00:00'), '2 clock hours');
    expect([clock.state, clock.pausedUntil, clock.dueAt]).toEqual(['paused', '2026-01-05T17:00:00Z', '2026-01-06T10:00:00Z']);
  });
  it('ends by itself after so much business time', () => {
    const clock = paused(aClock(), at('15:00:00'), '2 business hours');
    expect([clock.pausedUntil, clock.dueAt]).toEqual(['2026-01-06T09:00:00Z', '2026-01-06T11:00:00Z']);
  });
  it('ends by itself after so many business days', () => {
    expect(paused(aClock(), at('09:00:00'), '2 business days').pausedUntil).toBe('2026-01-07T09:00:00Z');
  });
  it('goes on counting at its end, however much later that is noticed', () => {
    const clock = paused(aClock(), at('09:00:00'), '30 clock minutes');
    const noticed = resumed(clock, at('11:00:00'));
    expect([noticed.state, noticed.dueAt, ...spans(noticed)]).toEqual([
      'running',
      '2026-01-06T09:30:00Z',
      'customer 2026-01-05T09:00:00Z 2026-01-05T09:30:00Z',
    ]);
  });
  it('shares its cap with the clock’s pauses before', () => {
    const once = resumed(paused(aClock(), at('09:00:00'), '90 clock minutes'), at('10:00:00'));
    expect(paused(once, at('10:30:00'), '90 clock minutes').pausedUntil).toBe('2026-01-05T11:00:00Z');
  });
  it('does not begin when the cap is used up, whether service is open then or not', () => {
    const used = resumed(paused(aClock(), at('09:00:00'), '1 business hour'), at('10:00:00'));
    expect(paused(used, at('10:30:00'), '1 business hour')).toBe(used);
    expect(paused(used, at('18:00:00'), '1 business hour')).toBe(used);
  });
  it('of something that is no amount is refused', () => {
    expect(() => paused(aClock(), at('09:00:00'), 'a while')).toThrow('not an amount: a while');
  });
});

describe('a clock of a contract that is suspended', () => {
  const suspension: Pause = { from: '2026-01-05T10:00:00Z', until: '2026-01-05T14:00:00Z', reason: 'suspended' };
  const suspended = aCommitment({ metric: 'resolution', target: '8 business hours', pauses: [suspension] });
  const start = () => startClock(suspended, monday, 1);
  const pause = (clock: Clock, when: Date, cap?: string) =>
    pauseClock(clock, suspended, 'third-party', { because: ['third-party'], atMost: cap }, when);

  it('counts around the suspension', () => {
    expect(start().dueAt).toBe('2026-01-06T13:00:00Z');
  });
  it('stands still until the suspension is over, whoever speaks, and then goes on by itself', () => {
    const clock = resumeClock(pause(start(), at('09:00:00')), suspended, at('11:00:00'));
    expect([clock.state, clock.pausedUntil, clock.dueAt]).toEqual(['paused', '2026-01-05T14:00:00Z', '2026-01-06T14:00:00Z']);
    expect(resumeClock(clock, suspended, at('12:00:00'))).toBe(clock);
    const after = resumeClock(clock, suspended, at('14:00:00'));
    expect([after.state, after.pausedUntil, after.dueAt]).toEqual(['running', undefined, clock.dueAt]);
  });
  it('waits for the customer beyond the suspension', () => {
    const inside = resumeClock(pause(start(), at('09:00:00')), suspended, at('11:00:00'));
    const again = pause(inside, at('12:00:00'));
    expect([again.state, again.pausedUntil, again.dueAt]).toEqual(['paused', undefined, undefined]);
    expect(resumeClock(again, suspended, at('15:00:00'))).toMatchObject({ state: 'running', dueAt: '2026-01-06T15:00:00Z' });
  });
  it('is resumed although a suspension to come stands behind the pause', () => {
    const clock = pause(start(), at('08:30:00'));
    const inOrder = { ...clock, receipt: { ...clock.receipt, pauses: [...clock.receipt.pauses].reverse() } };
    expect(resumeClock(inOrder, suspended, at('09:00:00'))).toMatchObject({ state: 'running', dueAt: '2026-01-06T13:30:00Z' });
  });
});

describe('pauses, whatever the calendar', () => {
  const someMinutes = fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 3000 })), {
    minLength: 1,
    maxLength: 4,
  });
  it('never make a deadline earlier, and move it by exactly the open time that they cover', () => {
    fc.assert(
      fc.property(aCase, fc.integer({ min: 1, max: 60 * 3600 }), someMinutes, ({ calendar, start }, seconds, pauses) => {
        const on = named(calendar);
        const promise = aCommitment({ on, target: `${seconds} business seconds` });
        let clock = startClock(promise, new Date(start * 1000), 1);
        let now = start * 1000;
        for (const [wait, length] of pauses) {
          const before = clock;
          now += wait * 60_000;
          clock = pauseClock(clock, promise, 'customer', { because: ['customer'], atMost: undefined }, new Date(now));
          now += length * 60_000;
          clock = resumeClock(clock, promise, new Date(now));
          expect(Date.parse(clock.dueAt!)).toBeGreaterThanOrEqual(Date.parse(before.dueAt!));
          expect(elapsedSeconds(clock, on, new Date(clock.dueAt!))).toBe(seconds);
        }
      }),
      { numRuns: 200 },
    );
  });
  it('that are capped never last longer than the cap, all together', () => {
    fc.assert(
      fc.property(aCase, someMinutes, fc.integer({ min: 1, max: 3000 }), ({ calendar, start }, pauses, cap) => {
        const promise = aCommitment({ on: named(calendar), target: '60 business hours' });
        let clock = startClock(promise, new Date(start * 1000), 1);
        let now = start * 1000;
        for (const [wait, length] of pauses) {
          now += wait * 60_000;
          clock = pauseClock(
            clock,
            promise,
            'customer',
            { because: ['customer'], atMost: `${cap} clock minutes` },
            new Date(now),
          );
          now += length * 60_000;
          clock = resumeClock(clock, promise, new Date(now));
        }
        const lasted = clock.receipt.pauses.reduce((sum, { from, until }) => sum + Date.parse(until!) - Date.parse(from), 0);
        expect(lasted).toBeLessThanOrEqual(cap * 60_000);
      }),
      { numRuns: 200 },
    );
  });
});

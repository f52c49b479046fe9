import { describe, expect, it } from 'vitest';
import {
  type Clock,
  clock,
  isOpen,
  isRunningLate,
  latestOf,
  nextAlarm,
  nextDue,
  openOf,
  pauseEnd,
} from '../../../shared/sla/clock.ts';
import { dropClock, finishClock, markBreached, markStepDone, pauseClock, startClock } from '../../../shared/sla/clocks.ts';
import { aCommitment } from './service.ts';

const monday = new Date('2026-01-05T08:00:00Z');
const at = (time: string) => new Date(`2026-01-05T${time}Z`);
const aClock = (overrides: Partial<Clock> = {}): Clock => ({ ...startClock(aCommitment(), monday, 1), ...overrides });

describe('a clock', () => {
  it('is stored and read back as it is', () => {
    const paused = pauseClock(
      aClock(),
      aCommitment(),
      'customer',
      { because: ['customer'], atMost: '2 clock hours' },
      at('09:00:00'),
    );
    expect(clock.parse(JSON.parse(JSON.stringify(paused)))).toEqual(JSON.parse(JSON.stringify(paused)));
  });
  it('is open until what is waited for has happened, or is not waited for any more', () => {
    expect([aClock(), markBreached(aClock())].map(isOpen)).toEqual([true, true]);
    expect([finishClock(aClock(), at('09:00:00')), dropClock(aClock(), at('09:00:00'))].map(isOpen)).toEqual([false, false]);
  });
});

describe('of several clocks', () => {
  const first = finishClock(aClock(), at('09:00:00'));
  const second = aClock({ cycle: 2 });
  const resolution = aClock({ metric: 'resolution', dueAt: '2026-01-05T10:00:00Z', steps: [] });

  it('the latest cycle and the open one are found by what they measure', () => {
    expect(latestOf([second, first], 'first-response')).toBe(second);
    expect(openOf([first, second], 'first-response')).toBe(second);
    expect(openOf([first], 'first-response')).toBeUndefined();
    expect(latestOf([first], 'update')).toBeUndefined();
  });
  it('the next due time is the earliest of those that are open, broken or not', () => {
    expect(nextDue([first, second, resolution])).toBe('2026-01-05T10:00:00Z');
    expect(nextDue([second, markBreached(resolution)])).toBe('2026-01-05T10:00:00Z');
    expect(nextDue([first])).toBeUndefined();
  });
  it('the next alarm is the earliest step, breach or end of a pause that has not come', () => {
    expect(nextAlarm([aClock()])).toBe('2026-01-05T10:00:00Z');
    const warned = markStepDone(aClock(), '50%', at('10:00:00').toISOString());
    expect(nextAlarm([warned])).toBe('2026-01-05T13:00:00Z');
    expect(nextAlarm([markStepDone(markBreached(warned), 'breach', at('13:00:01').toISOString())])).toBeUndefined();
    expect(
      nextAlarm([
        pauseClock(warned, aCommitment(), 'customer', { because: ['customer'], atMost: '30 clock minutes' }, at('10:30:00')),
      ]),
    ).toBe('2026-01-05T11:00:00Z');
    expect(nextAlarm([first])).toBeUndefined();
  });
  it('a breach is waited for even when the ladder tells nobody', () => {
    expect(nextAlarm([resolution])).toBe('2026-01-05T10:00:00Z');
    expect(nextAlarm([markBreached(resolution)])).toBeUndefined();
  });
  it('one that is past its due time and still open runs late', () => {
    const late = markBreached(aClock());
    expect([isRunningLate([first, late]), isRunningLate([finishClock(late, at('15:00:00'))]), isRunningLate([aClock()])]).toEqual(
      [true, false, false],
    );
  });
});

describe('a pause', () => {
  const commitment = aCommitment();
  it('ends by itself where it is capped, and never where it is not', () => {
    expect(
      pauseEnd(pauseClock(aClock(), commitment, 'customer', { because: ['customer'], atMost: '2 clock hours' }, at('09:00:00'))),
    ).toBe('2026-01-05T11:00:00Z');
    expect(
      pauseEnd(pauseClock(aClock(), commitment, 'customer', { because: ['customer'], atMost: undefined }, at('09:00:00'))),
    ).toBeUndefined();
  });
  it('of a clock that runs or has finished does not end', () => {
    expect(pauseEnd(aClock())).toBeUndefined();
    const paused = pauseClock(
      aClock(),
      commitment,
      'customer',
      { because: ['customer'], atMost: '2 clock hours' },
      at('09:00:00'),
    );
    expect(pauseEnd(finishClock(paused, at('09:30:00')))).toBeUndefined();
  });
});

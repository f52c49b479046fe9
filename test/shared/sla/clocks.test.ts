import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dropClock,
  elapsedSeconds,
  finishClock,
  markAcknowledged,
  markBreached,
  markStepDone,
  startClock,
} from '../../../shared/sla/clocks.ts';
import { aCase } from './odd-calendars.ts';
import { aCalendar, aCommitment, hours, named } from './service.ts';

const monday = new Date('2026-01-05T08:00:00Z');
const at = (time: string) => new Date(`2026-01-05T${time}Z`);
const aClock = () => startClock(aCommitment(), monday, 1);

describe('a clock that starts', () => {
  it('is due when the promised time has been counted, and places its steps in it', () => {
    expect(aClock()).toMatchObject({
      metric: 'first-response',
      cycle: 1,
      state: 'running',
      startedAt: '2026-01-05T08:00:00Z',
      dueAt: '2026-01-05T13:00:00Z',
    });
    expect(aClock().steps.map(({ name, at: moment, to }) => [name, moment, ...to])).toEqual([
      ['50%', '2026-01-05T10:00:00Z', 'role:duty'],
      ['breach', '2026-01-05T13:00:00Z', 'lead@desk.example'],
    ]);
  });
  it('counts from the whole second of receipt', () => {
    const clock = startClock(aCommitment(), new Date('2026-01-05T08:00:07.900Z'), 1);
    expect([clock.startedAt, clock.dueAt]).toEqual(['2026-01-05T08:00:07Z', '2026-01-05T13:00:07Z']);
  });
  it('counts clock time round the clock, and business days by the calendar', () => {
    expect(startClock(aCommitment({ target: '4 clock hours' }), new Date('2026-01-10T22:00:00Z'), 1).dueAt).toBe(
      '2026-01-11T02:00:00Z',
    );
    const days = startClock(aCommitment({ target: '2 business days' }), new Date('2026-01-09T09:15:00Z'), 1);
    expect([days.dueAt, days.receipt.seconds]).toEqual(['2026-01-13T09:15:00Z', hours(14)]);
  });
  it('stands still through a suspension that is known beforehand, and forgets one that is over', () => {
    const pauses = [
      { from: '2026-01-01T00:00:00Z', until: '2026-01-05T08:00:00Z', reason: 'suspended' as const },
      { from: '2026-01-05T09:00:00Z', until: '2026-01-05T10:00:00Z', reason: 'suspended' as const },
    ];
    const clock = startClock(aCommitment({ pauses }), monday, 1);
    expect([clock.state, clock.dueAt, clock.receipt.pauses.length]).toEqual(['running', '2026-01-05T14:00:00Z', 1]);
  });
  it('refuses what its calendar cannot hold', () => {
    const oneDay = {
      ...aCalendar(),
      week: { ...aCalendar({ week: { monday: ['09:00-10:00'] } }).week, monday: [] },
      special: { '2026-01-06': ['09:00-10:00'] },
    };
    expect(() => startClock(aCommitment({ on: named(oneDay) }), monday, 1)).toThrow(RangeError);
  });
});

describe('the receipt of a clock', () => {
  it('holds all that the count was made of', () => {
    const pauses = [{ from: '2026-01-05T10:00:00Z', until: '2026-01-05T10:30:00Z', reason: 'suspended' as const }];
    const s = (time: string) => at(time).getTime() / 1000;
    expect(startClock(aCommitment({ pauses }), monday, 1).receipt).toEqual({
      contractId: 'ctr_test',
      contractVersion: 3,
      timeZone: 'Europe/Paris',
      start: '2026-01-05T08:00:00Z',
      target: '4 business hours',
      seconds: hours(4),
      segments: [
        {
          calendar: 'service',
          calendarVersion: 'v1',
          from: '2026-01-05T08:00:00Z',
          seconds: hours(4),
          counted: [
            [s('08:00:00'), s('10:00:00')],
            [s('10:30:00'), s('11:30:00')],
            [s('12:30:00'), s('13:30:00')],
          ],
        },
      ],
      pauses,
      notBefore: undefined,
      due: '2026-01-05T13:30:00Z',
      holidaysKnownThrough: undefined,
    });
  });
  it('says when the count goes on beyond what is known of public holidays', () => {
    const on = named(aCalendar({ covered: { of: 'FR', from: '2020-01-01', through: '2026-01-05' } }));
    expect(startClock(aCommitment({ on }), monday, 1).receipt.holidaysKnownThrough).toBeUndefined();
    expect(startClock(aCommitment({ on, target: '8 business hours' }), monday, 1).receipt.holidaysKnownThrough).toBe(
      '2026-01-05',
    );
  });
  it('keeps the first and the last twenty intervals of a long list, and all of its sum', () => {
    const [segment] = startClock(aCommitment({ target: '300 business hours' }), monday, 1).receipt.segments;
    expect([segment?.counted.length, segment?.omitted, segment?.seconds]).toEqual([40, 46, hours(300)]);
  });
});

describe('a clock that finishes', () => {
  it('is met by an answer exactly on the due instant, and missed a millisecond later', () => {
    const due = Date.parse(aClock().dueAt!);
    expect(finishClock(aClock(), new Date(due))).toMatchObject({
      state: 'met',
      breachedAt: undefined,
      finishedAt: '2026-01-05T13:00:00.000Z',
    });
    expect(finishClock(aClock(), new Date(due + 1))).toMatchObject({
      state: 'breached',
      breachedAt: aClock().dueAt,
      finishedAt: '2026-01-05T13:00:00.001Z',
    });
  });
  it('late stays broken; in time after all, if only we learned of it late, is met', () => {
    const late = markBreached(aClock());
    expect(finishClock(late, at('15:00:00'))).toMatchObject({ state: 'breached', breachedAt: '2026-01-05T13:00:00Z' });
    expect(finishClock(late, at('12:59:59'))).toMatchObject({ state: 'met', breachedAt: undefined });
  });
  it('finishes once', () => {
    const met = finishClock(aClock(), at('09:00:00'));
    expect(finishClock(met, at('15:00:00'))).toBe(met);
    expect(dropClock(met, at('15:00:00'))).toBe(met);
  });
  it('is cancelled when it is not waited for any more, unless it is broken already: then it ends as broken', () => {
    expect(dropClock(aClock(), at('09:00:00'))).toMatchObject({ state: 'cancelled', finishedAt: undefined });
    expect(dropClock(markBreached(aClock()), at('15:00:00'))).toMatchObject({
      state: 'breached',
      finishedAt: '2026-01-05T15:00:00.000Z',
    });
    const cancelled = dropClock(aClock(), at('09:00:00'));
    expect([finishClock(cancelled, at('10:00:00')), markBreached(cancelled)]).toEqual([cancelled, cancelled]);
  });
});

describe('a step of a clock', () => {
  it('is done once and acknowledged once', () => {
    const [first, second] = ['10:00:01', '10:30:00'].map((time) => at(time).toISOString());
    const done = markStepDone(markStepDone(aClock(), '50%', first!), '50%', second!);
    const known = markAcknowledged(markAcknowledged(done, '50%', first!), '50%', second!);
    expect(known.steps[0]).toMatchObject({ name: '50%', doneAt: first, acknowledgedAt: first });
    expect(known.steps[1]).not.toHaveProperty('doneAt', first);
  });
});

describe('the time that has passed on a clock', () => {
  it('is all of it on the due instant, and grows with the hours that are open', () => {
    const on = named(aCalendar());
    expect(
      ['07:00:00', '08:00:00', '11:30:00', '12:30:00', '13:00:00', '14:00:00'].map(
        (time) => elapsedSeconds(aClock(), on, at(time)) / 3600,
      ),
    ).toEqual([0, 0, 3.5, 3.5, 4, 5]);
  });
  it('is the promised time at the due time, whatever the calendar', () => {
    fc.assert(
      fc.property(aCase, fc.integer({ min: 1, max: 60 * 3600 }), ({ calendar, start }, seconds) => {
        const on = named(calendar);
        const clock = startClock(aCommitment({ on, target: `${seconds} business seconds` }), new Date(start * 1000), 1);
        expect(elapsedSeconds(clock, on, new Date(clock.dueAt!))).toBe(seconds);
        expect(clock.receipt.segments.at(-1)?.seconds).toBe(seconds);
      }),
      { numRuns: 150 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { changeClock, isCountedBy } from '../../../shared/sla/change.ts';
import type { Clock } from '../../../shared/sla/clock.ts';
import {
  dropClock,
  elapsedSeconds,
  finishClock,
  markBreached,
  markStepDone,
  pauseClock,
  resumeClock,
  startClock,
} from '../../../shared/sla/clocks.ts';
import { type ChangeRule, type Commitment, changeRules } from '../../../shared/sla/commitment.ts';
import { aCalendar, aCommitment, clockTime, hours, named } from './service.ts';

const monday = new Date('2026-01-05T08:00:00Z');
const at = (time: string, day = '05') => new Date(`2026-01-${day}T${time}Z`);
const service = named(aCalendar());
const before = aCommitment({ metric: 'resolution', target: '8 business hours' });
const shorter = aCommitment({ metric: 'resolution', target: '4 business hours' });
const aClock = () => startClock(before, monday, 1);
const change = (rule: ChangeRule, when: Date, to: Commitment = shorter, clock: Clock = aClock()) =>
  changeClock(clock, to, service, rule, when);
const segments = ({ receipt }: Clock) =>
  receipt.segments.map(
    ({ calendar, calendarVersion, from, seconds }) => `${calendar} ${calendarVersion} ${from} ${seconds / 3600} h`,
  );

describe('a clock that takes on another promise', () => {
  it('carries on what has passed', () => {
    expect(change('carry-elapsed', at('10:00:00')).dueAt).toBe('2026-01-05T13:00:00Z');
  });
  it('carries over more than the new promise gives: it was due in the past', () => {
    expect(change('carry-elapsed', at('15:00:00')).dueAt).toBe('2026-01-05T13:00:00Z');
  });
  it('restarts at the change', () => {
    const clock = change('restart', at('10:00:00'));
    expect([clock.startedAt, clock.dueAt]).toEqual(['2026-01-05T08:00:00Z', '2026-01-05T15:00:00Z']);
    expect(segments(clock)).toEqual(['service v1 2026-01-05T10:00:00Z 4 h']);
    expect(elapsedSeconds(clock, service, at('11:00:00'))).toBe(hours(1));
  });
  it('counts the new promise from its creation', () => {
    expect(change('from-creation', at('15:00:00')).dueAt).toBe('2026-01-05T13:00:00Z');
  });
  it('is never due earlier than now, where that is the rule', () => {
    const late = change('never-earlier-than-now', at('15:00:00'));
    expect([late.dueAt, late.receipt.notBefore]).toEqual(['2026-01-05T15:00:00Z', '2026-01-05T15:00:00Z']);
    expect(late.steps.map((step) => step.at)).toEqual(['2026-01-05T15:00:00Z', '2026-01-05T15:00:00Z']);
    const early = change('never-earlier-than-now', at('09:00:00'));
    expect([early.dueAt, early.receipt.notBefore]).toEqual(['2026-01-05T13:00:00Z', undefined]);
  });
  it('says in its receipt by which promise it is counted now', () => {
    const to = aCommitment({ metric: 'resolution', target: '4 business hours', contractId: 'ctr_other', contractVersion: 7 });
    expect(change('from-creation', at('10:00:00'), to).receipt).toMatchObject({
      contractId: 'ctr_other',
      contractVersion: 7,
      target: '4 business hours',
      seconds: hours(4),
    });
  });
});

describe('a clock that moves to another calendar', () => {
  const nights = named(aCalendar({ week: { monday: ['20:00-24:00'], tuesday: ['20:00-24:00'] } }), 'v2', 'nights');
  const onNights = aCommitment({ metric: 'resolution', target: '4 business hours', on: nights });

  it('keeps what it counted on the old one, and counts the rest on the new one', () => {
    const clock = change('carry-elapsed', at('11:00:00'), onNights);
    expect(clock.dueAt).toBe('2026-01-05T20:00:00Z');
    expect(segments(clock)).toEqual(['service v1 2026-01-05T08:00:00Z 3 h', 'nights v2 2026-01-05T11:00:00Z 1 h']);
    expect(elapsedSeconds(clock, nights, at('19:30:00'))).toBe(hours(3.5));
  });
  it('keeps the seconds of three calendars through two moves', () => {
    const once = change('carry-elapsed', at('11:00:00'), onNights);
    const round = aCommitment({ metric: 'resolution', target: '5 clock hours' });
    const twice = changeClock(once, round, nights, 'carry-elapsed', at('19:30:00'));
    expect([twice.dueAt, ...segments(twice)]).toEqual([
      '2026-01-05T21:00:00Z',
      'service v1 2026-01-05T08:00:00Z 3 h',
      'nights v2 2026-01-05T11:00:00Z 0.5 h',
      'round-the-clock always 2026-01-05T19:30:00Z 1.5 h',
    ]);
  });
  it('was due on the old calendar where that had counted enough', () => {
    const two = aCommitment({ metric: 'resolution', target: '2 business hours', on: nights });
    expect(change('carry-elapsed', at('11:00:00'), two).dueAt).toBe('2026-01-05T10:00:00Z');
  });
  it('counts it all anew from creation, or from the change', () => {
    expect(change('from-creation', at('11:00:00'), onNights).dueAt).toBe('2026-01-05T23:00:00Z');
    expect(change('restart', at('20:00:00'), onNights).dueAt).toBe('2026-01-06T20:00:00Z');
  });
  it('keeps its pauses: what was not counted is not counted afterwards either', () => {
    const paused = pauseClock(aClock(), before, 'customer', { because: ['customer'], atMost: undefined }, at('09:00:00'));
    const moved = changeClock(paused, onNights, service, 'carry-elapsed', at('11:00:00'));
    expect([moved.state, moved.dueAt]).toEqual(['paused', undefined]);
    const goneOn = resumeClock(moved, onNights, at('19:30:00'));
    expect([goneOn.dueAt, ...segments(goneOn)]).toEqual([
      '2026-01-05T22:30:00Z',
      'service v1 2026-01-05T08:00:00Z 1 h',
      'nights v2 2026-01-05T11:00:00Z 3 h',
    ]);
  });
});

describe('whatever the rule', () => {
  it.each(changeRules)('what was broken stays broken, what was done stays done: %s', (rule) => {
    const longer = aCommitment({ metric: 'resolution', target: '30 business hours' });
    const broken = markBreached(markStepDone(aClock(), '50%', '2026-01-05T12:30:01.000Z'));
    const changed = changeClock(broken, longer, service, rule, at('10:00:00', '06'));
    expect([changed.state, changed.breachedAt, changed.steps[0]?.doneAt]).toEqual([
      'breached',
      '2026-01-06T09:00:00Z',
      '2026-01-05T12:30:01.000Z',
    ]);
    expect(Date.parse(changed.dueAt!)).toBeGreaterThan(at('10:00:00', '06').getTime());
  });
  it.each(changeRules)('a clock that has finished stays what it was: %s', (rule) => {
    const [met, cancelled] = [finishClock(aClock(), at('09:00:00')), dropClock(aClock(), at('09:00:00'))];
    expect([met, cancelled].map((clock) => changeClock(clock, shorter, service, rule, at('10:00:00')))).toEqual([met, cancelled]);
  });
  it.each(changeRules)('the suspensions are the new contract’s, the pauses the ticket’s own: %s', (rule) => {
    const known = { from: '2026-01-05T14:00:00Z', until: '2026-01-05T15:00:00Z', reason: 'suspended' as const };
    const [under, to] = [
      aCommitment({ ...before, pauses: [known] }),
      aCommitment({ ...shorter, pauses: [{ ...known, until: '2026-01-05T14:30:00Z' }] }),
    ];
    const clock = resumeClock(
      pauseClock(startClock(under, monday, 1), under, 'customer', { because: ['customer'], atMost: undefined }, at('09:00:00')),
      under,
      at('09:30:00'),
    );
    expect(changeClock(clock, to, service, rule, at('10:00:00')).receipt.pauses).toEqual([
      { from: '2026-01-05T09:00:00Z', until: '2026-01-05T09:30:00Z', reason: 'customer' },
      { from: '2026-01-05T14:00:00Z', until: '2026-01-05T14:30:00Z', reason: 'suspended' },
    ]);
  });
});

describe('a clock is counted by a promise', () => {
  it('that would count it the same again', () => {
    expect(isCountedBy(aClock(), before)).toBe(true);
    expect(isCountedBy(change('carry-elapsed', at('10:00:00')), shorter)).toBe(true);
  });
  it('but not by one of another contract, version, target, calendar or suspension', () => {
    const others: Partial<Commitment>[] = [
      { contractId: 'ctr_other' },
      { contractVersion: 4 },
      { target: '9 business hours' },
      { on: named(aCalendar(), 'v2') },
      { on: clockTime },
      { pauses: [{ from: '2026-01-07T00:00:00Z', reason: 'suspended' }] },
    ];
    expect(others.map((other) => isCountedBy(aClock(), { ...before, ...other }))).toEqual(others.map(() => false));
  });
  it('whose suspensions were over before it began', () => {
    const past = { from: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z', reason: 'suspended' as const };
    expect(isCountedBy(aClock(), { ...before, pauses: [past] })).toBe(true);
  });
});

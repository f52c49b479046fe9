import { describe, expect, it } from 'vitest';
import type { Count } from '../../../shared/sla/count.ts';
import { isStepDue, isWarning, type Rung, readPoint, type Step, stepsOf } from '../../../shared/sla/ladder.ts';
import type { Pause } from '../../../shared/sla/receipt.ts';
import { aCalendar, clockTime, hours, named, second } from './service.ts';

const rung = (at: string, overrides: Partial<Rung> = {}): Rung => ({
  at,
  to: ['role:duty'],
  skipWhenAcknowledged: false,
  ...overrides,
});
const count = (start: string, on = named(aCalendar()), pauses: Pause[] = []): Count => ({
  carried: [],
  on,
  from: second(start),
  pauses,
});
const moments = (steps: Step[]) => steps.map(({ name, at }) => `${name}: ${at}`);

describe('a point of the ladder', () => {
  it('is a share of the time, the breach, or an amount before or after it', () => {
    expect(readPoint('80%')).toEqual({ kind: 'share', percent: 80 });
    expect(readPoint('1%')).toEqual({ kind: 'share', percent: 1 });
    expect(readPoint('breach')).toEqual({ kind: 'breach' });
    expect(readPoint('30 minutes before breach')).toEqual({ kind: 'before', seconds: 1800 });
    expect(readPoint('1.5 hours after breach')).toEqual({ kind: 'after', seconds: 5400 });
  });
  it.each([
    '0%',
    '100%',
    '80',
    '80.5%',
    'Breach',
    'after breach',
    '30 minutes',
    '30 minutes after',
    '2 clock hours after breach',
    '-1 hours before breach',
    '0 hours after breach',
    '2 days after breach',
  ])('is not %j', (text) => {
    expect(readPoint(text)).toBeUndefined();
  });
});

describe('the steps of a clock', () => {
  it('stand in the clock’s own service time, earliest first', () => {
    const start = '2026-01-05T10:30:00Z';
    const rungs = [rung('1 hour after breach'), rung('breach'), rung('50%'), rung('30 minutes before breach')];
    expect(moments(stepsOf(rungs, count(start), hours(2), second('2026-01-05T13:30:00Z')))).toEqual([
      '50%: 2026-01-05T11:30:00Z',
      '30 minutes before breach: 2026-01-05T13:00:00Z',
      'breach: 2026-01-05T13:30:00Z',
      '1 hour after breach: 2026-01-05T14:30:00Z',
    ]);
  });
  it('that stand at one moment warn before they tell of the breach', () => {
    const rungs = [rung('breach'), rung('99%')];
    expect(
      moments(
        stepsOf(
          rungs,
          { ...count('2026-01-05T08:00:00Z'), notBefore: second('2026-01-05T12:30:00Z') },
          60,
          second('2026-01-05T12:30:00Z'),
        ),
      ),
    ).toEqual(['99%: 2026-01-05T12:30:00Z', 'breach: 2026-01-05T12:30:00Z']);
  });
  it('leave out a warning longer before the breach than the whole time', () => {
    const rungs = [rung('60 minutes before breach'), rung('breach')];
    expect(
      stepsOf(rungs, count('2026-01-05T08:00:00Z'), hours(1), second('2026-01-05T09:00:00Z')).map(({ name }) => name),
    ).toEqual(['breach']);
    expect(stepsOf(rungs, count('2026-01-05T08:00:00Z'), hours(1) + 1, second('2026-01-05T09:00:01Z'))).toHaveLength(2);
  });
  it('hold a share of so short a time that it comes to nothing', () => {
    const steps = stepsOf([rung('1%')], count('2026-01-05T08:00:00Z', clockTime), 60, second('2026-01-05T08:01:00Z'));
    expect(moments(steps)).toEqual(['1%: 2026-01-05T08:00:00Z']);
  });
  it('have no moment behind a pause without end', () => {
    const paused = count('2026-01-05T08:00:00Z', named(aCalendar()), [{ from: '2026-01-05T09:00:00Z', reason: 'customer' }]);
    expect(moments(stepsOf([rung('breach'), rung('50%'), rung('10%')], paused, hours(4), undefined))).toEqual([
      '10%: 2026-01-05T08:24:00Z',
      '50%: undefined',
      'breach: undefined',
    ]);
  });
  it('stay done and acknowledged when the clock is counted again', () => {
    const before: Step[] = [
      {
        name: '50%',
        at: '2026-01-05T10:00:00Z',
        to: ['old@desk.example'],
        doneAt: '2026-01-05T10:00:01Z',
        acknowledgedAt: '2026-01-05T10:05:00Z',
      },
    ];
    const [step] = stepsOf(
      [rung('50%', { to: ['new@desk.example'] })],
      count('2026-01-05T08:00:00Z'),
      hours(6),
      second('2026-01-05T15:00:00Z'),
      before,
    );
    expect(step).toMatchObject({
      at: '2026-01-05T11:00:00Z',
      to: ['new@desk.example'],
      doneAt: '2026-01-05T10:00:01Z',
      acknowledgedAt: '2026-01-05T10:05:00Z',
    });
  });
});

describe('a step', () => {
  const due = new Date('2026-01-05T12:00:00Z');
  const at = due.toISOString();
  it('is due at its moment, the breach only after it: a promise kept on the due instant is kept', () => {
    expect(isStepDue({ name: '80%', at, to: [] }, due)).toBe(true);
    expect(isStepDue({ name: '80%', at, to: [] }, new Date(due.getTime() - 1))).toBe(false);
    expect(isStepDue({ name: 'breach', at, to: [] }, due)).toBe(false);
    expect(isStepDue({ name: 'breach', at, to: [] }, new Date(due.getTime() + 1))).toBe(true);
  });
  it('is not due twice, nor without a moment', () => {
    expect(isStepDue({ name: '80%', at, to: [], doneAt: at }, due)).toBe(false);
    expect(isStepDue({ name: '80%', to: [] }, due)).toBe(false);
  });
  it('warns before the breach, and tells of it from then on', () => {
    expect(['80%', '5 minutes before breach', 'breach', '5 minutes after breach'].map((name) => isWarning({ name }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { commitments } from '../../../shared/contracts/contract.ts';
import { dueSteps, finishClock, isRunningLate, markStepDone, nextAlarm, startClock } from '../../../shared/sla/clocks.ts';
import { aContract, minutesLater, monday } from '../../support/builders.ts';

const [firstResponse] = commitments(aContract(), 'normal');
const aClock = () => startClock(firstResponse!, monday, 1);

describe('a clock', () => {
  it('places each rung of the ladder in service time', () => {
    expect(aClock().steps.map(({ name, at }) => [name, at])).toEqual([
      ['50%', '2026-01-05T10:00:00Z'],
      ['breach', '2026-01-05T12:00:00Z'],
      ['breach+PT1H', '2026-01-05T13:00:00Z'],
    ]);
  });

  it('breaches even when the ladder tells nobody', () => {
    const quiet = startClock({ ...firstResponse!, ladder: [] }, monday, 1);
    expect(quiet.steps).toEqual([{ name: 'breach', kind: 'breach', at: '2026-01-05T12:00:00Z', to: [] }]);
  });

  it('is met by an answer exactly on the due instant, and missed a millisecond later', () => {
    const due = new Date(aClock().dueAt);
    expect(finishClock(aClock(), due).state).toBe('met');
    expect(finishClock(aClock(), new Date(due.getTime() + 1)).state).toBe('breached');
  });

  it('is not breached on the due instant, but a millisecond later', () => {
    const due = Date.parse(aClock().dueAt);
    expect(dueSteps([aClock()], new Date(due)).map(({ step }) => step.name)).toEqual(['50%']);
    expect(dueSteps([aClock()], new Date(due + 1)).map(({ step }) => step.name)).toEqual(['50%', 'breach']);
  });

  it('waits for its next step, and for nothing once it has finished', () => {
    const warned = markStepDone(aClock(), '50%', minutesLater(120).toISOString());
    expect(nextAlarm([warned])).toBe('2026-01-05T12:00:00Z');
    expect(nextAlarm([finishClock(warned, minutesLater(121))])).toBeUndefined();
  });

  it('runs late from its breach to its end, and stays broken when answered late', () => {
    const late = markStepDone(aClock(), 'breach', minutesLater(241).toISOString());
    expect(isRunningLate([late])).toBe(true);
    const answered = finishClock(late, minutesLater(300));
    expect([answered.state, isRunningLate([answered])]).toEqual(['breached', false]);
  });

  it('counts from the whole second of receipt', () => {
    expect(startClock(firstResponse!, new Date('2026-01-05T08:00:07.900Z'), 1).dueAt).toBe('2026-01-05T12:00:07Z');
  });
});

import { describe, expect, it } from 'vitest';
import { readExpression } from '../../../../infra/local/scheduler/schedule-expression.ts';

const at = (expression: string, zone = 'UTC') => {
  const when = readExpression(expression, zone);
  return when.kind === 'at' ? new Date(when.at).toISOString() : when;
};

describe('at()', () => {
  it('is local time in its zone', () => {
    expect(at('at(2026-01-05T09:00:00)')).toBe('2026-01-05T09:00:00.000Z');
    expect(at('at(2026-01-05T09:00:00)', 'Europe/Paris')).toBe('2026-01-05T08:00:00.000Z');
    expect(at('at(2026-07-05T09:00:00)', 'Europe/Paris')).toBe('2026-07-05T07:00:00.000Z');
  });

  it('in the hour that spring leaves out comes after it, in the one that autumn repeats comes first', () => {
    expect(at('at(2026-03-29T02:30:00)', 'Europe/Paris')).toBe('2026-03-29T01:30:00.000Z');
    expect(at('at(2026-10-25T02:30:00)', 'Europe/Paris')).toBe('2026-10-25T00:30:00.000Z');
  });

  it.each([
    'at(2026-01-05T09:00:00Z)',
    'at(2026-01-05T09:00:00.5)',
    'at(2026-02-30T09:00:00)',
    'at(2026-01-05 09:00:00)',
    'at(2026-01-05T09:00)',
  ])('refuses %s', (expression) => {
    expect(() => at(expression)).toThrow(/Invalid Schedule Expression/);
  });

  it.each(['Mars/Olympus', '+02:00', ''])('refuses the zone "%s"', (zone) => {
    expect(() => at('at(2026-01-05T09:00:00)', zone)).toThrow(/Timezone/);
  });
});

describe('rate()', () => {
  it('counts minutes, hours and days', () => {
    expect(at('rate(5 minutes)')).toEqual({ kind: 'rate', periodMilliseconds: 300_000 });
    expect(at('rate(1 hour)')).toEqual({ kind: 'rate', periodMilliseconds: 3_600_000 });
    expect(at('rate(2 days)')).toEqual({ kind: 'rate', periodMilliseconds: 172_800_000 });
  });

  it.each(['rate(0 minutes)', 'rate(5 seconds)', 'rate(minute)', 'every(5 minutes)'])('refuses %s', (expression) => {
    expect(() => at(expression)).toThrow(/Invalid Schedule Expression/);
  });
});

it('says that it has no cron()', () => {
  expect(() => at('cron(0 9 * * ? *)')).toThrow('the local cloud has no scheduler operation cron() schedule');
});

import { describe, expect, it } from 'vitest';
import { evaluateAlarm } from '../../../../infra/local/metrics/alarms.ts';
import { createMetrics } from '../../../../infra/local/metrics/metrics.ts';
import type { Past } from '../../../../infra/local/metrics/silence.ts';
import { anApp } from '../http-api/an-app.ts';
import { anEmfLine, now } from './an-emf-line.ts';

const minute = 60_000;
/** Half way through a period, so that there is one under way. */
const at = now + 30_000;

/** Values by how many periods ago they fell; 0 is the period under way. */
function evaluated(properties: Record<string, unknown>, values: Record<number, number> = {}, past: Partial<Past> = {}) {
  const metrics = createMetrics({ clock: { now: () => at } });
  for (const [ago, value] of Object.entries(values))
    metrics.ingest(anEmfLine({ at: now - Number(ago) * minute, root: { Opened: value } }));
  const watched = {
    Namespace: 'Guichet',
    MetricName: 'Opened',
    Dimensions: [{ Name: 'Channel', Value: 'email' }],
    Statistic: 'Sum',
    Period: 60,
  };
  const rule = { EvaluationPeriods: 3, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' };
  const app = anApp({ alarm: { type: 'AWS::CloudWatch::Alarm', properties: { ...watched, ...rule, ...properties } } });
  const [alarm] = app.byType('AWS::CloudWatch::Alarm');
  if (!alarm) throw new Error('no alarm');
  return evaluateAlarm(alarm, metrics, at, { startedAt: 0, moves: [], ...past });
}

describe('the state of an alarm', () => {
  it.each([
    ['ALARM when every period breaches', {}, { 1: 6, 2: 6, 3: 6 }, 'ALARM'],
    ['OK when one of them does not', {}, { 1: 6, 2: 5, 3: 6 }, 'OK'],
    ['ALARM when M of N do', { DatapointsToAlarm: 2 }, { 1: 6, 2: 5, 3: 6 }, 'ALARM'],
    ['OK when fewer than M do', { DatapointsToAlarm: 2 }, { 1: 5, 2: 5, 3: 6 }, 'OK'],
    ['judged by the newest periods only', { DatapointsToAlarm: 1 }, { 1: 1, 2: 1, 3: 1, 4: 6 }, 'OK'],
    ['judged with the period under way once that has data', { DatapointsToAlarm: 1 }, { 0: 6, 1: 1 }, 'ALARM'],
    ['INSUFFICIENT_DATA without any', {}, {}, 'INSUFFICIENT_DATA'],
    ['INSUFFICIENT_DATA without any to ignore', { TreatMissingData: 'ignore' }, {}, 'INSUFFICIENT_DATA'],
    ['OK when missing data is not breaching', { TreatMissingData: 'notBreaching' }, {}, 'OK'],
    ['ALARM when missing data is breaching', { TreatMissingData: 'breaching' }, {}, 'ALARM'],
    ['OK when missing data is breaching but one period is fine', { TreatMissingData: 'breaching' }, { 2: 1 }, 'OK'],
    ['not ALARM for an empty period under way', { TreatMissingData: 'breaching', EvaluationPeriods: 1 }, { 1: 1 }, 'OK'],
  ])('is %s', (_, properties, values, state) => {
    expect(evaluated(properties, values).state).toBe(state);
  });

  it.each([
    ['GreaterThanThreshold', 'OK'],
    ['GreaterThanOrEqualToThreshold', 'ALARM'],
    ['LessThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
  ])('at the threshold is, for %s, %s', (ComparisonOperator, state) => {
    expect(evaluated({ ComparisonOperator, EvaluationPeriods: 1 }, { 1: 5 }).state).toBe(state);
  });

  it('follows metric math', () => {
    const Metric = { Namespace: 'Guichet', MetricName: 'Opened', Dimensions: [{ Name: 'Channel', Value: 'email' }] };
    const math = {
      Namespace: undefined,
      MetricName: undefined,
      Metrics: [
        { Id: 'e', Expression: 'm * 10' },
        { Id: 'm', ReturnData: false, MetricStat: { Metric, Period: 60, Stat: 'Sum' } },
      ],
    };
    expect(evaluated({ ...math, EvaluationPeriods: 1 }, { 1: 1 }).state).toBe('ALARM');
    expect(evaluated({ ...math, EvaluationPeriods: 1, Threshold: 10 }, { 1: 1 }).state).toBe('OK');
  });

  it('says why it could not be told', () => {
    expect(evaluated({ ComparisonOperator: 'LessThanLowerThreshold' })).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      reason: expect.stringContaining('ComparisonOperator'),
    });
    expect(evaluated({ Statistic: undefined, ExtendedStatistic: 'tm99' }).reason).toContain('tm99');
  });
});

describe('silence, where silence is alarming', () => {
  const silent = { TreatMissingData: 'breaching' };
  const hour = 60 * minute;

  it('rings when as many periods as the alarm looks at went by since the start', () => {
    expect(evaluated(silent, {}, { startedAt: now - 3 * minute }).state).toBe('ALARM');
    expect(evaluated(silent, {}, { startedAt: now - 3 * minute + 1 })).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      reason: expect.stringContaining('missing, missing, unknown'),
    });
  });

  it('says nothing in a move of the clock so long that what is periodic was left out, but does in a shorter one', () => {
    const moved = (length: number) => evaluated(silent, {}, { moves: [{ from: now - length, to: now }] }).state;
    expect(moved(48 * minute)).toBe('ALARM');
    expect(moved(48 * minute + 1)).toBe('INSUFFICIENT_DATA');
    expect(evaluated(silent, {}, { moves: [{ from: now - 9 * hour, to: now - 3 * minute }] }).state).toBe('ALARM');
  });

  it('does not keep an alarm from ringing that what is known is enough for, nor from being fine', () => {
    const moves = [{ from: now - 9 * hour, to: now - minute }];
    expect(evaluated({ ...silent, DatapointsToAlarm: 1 }, {}, { moves }).state).toBe('ALARM');
    expect(evaluated({ ...silent, DatapointsToAlarm: 3 }, { 1: 1 }, { moves }).state).toBe('OK');
    expect(evaluated({ TreatMissingData: 'notBreaching' }, {}, { moves }).state).toBe('OK');
  });
});

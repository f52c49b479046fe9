import { describe, expect, it } from 'vitest';
import { limits, readEmbeddedMetrics } from '../../../../infra/local/metrics/embedded-metrics.ts';
import { anEmfLine, now } from './an-emf-line.ts';

const problemsOf = (line: string) => {
  const reading = readEmbeddedMetrics(line, now);
  return reading.kind === 'broken' ? reading.problems.join('\n') : reading.kind;
};

describe('a line of embedded metrics', () => {
  it('gives each metric once for each set of dimensions', () => {
    const line = anEmfLine({
      dimensions: [[], ['Channel']],
      metrics: [{ Name: 'Opened' }, { Name: 'Wait', Unit: 'Seconds' }],
      root: { Wait: [1, 2] },
    });
    expect(readEmbeddedMetrics(line, now)).toEqual({
      kind: 'metrics',
      measurements: [
        { namespace: 'Guichet', name: 'Opened', unit: 'None', dimensions: {}, at: now, values: [1] },
        { namespace: 'Guichet', name: 'Opened', unit: 'None', dimensions: { Channel: 'email' }, at: now, values: [1] },
        { namespace: 'Guichet', name: 'Wait', unit: 'Seconds', dimensions: {}, at: now, values: [1, 2] },
        { namespace: 'Guichet', name: 'Wait', unit: 'Seconds', dimensions: { Channel: 'email' }, at: now, values: [1, 2] },
      ],
    });
  });

  it.each(['plain text', '{"level":"INFO","message":"hello"}', '[1]', 'not JSON about "_aws"'])('is not %s', (line) => {
    expect(readEmbeddedMetrics(line, now)).toEqual({ kind: 'other' });
  });
});

describe('a line that breaks the format', () => {
  it.each([
    ['has something before the object', `INFO ${anEmfLine()}`, 'one JSON object'],
    ['is wrapped in another object', JSON.stringify({ message: JSON.parse(anEmfLine()) }), 'at its root'],
    ['has a dimension that is a number', anEmfLine({ root: { Channel: 3 } }), 'Channel: a dimension must be'],
    ['names a dimension that is not there', anEmfLine({ dimensions: [['Priority']] }), 'Priority: a dimension must be'],
    ['has an empty dimension', anEmfLine({ root: { Channel: '' } }), 'Channel'],
    ['names a metric that is not there', anEmfLine({ metrics: [{ Name: 'Closed' }] }), 'Closed: a metric must be'],
    ['has a metric that is a text', anEmfLine({ root: { Opened: '1' } }), 'Opened: a metric must be'],
    ['has an unknown unit', anEmfLine({ metrics: [{ Name: 'Opened', Unit: 'Apples' }] }), 'Unit: not a unit'],
    ['has a resolution that is none', anEmfLine({ metrics: [{ Name: 'Opened', StorageResolution: 30 }] }), 'StorageResolution'],
    ['has no namespace', anEmfLine({ namespace: '' }), 'Namespace'],
    ['has no list of dimension sets', anEmfLine({ dimensions: 'Channel' }), 'Dimensions'],
    ['has a timestamp in seconds and a half', anEmfLine({ at: 1767600000.5 }), 'Timestamp'],
    ['has a timestamp in seconds', anEmfLine({ at: now / 1000 }), 'more than two weeks ago'],
  ])('%s', (_, line, problem) => {
    expect(problemsOf(line)).toContain(problem);
  });

  const metrics = (count: number) => Array.from({ length: count }, () => ({ Name: 'Opened' }));
  const names = (count: number) => Array.from({ length: count }, (_, index) => `D${index}`);
  const valuesOf = (of: string[]) => Object.fromEntries(of.map((name) => [name, 'x']));

  it.each([
    [
      'metrics',
      anEmfLine({ metrics: metrics(limits.metricsPerDirective) }),
      anEmfLine({ metrics: metrics(limits.metricsPerDirective + 1) }),
    ],
    [
      'values',
      anEmfLine({ root: { Opened: Array(limits.valuesPerMetric).fill(1) } }),
      anEmfLine({ root: { Opened: Array(limits.valuesPerMetric + 1).fill(1) } }),
    ],
    [
      'dimensions',
      anEmfLine({ dimensions: [names(30)], root: valuesOf(names(30)) }),
      anEmfLine({ dimensions: [names(31)], root: valuesOf(names(31)) }),
    ],
    [
      'dimension characters',
      anEmfLine({ root: { Channel: 'x'.repeat(1024) } }),
      anEmfLine({ root: { Channel: 'x'.repeat(1025) } }),
    ],
    ['age', anEmfLine({ at: now - limits.oldest }), anEmfLine({ at: now - limits.oldest - 1 })],
    ['future', anEmfLine({ at: now + limits.furthestAhead }), anEmfLine({ at: now + limits.furthestAhead + 1 })],
    ['bytes', anEmfLine({ root: { pad: 'x'.repeat(1024 * 1024 - 400) } }), anEmfLine({ root: { pad: 'x'.repeat(1024 * 1024) } })],
  ])('is one over the limit of %s, not at it', (_, within, over) => {
    expect(problemsOf(within)).toBe('metrics');
    expect(readEmbeddedMetrics(over, now).kind).toBe('broken');
  });
});

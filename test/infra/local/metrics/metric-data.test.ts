import { describe, expect, it } from 'vitest';
import { type DataQuery, metricData } from '../../../../infra/local/metrics/metric-data.ts';
import type { MetricQuery } from '../../../../infra/local/metrics/metrics.ts';

/** Three periods of a minute. `a` has values in all, `b` not in the second and zero in the third. */
const range = { from: 60_000, to: 239_999 };
const recorded: Record<string, [number, number][]> = {
  a: [
    [60_000, 10],
    [120_000, 20],
    [180_000, 30],
  ],
  b: [
    [60_000, 2],
    [180_000, 0],
  ],
  none: [],
};
const metrics = { query: ({ name }: MetricQuery) => (recorded[name] ?? []).map(([at, value]) => ({ at, value })) };
const rows = Object.keys(recorded).map(
  (name): DataQuery => ({ id: name, kind: 'metric', metric: { namespace: 'N', name, dimensions: {} }, stat: 'Sum', period: 60 }),
);

function computed(expression: string, more: DataQuery[] = []) {
  const result = metricData([...rows, { id: 'e', kind: 'expression', expression, period: 60 }, ...more], metrics, range).get('e');
  if (!result) throw new Error('no result');
  return 'error' in result ? result.error : result.points.map(({ at, value }) => [at / 60_000, value]);
}

describe('metric math', () => {
  it.each([
    [
      'a',
      [
        [1, 10],
        [2, 20],
        [3, 30],
      ],
    ],
    [
      'a + 1',
      [
        [1, 11],
        [2, 21],
        [3, 31],
      ],
    ],
    [
      '100 - a * 2 / 4',
      [
        [1, 95],
        [2, 90],
        [3, 85],
      ],
    ],
    [
      '(a - 4) * -2',
      [
        [1, -12],
        [2, -32],
        [3, -52],
      ],
    ],
    [
      'a - 1 - 2',
      [
        [1, 7],
        [2, 17],
        [3, 27],
      ],
    ],
    [
      '1.5e1 * 2',
      [
        [1, 30],
        [2, 30],
        [3, 30],
      ],
    ],
  ])('computes %s', (expression, points) => {
    expect(computed(expression)).toEqual(points);
  });

  it.each([
    ['where an operand misses, or divides by zero', 'a / b', [[1, 5]]],
    ['of a metric without data', 'a + none', []],
    ['of a number by zero', '1 / 0', []],
  ])('has no datapoint %s', (_, expression, points) => {
    expect(computed(expression)).toEqual(points);
  });

  it.each([
    [
      'FILL(b, 0)',
      [
        [1, 2],
        [2, 0],
        [3, 0],
      ],
    ],
    [
      'FILL(none, -1)',
      [
        [1, -1],
        [2, -1],
        [3, -1],
      ],
    ],
    [
      'FILL(a / b, 7)',
      [
        [1, 5],
        [2, 7],
        [3, 7],
      ],
    ],
    [
      'SUM([a, b])',
      [
        [1, 12],
        [2, 20],
        [3, 30],
      ],
    ],
    [
      'SUM(METRICS())',
      [
        [1, 12],
        [2, 20],
        [3, 30],
      ],
    ],
    [
      'MAX([a, FILL(b, 25)])',
      [
        [1, 10],
        [2, 25],
        [3, 30],
      ],
    ],
    [
      'SUM(FILL(METRICS(), 1))',
      [
        [1, 13],
        [2, 22],
        [3, 31],
      ],
    ],
    [
      'SUM(a)',
      [
        [1, 60],
        [2, 60],
        [3, 60],
      ],
    ],
    [
      'AVG(a) - MIN(a)',
      [
        [1, 10],
        [2, 10],
        [3, 10],
      ],
    ],
  ])('knows %s', (expression, points) => {
    expect(computed(expression)).toEqual(points);
  });

  it('computes expressions of expressions in any order', () => {
    expect(computed('later * 2', [{ id: 'later', kind: 'expression', expression: 'a + 1', period: 60 }])).toEqual([
      [1, 22],
      [2, 42],
      [3, 62],
    ]);
  });

  it.each([
    ["SEARCH('{N} x', 'Sum')", 'SEARCH'],
    ['RATE(a)', 'RATE'],
    ['a > 1', '>'],
    ['a +', 'ends too early'],
    ['(a', 'expected )'],
    ['a b', 'unexpected b'],
    ['other', 'no row with the id other'],
    ['e + 1', 'circle'],
    ['[a, b]', 'cannot be drawn as one row'],
    ['[a] + 1', 'list'],
    ['FILL(b, REPEAT)', 'REPEAT'],
    ["'text'", 'text'],
  ])('says of %s what it cannot do, and names it', (expression, reason) => {
    expect(computed(expression)).toContain(reason);
    expect(computed(expression)).toContain(expression);
  });
});

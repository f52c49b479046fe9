import { describe, expect, test } from 'vitest';
import { catalogueMetric } from '../../infra/catalogue-metric.ts';
import { fiveMinutes } from '../../infra/dashboard-parts.ts';
import { clockWords, noticeWords, outcomeWords } from '../../infra/dashboard-words.ts';
import { mailOutcomes } from '../../shared/intake/mail-ledger.ts';
import { metrics, namespace } from '../../shared/metrics/catalogue.ts';
import type { NoticeKind } from '../../shared/notices/notice.ts';
import { clockMetrics } from '../../shared/sla/clock.ts';
import { nothing, ofType, synthesized } from './synthesized.ts';

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title?: string; metrics?: unknown[][]; view?: string; markdown?: string };
}

const service = synthesized(nothing).service;

/** The body as CloudWatch gets it, with every value that deployment brings in written as `?`. */
const body: { widgets: Widget[] } = JSON.parse(
  (Object(ofType(service, 'AWS::CloudWatch::Dashboard')[0]?.[1].Properties).DashboardBody['Fn::Join'][1] as unknown[])
    .map((part) => (typeof part === 'string' ? part : '?'))
    .join(''),
);

const rows = body.widgets.flatMap(({ properties }) => properties.metrics ?? []);
const isExpression = (row: unknown[]): row is [{ expression: string }] => typeof row[0] === 'object';
const plain = rows.filter((row) => !isExpression(row)).map((row) => row.filter((part) => typeof part === 'string'));

describe('the dashboard', () => {
  test('is made of the catalogue and of the dead-letter queues, nothing else', () => {
    for (const [space, name, ...dimensions] of plain) {
      if (space === 'AWS/SQS') {
        expect([name, ...dimensions]).toEqual(['ApproximateNumberOfMessagesVisible', 'QueueName', '?']);
        continue;
      }
      expect(space).toBe(namespace);
      const known = Object.entries(metrics).find(([metric]) => metric === name)?.[1];
      expect(known, name).toBeDefined();
      const asked = dimensions.filter((_, i) => i % 2 === 0);
      expect(known?.dimensions, `${name} by ${asked.join()}`).toContainEqual(asked);
    }
  });

  test('shows every metric of the catalogue', () => {
    expect(new Set(plain.map(([, name]) => name))).toEqual(
      new Set([...Object.keys(metrics), 'ApproximateNumberOfMessagesVisible']),
    );
  });

  test('shows every dead-letter queue', () => {
    const deadLetterQueues = ofType(service, 'AWS::SQS::Queue').filter(([id]) => id.includes('DeadLetters'));
    expect(plain.filter(([space]) => space === 'AWS/SQS')).toHaveLength(deadLetterQueues.length);
  });

  test('calculates with plain arithmetic and FILL only', () => {
    const expressions = rows.filter(isExpression).map(([{ expression }]) => expression);
    expect(expressions.length).toBeGreaterThan(5);
    for (const expression of expressions) {
      expect(expression.replaceAll(/FILL\(\w+, \d+\)/g, '0')).toMatch(/^[\w\s+\-*/().]+$/);
      expect(expression.replaceAll('FILL(', '')).not.toMatch(/\w\(/);
    }
  });

  test('gives an id to one metric of a graph only', () => {
    for (const { properties } of body.widgets) {
      const ids = (properties.metrics ?? []).flatMap((row) =>
        row.filter((part) => typeof part === 'object').map((part) => Object(part).id),
      );
      const given = ids.filter((id) => id !== undefined);
      expect(new Set(given).size).toBe(given.length);
    }
  });

  test('fills the 24 columns without overlap', () => {
    const cells = new Set<string>();
    for (const { x, y, width, height } of body.widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(cells.has(`${column} ${row}`)).toBe(false);
          cells.add(`${column} ${row}`);
        }
      }
    }
    const lines = new Set([...cells].map((cell) => cell.split(' ')[1]));
    expect(cells.size).toBe(lines.size * 24);
  });

  test('has a title on every graph', () => {
    const graphs = body.widgets.filter(({ type }) => type === 'metric');
    for (const { properties } of graphs) expect(properties.title).toMatch(/^[A-Z].+/);
  });
});

describe('the words of the dashboard', () => {
  test('cover every clock, mail outcome and kind of notice that the functions write', () => {
    expect(Object.keys(clockWords).sort()).toEqual([...clockMetrics].sort());
    expect(Object.keys(outcomeWords).sort()).toEqual([...mailOutcomes].sort());
    const kinds: Record<NoticeKind, string> = noticeWords;
    expect(Object.keys(kinds)).toHaveLength(4);
  });

  test('cannot ask for a set of dimensions that nobody publishes', () => {
    expect(() =>
      catalogueMetric('OpenTickets', { statistic: 'Sum', period: fiveMinutes, dimensions: { Channel: 'email' } }),
    ).toThrow('OpenTickets is not published by Channel');
  });
});

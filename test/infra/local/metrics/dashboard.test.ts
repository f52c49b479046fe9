import { describe, expect, it } from 'vitest';
import { defaultRange, renderDashboard } from '../../../../infra/local/metrics/dashboard.ts';
import { createMetrics } from '../../../../infra/local/metrics/metrics.ts';
import { widgetRows } from '../../../../infra/local/metrics/widget-rows.ts';
import { anEmfLine, now } from './an-emf-line.ts';

const range = { from: now - 600_000, to: now };
const metrics = createMetrics({ clock: { now: () => now } });
for (const minutesAgo of [7, 3, 1]) metrics.ingest(anEmfLine({ at: now - minutesAgo * 60_000 }));

const row = ['Guichet', 'Opened', 'Channel', 'email'];
const rendered = (properties: Record<string, unknown>, type = 'metric') =>
  renderDashboard(
    { widgets: [{ type, x: 1, y: 2, width: 12, height: 6, properties: { title: 'T', ...properties } }] },
    metrics,
    range,
  )[0];

describe('a dashboard', () => {
  it("draws a row with the widget's statistic and period, or its own", () => {
    const widget = rendered({
      stat: 'Sum',
      period: 300,
      metrics: [row, ['...', { stat: 'SampleCount', period: 600, label: 'all', yAxis: 'right' }]],
    });
    expect(widget).toMatchObject({
      kind: 'metric',
      title: 'T',
      x: 1,
      y: 2,
      view: 'timeSeries',
      series: [
        {
          label: 'Opened email',
          yAxis: 'left',
          latest: 2,
          points: [
            { at: now - 600_000, value: 1 },
            { at: now - 300_000, value: 2 },
          ],
        },
        { label: 'all', yAxis: 'right', points: [{ at: now - 600_000, value: 3 }] },
      ],
    });
  });

  it('computes expressions over rows that it does not show', () => {
    const widget = rendered({
      stat: 'Sum',
      period: 600,
      metrics: [[...row, { id: 'm', visible: false }], [{ expression: 'm * 10', label: 'tenfold' }]],
    });
    expect(widget).toMatchObject({ series: [{ label: 'tenfold', points: [{ value: 30 }] }] });
  });

  it('shows one number for the whole range when the widget says so', () => {
    const widget = rendered({ view: 'singleValue', stat: 'Sum', setPeriodToTimeRange: true, metrics: [row] });
    expect(widget).toMatchObject({ series: [{ latest: 3, points: [{ at: range.from, value: 3 }] }] });
  });

  it('shows an error in place of a row that it cannot compute, and draws the others', () => {
    const widget = rendered({
      stat: 'Sum',
      metrics: [[{ expression: 'RATE(m)', id: 'r' }], [...row, { id: 'm' }], [...row, { stat: 'tm99' }]],
    });
    expect(widget).toMatchObject({
      series: [{ error: expect.stringContaining('RATE') }, { latest: 2 }, { error: expect.stringContaining('tm99') }],
    });
  });

  it.each([
    ['a type that it does not draw', rendered({}, 'log'), 'log'],
    ['a view that is none', rendered({ metrics: [row], view: 'radar' }), 'view'],
    ['a row without a name', rendered({ metrics: [['Guichet']] }), '["Guichet"]'],
  ])('shows an error in place of a widget with %s', (_, widget, reason) => {
    expect(widget).toMatchObject({ kind: 'error', title: 'T', error: expect.stringContaining(reason) });
  });

  it('passes on texts and alarms', () => {
    expect(rendered({ markdown: '# Hi' }, 'text')).toMatchObject({ kind: 'text', markdown: '# Hi' });
    expect(rendered({ alarms: ['arn'] }, 'alarm')).toMatchObject({ kind: 'alarm', alarms: ['arn'] });
  });

  it('looks back as far as its body says, else three hours', () => {
    expect(defaultRange({ start: '-PT6H', widgets: [] })).toBe('PT6H');
    expect(defaultRange({ start: '2026-01-05T08:00:00Z', widgets: [] })).toBe('PT3H');
    expect(defaultRange({ widgets: [] })).toBe('PT3H');
  });
});

describe('rows of a widget', () => {
  it('repeat what is above them, past rows that are expressions', () => {
    const rows = widgetRows([
      ['N', 'M', 'A', 'a', 'B', 'b'],
      [{ expression: 'x' }],
      ['.', 'M2', '.', '.', '.', 'b2'],
      ['...', 'b3'],
      ['...', 'C', 'c', { label: 'last' }],
      ['...', { stat: 'p90' }],
    ]);
    expect(rows.map((each) => (each.kind === 'metric' ? each.metric : each.expression))).toEqual([
      { namespace: 'N', name: 'M', dimensions: { A: 'a', B: 'b' } },
      'x',
      { namespace: 'N', name: 'M2', dimensions: { A: 'a', B: 'b2' } },
      { namespace: 'N', name: 'M2', dimensions: { A: 'a', B: 'b3' } },
      { namespace: 'N', name: 'M2', dimensions: { A: 'a', C: 'c' } },
      { namespace: 'N', name: 'M2', dimensions: { A: 'a', C: 'c' } },
    ]);
  });
});

import * as z from 'zod/mini';
import { type DataQuery, metricData } from './metric-data.ts';
import type { Metrics } from './metrics.ts';
import type { Sample } from './series.ts';
import { rowsSchema, type WidgetRow, widgetRows } from './widget-rows.ts';

const bodySchema = z.object({ start: z.optional(z.string()), widgets: z.array(z.unknown()) });
const placeSchema = z.object({
  type: z.string(),
  x: z._default(z.number(), 0),
  y: z._default(z.number(), 0),
  width: z._default(z.number(), 6),
  height: z._default(z.number(), 6),
  properties: z._default(z.looseObject({ title: z.optional(z.string()) }), {}),
});
const axisSchema = z.object({ label: z.optional(z.string()), min: z.optional(z.number()), max: z.optional(z.number()) });
const horizontalSchema = z.object({ value: z.number(), label: z.optional(z.string()), color: z.optional(z.string()) });
const metricSchema = z.object({
  metrics: rowsSchema,
  view: z._default(z.enum(['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table']), 'timeSeries'),
  stacked: z._default(z.boolean(), false),
  stat: z._default(z.string(), 'Average'),
  period: z._default(z.number().check(z.positive()), 300),
  setPeriodToTimeRange: z._default(z.boolean(), false),
  yAxis: z._default(z.object({ left: z.optional(axisSchema), right: z.optional(axisSchema) }), {}),
  annotations: z._default(z.object({ horizontal: z._default(z.array(horizontalSchema), []) }), { horizontal: [] }),
});
const textSchema = z.object({ markdown: z.string() });
const alarmSchema = z.object({ alarms: z.array(z.string()) });

export interface EvaluatedSeries {
  label: string;
  yAxis: 'left' | 'right';
  color?: string | undefined;
  points: Sample[];
  /** The last datapoint's value; absent without datapoints. */
  latest?: number | undefined;
  /** Why it has no points: names the expression or statistic. */
  error?: string | undefined;
}

type Content =
  | (Omit<z.infer<typeof metricSchema>, 'metrics' | 'stat' | 'setPeriodToTimeRange'> & {
      kind: 'metric';
      series: EvaluatedSeries[];
    })
  | { kind: 'text'; markdown: string }
  | { kind: 'alarm'; alarms: string[] }
  /** Shown in the widget's place. */
  | { kind: 'error'; error: string };

export type EvaluatedWidget = Content & { title: string; x: number; y: number; width: number; height: number };

/** How far back a dashboard looks by default, as ISO 8601 duration: its `start` without the sign, or CloudWatch's three hours. */
export function defaultRange(body: unknown): string {
  return /^-(P.+)$/.exec(bodySchema.parse(body).start ?? '')?.[1] ?? 'PT3H';
}

/**
 * Evaluates the body of an AWS::CloudWatch::Dashboard over a range in milliseconds since the epoch. A widget or row that the local cloud
 * cannot draw is an error in its place. Throws a zod error when the body is not a dashboard at all.
 */
export function renderDashboard(
  body: unknown,
  metrics: Pick<Metrics, 'query'>,
  range: { from: number; to: number },
): EvaluatedWidget[] {
  return bodySchema.parse(body).widgets.map((widget) => {
    const { type, properties, ...place } = placeSchema.parse(widget);
    return { title: properties.title ?? '', x: place.x, y: place.y, width: place.width, height: place.height, ...contentOf() };

    function contentOf(): Content {
      try {
        if (type === 'metric') return metricContent(metricSchema.parse(properties), metrics, range);
        if (type === 'text') return { kind: 'text', ...textSchema.parse(properties) };
        if (type === 'alarm') return { kind: 'alarm', ...alarmSchema.parse(properties) };
        return { kind: 'error', error: `the local cloud does not draw widgets of type ${type}` };
      } catch (error) {
        if (error instanceof z.core.$ZodError) return { kind: 'error', error: z.prettifyError(error) };
        if (error instanceof RangeError) return { kind: 'error', error: error.message };
        throw error;
      }
    }
  });
}

function metricContent(
  { metrics: given, stat, setPeriodToTimeRange, ...widget }: z.infer<typeof metricSchema>,
  metrics: Pick<Metrics, 'query'>,
  range: { from: number; to: number },
): Content {
  // A row without an id gets one that no expression can name.
  const rows = widgetRows(given).map((row, index) => ({ ...row, id: row.id ?? `#${index}` }));
  const queries = rows.map((row): DataQuery => {
    const { id } = row;
    const period = row.period ?? widget.period;
    return row.kind === 'metric'
      ? { id, kind: 'metric', metric: row.metric, stat: row.stat ?? stat, period }
      : { id, kind: 'expression', expression: row.expression, period };
  });
  const results = metricData(queries, metrics, { ...range, whole: setPeriodToTimeRange && widget.view === 'singleValue' });
  const series = rows
    .filter((row) => row.visible)
    .map((row): EvaluatedSeries => {
      const result = results.get(row.id) ?? { points: [] };
      const points = 'points' in result ? result.points : [];
      return {
        label: row.label ?? labelOf(row),
        yAxis: row.yAxis,
        color: row.color,
        points,
        latest: points.at(-1)?.value,
        ...('error' in result && { error: result.error }),
      };
    });
  return { kind: 'metric', ...widget, series };
}

function labelOf(row: WidgetRow): string {
  if (row.kind === 'expression') return row.expression;
  return [row.metric.name, ...Object.values(row.metric.dimensions)].join(' ');
}

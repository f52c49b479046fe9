import * as z from 'zod/mini';
import type { MetricId } from './series.ts';

const optionsSchema = z.object({
  id: z.optional(z.string()),
  label: z.optional(z.string()),
  stat: z.optional(z.string()),
  period: z.optional(z.number()),
  yAxis: z._default(z.enum(['left', 'right']), 'left'),
  visible: z._default(z.boolean(), true),
  color: z.optional(z.string()),
});
const expressionSchema = z.extend(optionsSchema, { expression: z.string() });
const rowSchema = z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).check(z.minLength(1));
export const rowsSchema = z.array(rowSchema);

type Options = z.infer<typeof optionsSchema>;
export type WidgetRow = Options & ({ kind: 'metric'; metric: MetricId } | { kind: 'expression'; expression: string });

/**
 * Reads a widget's `metrics`. In a row `.` repeats the value above it and `...` all values above up to those that follow; a row of only
 * an object is an expression. Throws `RangeError` or a zod error for a row that is neither. Source: "Dashboard body structure and syntax".
 */
export function widgetRows(rows: z.infer<typeof rowsSchema>): WidgetRow[] {
  let above: string[] = [];
  return rows.map((row) => {
    const last = row.at(-1);
    const options = typeof last === 'object' ? last : {};
    if (row.length === 1 && 'expression' in options) return { kind: 'expression', ...expressionSchema.parse(options) };
    const names = expanded(
      row.filter((part) => typeof part === 'string'),
      above,
    );
    above = names;
    const [namespace, name, ...pairs] = names;
    if (namespace === undefined || name === undefined || pairs.length % 2 === 1)
      throw new RangeError(`a metric row needs a namespace, a name and pairs of dimensions: ${JSON.stringify(row)}`);
    return { kind: 'metric', metric: { namespace, name, dimensions: dimensionsOf(pairs) }, ...optionsSchema.parse(options) };
  });
}

function expanded(row: string[], above: string[]): string[] {
  const rest = row[0] === '...' ? row.slice(1) : undefined;
  if (rest) return [...above.slice(0, Math.max(0, above.length - rest.length)), ...rest];
  return row.map((part, index) => (part === '.' ? (above[index] ?? part) : part));
}

function dimensionsOf(pairs: string[]): Record<string, string> {
  const dimensions: Record<string, string> = {};
  for (let index = 0; index < pairs.length; index += 2) dimensions[pairs[index] ?? ''] = pairs[index + 1] ?? '';
  return dimensions;
}

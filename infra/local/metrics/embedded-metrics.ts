import * as z from 'zod/mini';
import type { Measurement } from './series.ts';
import { units } from './units.ts';

/** Limits of the embedded metric format. Source: its specification, and MetricDatum for the age of a timestamp. */
export const limits = {
  metricsPerDirective: 100,
  valuesPerMetric: 100,
  dimensionsPerSet: 30,
  dimensionValueLength: 1024,
  lineBytes: 1024 * 1024,
  oldest: 14 * 24 * 3600_000,
  furthestAhead: 2 * 3600_000,
};

const name = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest));

const directiveSchema = z.object({
  Namespace: name(1024),
  Dimensions: z.array(z.array(name(250)).check(z.maxLength(limits.dimensionsPerSet))).check(z.minLength(1)),
  Metrics: z
    .array(
      z.object({
        Name: name(1024),
        Unit: z.optional(z.string().check(z.refine((unit) => units.has(unit), 'not a unit of CloudWatch'))),
        StorageResolution: z.optional(z.union([z.literal(1), z.literal(60)])),
      }),
    )
    .check(z.maxLength(limits.metricsPerDirective)),
});
const documentSchema = z.looseObject({
  _aws: z.object({ Timestamp: z.int().check(z.nonnegative()), CloudWatchMetrics: z.array(directiveSchema) }),
});
const targetSchema = z.union([z.number(), z.array(z.number()).check(z.minLength(1), z.maxLength(limits.valuesPerMetric))]);
const dimensionSchema = name(limits.dimensionValueLength);

export type Reading =
  | { kind: 'other' }
  | { kind: 'metrics'; measurements: Measurement[] }
  | { kind: 'broken'; problems: string[] };

/**
 * Reads one log line. Stricter than CloudWatch, which leaves out what it cannot use without a word: here any breach of the
 * specification makes the whole line broken, so that it is found on this machine.
 */
export function readEmbeddedMetrics(line: string, now: number): Reading {
  if (!line.includes('"_aws"') && !line.includes('"CloudWatchMetrics"')) return { kind: 'other' };
  const document = parsed(line);
  if (document === undefined || !('_aws' in document))
    return line.includes('"CloudWatchMetrics"')
      ? { kind: 'broken', problems: ['the line must be one JSON object with _aws at its root, with nothing before or after'] }
      : { kind: 'other' };
  if (Buffer.byteLength(line) > limits.lineBytes) return { kind: 'broken', problems: ['a line has at most 1 MB'] };
  const result = documentSchema.safeParse(document);
  if (!result.success)
    return { kind: 'broken', problems: result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };

  const root = result.data;
  const { Timestamp: at, CloudWatchMetrics: directives } = root._aws;
  const problems: string[] = [];
  if (at < now - limits.oldest) problems.push(`_aws.Timestamp: ${at} is more than two weeks ago`);
  if (at > now + limits.furthestAhead) problems.push(`_aws.Timestamp: ${at} is more than two hours ahead`);
  const measurements = directives.flatMap((directive) => measurementsOf(directive, root, at, problems));
  return problems.length > 0 ? { kind: 'broken', problems: [...new Set(problems)] } : { kind: 'metrics', measurements };
}

function measurementsOf(
  directive: z.infer<typeof directiveSchema>,
  root: Record<string, unknown>,
  at: number,
  problems: string[],
): Measurement[] {
  const sets = directive.Dimensions.map((names) => {
    const dimensions: Record<string, string> = {};
    for (const dimension of names) {
      const value = dimensionSchema.safeParse(root[dimension]);
      if (value.success) dimensions[dimension] = value.data;
      else problems.push(`${dimension}: a dimension must be a member of the root with a string of 1 to 1024 characters`);
    }
    return dimensions;
  });
  return directive.Metrics.flatMap(({ Name, Unit }) => {
    const target = targetSchema.safeParse(root[Name]);
    if (!target.success) problems.push(`${Name}: a metric must be a member of the root with a number, or 1 to 100 of them`);
    const values = [target.data ?? []].flat();
    return sets.map((dimensions) => ({
      namespace: directive.Namespace,
      name: Name,
      unit: Unit ?? 'None',
      dimensions,
      at,
      values,
    }));
  });
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

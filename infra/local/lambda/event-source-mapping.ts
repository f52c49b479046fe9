import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';

/** An `AWS::Lambda::EventSourceMapping`, read. */
export interface EventSourceMapping {
  id: string;
  functionNameOrArn: string;
  sourceArn: string;
  kind: 'queue' | 'stream';
  batchSize: number;
  /** Real milliseconds. */
  batchingWindow: number;
  reportsItemFailures: boolean;
  maximumConcurrency?: number;
  filters: string[];
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** -1 = without end. */
  maximumRetryAttempts: number;
  /** -1 = any age. */
  maximumRecordAgeSeconds: number;
  bisects: boolean;
  parallelizationFactor: number;
  onFailureArn?: string;
}

/** No batching window is longer here: tests and people at a screen wait for it in real time. */
const longestWindowMilliseconds = 50;

// Strict: a property that nobody here reads would be a behaviour of AWS that silently is missing.
const mappingProperties = z.strictObject({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  Enabled: z._default(z.boolean(), true),
  BatchSize: z.optional(z.number().check(z.minimum(1), z.maximum(10_000))),
  MaximumBatchingWindowInSeconds: z._default(z.number().check(z.minimum(0), z.maximum(300)), 0),
  FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
  ScalingConfig: z.optional(z.object({ MaximumConcurrency: z.optional(z.number().check(z.minimum(2), z.maximum(1000))) })),
  FilterCriteria: z.optional(z.object({ Filters: z.optional(z.array(z.object({ Pattern: z.string() }))) })),
  StartingPosition: z._default(z.enum(['TRIM_HORIZON', 'LATEST']), 'LATEST'),
  MaximumRetryAttempts: z._default(z.number().check(z.minimum(-1), z.maximum(10_000)), -1),
  MaximumRecordAgeInSeconds: z._default(z.number().check(z.minimum(-1), z.maximum(604_800)), -1),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  ParallelizationFactor: z._default(z.number().check(z.minimum(1), z.maximum(10)), 1),
  DestinationConfig: z.optional(z.object({ OnFailure: z.optional(z.object({ Destination: z.string() })) })),
  Tags: z.optional(z.unknown()),
});

function kindOf(arn: string): 'queue' | 'stream' | undefined {
  if (/^arn:[^:]+:sqs:/.test(arn)) return 'queue';
  return /^arn:[^:]+:dynamodb:.*\/stream\//.test(arn) ? 'stream' : undefined;
}

function read(resource: Resource): EventSourceMapping | undefined {
  const refuse = (why: string) => new Error(`${resource.stack}/${resource.logicalId}: ${why}`);
  const parsed = z.safeParse(mappingProperties, resource.properties, { error: z.locales.en().localeError });
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
  const properties = parsed.data;
  if (!properties.Enabled) return undefined;
  const kind = kindOf(properties.EventSourceArn);
  if (!kind) throw refuse(`the event source ${properties.EventSourceArn} is not supported here`);
  const batchSize = properties.BatchSize ?? (kind === 'queue' ? 10 : 100);
  if (kind === 'queue' && batchSize > 10 && properties.MaximumBatchingWindowInSeconds < 1) {
    throw refuse('a BatchSize above 10 needs MaximumBatchingWindowInSeconds of at least 1');
  }
  const onFailureArn = properties.DestinationConfig?.OnFailure?.Destination;
  const maximumConcurrency = properties.ScalingConfig?.MaximumConcurrency;
  return {
    id: resource.logicalId,
    functionNameOrArn: properties.FunctionName,
    sourceArn: properties.EventSourceArn,
    kind,
    batchSize,
    batchingWindow: Math.min(properties.MaximumBatchingWindowInSeconds * 1000, longestWindowMilliseconds),
    reportsItemFailures: properties.FunctionResponseTypes.length > 0,
    filters: (properties.FilterCriteria?.Filters ?? []).map((filter) => filter.Pattern),
    startingPosition: properties.StartingPosition,
    maximumRetryAttempts: properties.MaximumRetryAttempts,
    maximumRecordAgeSeconds: properties.MaximumRecordAgeInSeconds,
    bisects: properties.BisectBatchOnFunctionError,
    parallelizationFactor: properties.ParallelizationFactor,
    ...(maximumConcurrency ? { maximumConcurrency } : {}),
    ...(onFailureArn ? { onFailureArn } : {}),
  };
}

/** The template's enabled mappings. Throws, naming the resource, for one that the local cloud cannot play or AWS would refuse. */
export function eventSourceMappings(app: App): EventSourceMapping[] {
  return app.byType('AWS::Lambda::EventSourceMapping').flatMap((resource) => read(resource) ?? []);
}

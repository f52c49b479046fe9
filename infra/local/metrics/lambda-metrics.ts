import * as z from 'zod/mini';
import type { Measurement } from './series.ts';

/** An invocation of a function that has ended, whoever asked for it. */
export interface EndedInvocation {
  functionName: string;
  event: unknown;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Until its end, the wait for a free sandbox and a cold start included. */
  milliseconds: number;
  ok: boolean;
}

const streamRecord = z.object({
  eventSource: z.literal('aws:dynamodb'),
  /** Epoch seconds. */
  dynamodb: z.object({ ApproximateCreationDateTime: z.number() }),
});
const batch = z.object({ Records: z.array(z.unknown()) });

/**
 * What Lambda measures of an invocation, dated at its start ("Using CloudWatch metrics with Lambda"). Nothing is ever throttled here:
 * what exceeds a function's concurrency waits.
 */
export function lambdaMeasurements({ functionName, event, startedAt, milliseconds, ok }: EndedInvocation): Measurement[] {
  const measurement = (name: string, unit: string, value: number): Measurement => ({
    namespace: 'AWS/Lambda',
    name,
    dimensions: { FunctionName: functionName },
    unit,
    at: startedAt,
    values: [value],
  });
  const age = iteratorAge(event, startedAt);
  return [
    measurement('Invocations', 'Count', 1),
    measurement('Errors', 'Count', ok ? 0 : 1),
    measurement('Throttles', 'Count', 0),
    measurement('Duration', 'Milliseconds', milliseconds),
    ...(age === undefined ? [] : [measurement('IteratorAge', 'Milliseconds', age)]),
  ];
}

/** For a batch of a stream: how long ago its last record was written. Streams date records to the second. */
function iteratorAge(event: unknown, now: number): number | undefined {
  const last = streamRecord.safeParse(batch.safeParse(event).data?.Records.at(-1)).data;
  return last && Math.max(0, now - last.dynamodb.ApproximateCreationDateTime * 1000);
}

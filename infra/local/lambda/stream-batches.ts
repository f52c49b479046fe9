import { setTimeout as sleep } from 'node:timers/promises';
import { failedItems } from './batch-response.ts';
import type { DiscardCondition } from './discarded-records.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { LambdaFunction } from './functions.ts';
import { eventTooLarge } from './invocation.ts';
import type { StreamRecord } from './stream-source.ts';

/** Some records on their way to the function, with what happened to them so far. */
export interface Batch {
  records: StreamRecord[];
  /** Failures that count against the retries. */
  failures: number;
  invokeCount: number;
  requestId: string;
  functionError?: 'Unhandled' | undefined;
}

export interface BatchDeliveryOptions {
  mapping: EventSourceMapping;
  fn: LambdaFunction;
  now: () => number;
  newId: () => string;
  signal: AbortSignal;
  discard: (batch: Batch, condition: DiscardCondition) => void;
}

const firstBackOff = 20;
const longestBackOff = 1000;

type Answer = { handled: number } | 'error' | 'too large';

/**
 * Delivers one batch of a stream to the end: handed over or discarded. Rules of Lambda (developer guide, "DynamoDB: error handling" and
 * "batch item failures"): the lowest reported record is the checkpoint and all from it on is tried again; a failed batch is cut in two if
 * the mapping bisects, which does not count as a retry; after the last retry, or when a record is too old, what remains is discarded.
 */
export function createBatchDelivery({ mapping, fn, now, newId, signal, discard }: BatchDeliveryOptions) {
  const hand = async (batch: Batch): Promise<Answer> => {
    batch.requestId = newId();
    const result = await fn.invoke({ Records: batch.records }, batch.requestId);
    if (!result.ok && result.error.errorType === eventTooLarge && batch.records.length > 1) return 'too large';
    batch.invokeCount++;
    batch.functionError = result.ok ? undefined : 'Unhandled';
    if (!result.ok) return 'error';
    if (!mapping.reportsItemFailures) return { handled: batch.records.length };
    const sequenceNumbers = batch.records.map((record) => record.dynamodb.SequenceNumber);
    const failed = failedItems(result.payload, new Set(sequenceNumbers));
    if (failed === 'all') return 'error';
    const checkpoint = sequenceNumbers.findIndex((number) => failed.has(number));
    return { handled: checkpoint === -1 ? batch.records.length : checkpoint };
  };

  const withoutExpired = (batch: Batch): Batch => {
    if (mapping.maximumRecordAgeSeconds < 0) return batch;
    const oldest = now() / 1000 - mapping.maximumRecordAgeSeconds;
    const expired = batch.records.filter((record) => record.dynamodb.ApproximateCreationDateTime < oldest);
    if (expired.length === 0) return batch;
    discard({ ...batch, records: expired }, 'RecordAgeExceeded');
    return { ...batch, records: batch.records.filter((record) => !expired.includes(record)) };
  };

  const halves = (batch: Batch): Batch[] => {
    const middle = Math.ceil(batch.records.length / 2);
    return [batch.records.slice(0, middle), batch.records.slice(middle)].map((records) => ({ ...batch, records }));
  };

  /** What is left to do after an answer, in order. */
  const remainder = (batch: Batch, answer: Answer): Batch[] => {
    if (answer === 'too large') return halves(batch);
    if (answer === 'error') {
      if (mapping.bisects && batch.records.length > 1) return halves(batch);
      return [{ ...batch, failures: batch.failures + 1 }];
    }
    const records = batch.records.slice(answer.handled);
    // Getting further starts the count anew: another record is now the first to fail.
    return records.length === 0 ? [] : [{ ...batch, records, failures: answer.handled > 0 ? 1 : batch.failures + 1 }];
  };

  return async (records: StreamRecord[]): Promise<void> => {
    const work: Batch[] = [{ records, failures: 0, invokeCount: 0, requestId: newId() }];
    let backOff = firstBackOff;
    for (let next = work.shift(); next && !signal.aborted; next = work.shift()) {
      const batch = withoutExpired(next);
      if (batch.records.length === 0) continue;
      const { maximumRetryAttempts: retries } = mapping;
      if (retries >= 0 && batch.failures > retries) {
        discard(batch, 'RetryAttemptsExhausted');
        backOff = firstBackOff;
        continue;
      }
      const answer = await hand(batch);
      const rest = remainder(batch, answer);
      work.unshift(...rest);
      if (rest.length === 0) {
        backOff = firstBackOff;
      } else if (answer !== 'too large' && (retries < 0 || (rest[0]?.failures ?? 0) <= retries)) {
        await sleep(backOff, undefined, { signal }).catch(() => undefined); // Rejects only for the signal, which the loop looks at.
        backOff = Math.min(backOff * 2, longestBackOff);
      }
    }
  };
}

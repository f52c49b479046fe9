import type { Item } from './attribute-value.ts';
import { type StreamRecord, streamRecord } from './stream-record.ts';
import { type StreamViewType, streamArn, type TableDefinition } from './table-definition.ts';

/** A table's change log, to be read from any point of the last 24 hours. */
export interface TableStream {
  arn: string;
  /** Records after the one with this sequence number, oldest first; from the oldest that is kept when it is undefined. */
  read(afterSequenceNumber: string | undefined, limit: number): StreamRecord[];
  /** Calls back after each request that left records here, at once and synchronously: a listener must not throw. Ends by the answer. */
  onRecord(listener: () => void): () => void;
}

/** The table's own side of its stream. */
export interface RecordedStream extends TableStream {
  /** Builds the record of one change without publishing it: whatever can fail, fails before anything is written. */
  prepare(
    change: { keys: Item; before: Item | undefined; after: Item | undefined },
    now: number,
    byTimeToLive: boolean,
  ): StreamRecord;
  /** Adds records in the order in which they were prepared and wakes the listeners once. */
  publish(records: StreamRecord[], now: number): void;
  /** Drops what is older than 24 hours. */
  trim(now: number): void;
}

/** How long DynamoDB Streams keeps a record. */
export const streamRetentionSeconds = 24 * 3600;

export function createTableStream(definition: TableDefinition, viewType: StreamViewType, region: string): RecordedStream {
  const arn = streamArn(definition.arn);
  const source = { arn, region, viewType };
  const listeners = new Set<() => void>();
  let records: StreamRecord[] = [];
  let prepared = 0;

  const trim = (now: number) => {
    const oldest = Math.floor(now / 1000) - streamRetentionSeconds;
    let expired = 0;
    while (expired < records.length && (records[expired]?.dynamodb.ApproximateCreationDateTime ?? 0) < oldest) expired++;
    if (expired > 0) records = records.slice(expired);
  };

  return {
    arn,
    read: (after, limit) => {
      const from = after === undefined ? 0 : firstAfter(records, after);
      return records.slice(from, from + limit);
    },
    onRecord: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prepare: (change, now, byTimeToLive) =>
      streamRecord(source, change, { sequenceNumber: `1${String(++prepared).padStart(20, '0')}`, now, byTimeToLive }),
    publish: (added, now) => {
      trim(now);
      records.push(...added);
      for (const listener of [...listeners]) listener();
    },
    trim,
  };
}

/** Sequence numbers all have 21 digits, so they sort as text. */
function firstAfter(records: StreamRecord[], sequenceNumber: string): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.dynamodb.SequenceNumber ?? '') <= sequenceNumber) low = middle + 1;
    else high = middle;
  }
  return low;
}

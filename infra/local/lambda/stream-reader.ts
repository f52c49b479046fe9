import * as z from 'zod/mini';
import type { Activity } from '../activity.ts';
import type { App } from '../template/app.ts';
import { eventFilter } from './event-filter.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import type { StreamRecord, TableStream } from './stream-source.ts';

export interface StreamReaderOptions {
  app: App;
  mapping: EventSourceMapping;
  stream: TableStream;
  activity: Activity;
  /** Never called twice at once for the same lane. */
  deliver: (records: StreamRecord[]) => Promise<void>;
}

interface Lane {
  waiting: StreamRecord[];
  busy: boolean;
}

const recordsPerRead = 1000;

const keySchema = z.object({ KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })) });

function partitionKeyName(app: App, streamArn: string): string {
  const tableArn = streamArn.replace(/\/stream\/.*$/, '');
  const table = app.byArn(tableArn);
  const key = table && keySchema.parse(table.properties).KeySchema.find(({ KeyType }) => KeyType === 'HASH');
  if (!key) throw new Error(`the table ${tableArn} of an event source mapping is not in the template`);
  return key.AttributeName;
}

/** FNV-1a: another hash would do, as long as an item always gets the same lane. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}

/**
 * Reads a stream and hands its records on in as many lanes as the parallelization factor says. Records of one partition key keep to one
 * lane and their order; a lane delivers one batch at a time. Answers how to stop.
 */
export function readStream({ app, mapping, stream, activity, deliver }: StreamReaderOptions): () => void {
  const keyName = partitionKeyName(app, stream.arn);
  const passes = eventFilter(mapping.filters);
  const lanes = Array.from({ length: mapping.parallelizationFactor }, (): Lane => ({ waiting: [], busy: false }));
  let position: string | undefined;
  let stopped = false;

  const work = async (lane: Lane) => {
    // One turn of the event loop (or the batching window): what is written together arrives together.
    await new Promise((resolve) => {
      if (mapping.batchingWindow > 0) setTimeout(resolve, mapping.batchingWindow);
      else setImmediate(resolve);
    });
    while (lane.waiting.length > 0 && !stopped) await deliver(lane.waiting.splice(0, mapping.batchSize));
    lane.busy = false;
  };

  const assign = (record: StreamRecord) => {
    const lane = lanes[hash(JSON.stringify(record.dynamodb.Keys[keyName])) % lanes.length];
    if (!lane) return;
    lane.waiting.push(record);
    if (lane.busy) return;
    lane.busy = true;
    void activity.track(`stream records for ${mapping.functionNameOrArn}`, () => work(lane));
  };

  const read = (take: (record: StreamRecord) => void) => {
    for (
      let records = stream.read(position, recordsPerRead);
      records.length > 0;
      records = stream.read(position, recordsPerRead)
    ) {
      position = records.at(-1)?.dynamodb.SequenceNumber;
      for (const record of records) if (passes(record)) take(record);
    }
  };

  const stopListening = stream.onRecord(() => read(assign));
  read(mapping.startingPosition === 'LATEST' ? () => undefined : assign);
  return () => {
    stopped = true;
    stopListening();
  };
}

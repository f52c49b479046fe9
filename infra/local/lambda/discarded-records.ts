import type { EventSourceMapping } from './event-source-mapping.ts';
import type { LambdaFunction } from './functions.ts';
import type { StreamRecord } from './stream-source.ts';

export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records that a mapping gave up. */
export interface Discard {
  condition: DiscardCondition;
  records: StreamRecord[];
  functionName: string;
  functionArn: string;
  streamArn: string;
  onFailureArn?: string;
  /** Of the last invocation, or a new one if there was none. */
  requestId: string;
  invokeCount: number;
  /** undefined: the function was never called. */
  functionError?: 'Unhandled' | undefined;
}

/** The local stream is one shard. */
export const shardId = 'shardId-00000000000000000000-00000001';

const instant = (record: StreamRecord | undefined) => new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000);
const withoutFraction = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * The JSON that Lambda sends to an on-failure destination (developer guide, "Retain discarded records of DynamoDB stream event sources"):
 * where the records are, not the records themselves.
 */
export function discardMetadata(discard: Discard, now: number) {
  const { records, condition, requestId, functionArn, invokeCount, functionError, streamArn } = discard;
  return {
    requestContext: { requestId, functionArn, condition, approximateInvokeCount: invokeCount },
    ...(invokeCount > 0
      ? { responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(functionError ? { functionError } : {}) } }
      : {}),
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records.at(0)?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: withoutFraction(instant(records.at(0))),
      approximateArrivalOfLastRecord: withoutFraction(instant(records.at(-1))),
      batchSize: records.length,
      streamArn,
    },
  };
}

/** Where an S3 destination gets the metadata, with the records as `payload`: `aws/lambda/<mapping>/<shard>/<date>/<time>-<id>`. */
export function discardObjectKey(mapping: EventSourceMapping, now: number, id: string): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  return `aws/lambda/${mapping.id}/${shardId}/${date.replaceAll('-', '/')}/${date}T${time.slice(0, 8).replaceAll(':', '.')}-${id}`;
}

export function aDiscard(
  mapping: EventSourceMapping,
  fn: LambdaFunction,
  rest: Omit<Discard, 'functionName' | 'functionArn' | 'streamArn'>,
): Discard {
  const destination = mapping.onFailureArn ? { onFailureArn: mapping.onFailureArn } : {};
  return { ...rest, functionName: fn.name, functionArn: fn.arn, streamArn: mapping.sourceArn, ...destination };
}

import { randomUUID } from 'node:crypto';
import type { Item } from './attribute-value.ts';
import { itemSize } from './item-size.ts';
import type { StreamViewType } from './table-definition.ts';

/** One record of a DynamoDB event as Lambda hands it to a function. */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: '1.1';
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  dynamodb: {
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: StreamViewType;
  };
  eventSourceARN: string;
  /** Only on what the time to live deleted. */
  userIdentity?: { type: 'Service'; principalId: 'dynamodb.amazonaws.com' };
}

export interface StreamSource {
  arn: string;
  region: string;
  viewType: StreamViewType;
}

/** SizeBytes counts the keys and both images that the record carries, as in the samples of the Lambda Developer Guide. */
export function streamRecord(
  source: StreamSource,
  change: { keys: Item; before: Item | undefined; after: Item | undefined },
  at: { sequenceNumber: string; now: number; byTimeToLive: boolean },
): StreamRecord {
  const { keys, before, after } = change;
  const view = source.viewType;
  const newImage = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES' ? after : undefined;
  const oldImage = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES' ? before : undefined;
  return {
    eventID: randomUUID().replaceAll('-', ''),
    eventName: !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: source.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at.now / 1000),
      Keys: keys,
      ...(newImage && { NewImage: newImage }),
      ...(oldImage && { OldImage: oldImage }),
      SequenceNumber: at.sequenceNumber,
      SizeBytes: itemSize(keys) + (newImage ? itemSize(newImage) : 0) + (oldImage ? itemSize(oldImage) : 0),
      StreamViewType: view,
    },
    eventSourceARN: source.arn,
    ...(at.byTimeToLive && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
  };
}

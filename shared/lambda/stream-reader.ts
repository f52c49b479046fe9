import type { AttributeValue, DynamoDBBatchItemFailure, DynamoDBRecord } from 'aws-lambda';
import { type Work, workFailed } from './work.ts';

/** One change of one item of the table; `before` is undefined for a new item, `after` for a removed one. */
export interface Change {
  before: Record<string, unknown> | undefined;
  after: Record<string, unknown> | undefined;
}

/**
 * Handles the records of a stream batch: those of one partition key one after the other, different keys side by side. Answers the
 * earliest failure, from which Lambda reads on again (the lowest sequence number is the checkpoint); what is handled twice must do no harm.
 */
export async function readStream(
  records: readonly DynamoDBRecord[],
  handle: (change: Change) => Promise<void>,
  work: Work,
): Promise<DynamoDBBatchItemFailure[]> {
  const byKey = Map.groupBy(records, (record) => record.dynamodb?.Keys?.pk?.S ?? '');
  const failed = await Promise.all(
    [...byKey.values()].map(async (sameKey) => {
      for (const record of sameKey) {
        try {
          await handle(changeOf(record));
        } catch (error) {
          workFailed(work, 'change will be tried again', error, { eventId: record.eventID });
          return [record.dynamodb?.SequenceNumber ?? ''];
        }
      }
      return [];
    }),
  );
  const first = failed.flat().sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))[0];
  return first === undefined ? [] : [{ itemIdentifier: first }];
}

const changeOf = ({ dynamodb }: DynamoDBRecord): Change => ({
  before: plainItem(dynamodb?.OldImage),
  after: plainItem(dynamodb?.NewImage),
});

function plainItem(image: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined {
  return image && Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plain(value)]));
}

/** This table holds no binary values and no sets. */
function plain(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.L !== undefined) return value.L.map(plain);
  if (value.M !== undefined) return plainItem(value.M);
  throw new TypeError(`an attribute value of a kind that this table does not hold: ${Object.keys(value).join()}`);
}

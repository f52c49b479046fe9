import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import { failuresOf } from '../../shared/lambda/queue-consumer.ts';
import { readStream } from '../../shared/lambda/stream-reader.ts';
import { type Work, workFailed } from '../../shared/lambda/work.ts';
import { type LateNotices, lateNotice } from '../../shared/notices/late-notices.ts';
import { type RecordedEvent, recordedEvent } from '../../shared/tickets/ticket-events.ts';

export interface Dependencies {
  work: Work;
  /** Throws when a notice of this event has to be tried again. */
  send: (recorded: RecordedEvent) => Promise<void>;
  late: LateNotices;
  /** Has the event sent to those who subscribe to it. Throws when they have to be told again. */
  wakeSubscribers: (recorded: RecordedEvent) => Promise<void>;
}

/**
 * Two entries: new events from the stream, and those whose notices could not be sent, or whose subscribers could not be told, at once. What
 * fails on the stream moves to the queue, so that neither one mail that SES refuses nor a webhook ever holds up the mails of others.
 */
export function createHandler({ work, send, late, wakeSubscribers }: Dependencies) {
  /** Both are tried, whatever becomes of the other; done twice, they do nothing twice. */
  const carriedOut = (recorded: RecordedEvent) => Promise.allSettled([send(recorded), wakeSubscribers(recorded)]);

  const fromStream = (event: DynamoDBStreamEvent) =>
    readStream(
      event.Records,
      async ({ after }) => {
        if (!after) return;
        const recorded = recordedEvent(after);
        const { ticketId, sequence } = recorded;
        const [mailed, told] = await carriedOut(recorded);
        if (mailed.status === 'rejected') work.log.error('notice deferred', mailed.reason, { ticketId, sequence });
        if (told.status === 'rejected') workFailed(work, 'subscribers will be told later', told.reason, { ticketId, sequence });
        if (mailed.status === 'fulfilled' && told.status === 'fulfilled') return;
        await late.defer(recorded);
        if (mailed.status === 'rejected') work.meter('NoticesDeferred', 1, {}, { ticketId });
      },
      work,
    );

  const fromQueue = (event: SQSEvent) =>
    failuresOf(
      event.Records,
      async ({ body }) => {
        const recorded = await late.find(lateNotice.parse(JSON.parse(body)));
        const failed = (await carriedOut(recorded)).flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
        if (failed.length > 0) throw failed.length > 1 ? new AggregateError(failed, 'neither mailed nor told') : failed[0];
      },
      work,
    );

  return middy<DynamoDBStreamEvent | SQSEvent, DynamoDBBatchResponse | SQSBatchResponse>()
    .use(invocationLog(work.log))
    .handler(async (event) => ({ batchItemFailures: await (isFromStream(event) ? fromStream(event) : fromQueue(event)) }));
}

const isFromStream = (event: DynamoDBStreamEvent | SQSEvent): event is DynamoDBStreamEvent =>
  event.Records.some((record) => 'dynamodb' in record);

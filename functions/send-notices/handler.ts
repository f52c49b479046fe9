import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import { failuresOf } from '../../shared/lambda/queue-consumer.ts';
import { readStream } from '../../shared/lambda/stream-reader.ts';
import type { Work } from '../../shared/lambda/work.ts';
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
 * Two entries: new events from the stream, and those whose notices could not be sent at once. What fails on the stream moves to the
 * queue, so that one mail that SES refuses never holds up the mails of others.
 */
export function createHandler({ work, send, late, wakeSubscribers }: Dependencies) {
  const fromStream = (event: DynamoDBStreamEvent) =>
    readStream(
      event.Records,
      async ({ after }) => {
        if (!after) return;
        const recorded = recordedEvent(after);
        try {
          await send(recorded);
        } catch (error) {
          work.log.error('notice deferred', error, { ticketId: recorded.ticketId, sequence: recorded.sequence });
          await late.defer(recorded);
          work.meter('NoticesDeferred', 1, {}, { ticketId: recorded.ticketId });
        }
        await wakeSubscribers(recorded);
      },
      work,
    );

  const fromQueue = (event: SQSEvent) =>
    failuresOf(
      event.Records,
      async ({ body }) => {
        const recorded = await late.find(lateNotice.parse(JSON.parse(body)));
        await send(recorded);
      },
      work,
    );

  return middy<DynamoDBStreamEvent | SQSEvent, DynamoDBBatchResponse | SQSBatchResponse>()
    .use(invocationLog(work.log))
    .handler(async (event) => ({ batchItemFailures: await (isFromStream(event) ? fromStream(event) : fromQueue(event)) }));
}

const isFromStream = (event: DynamoDBStreamEvent | SQSEvent): event is DynamoDBStreamEvent =>
  event.Records.some((record) => 'dynamodb' in record);

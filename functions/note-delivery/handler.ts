import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { keys } from '../../shared/dynamo/table.ts';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import { failuresOf } from '../../shared/lambda/queue-consumer.ts';
import type { Work } from '../../shared/lambda/work.ts';
import { type DeliveryEvent, readDeliveryEvent } from '../../shared/notices/delivery-event.ts';
import type { Outbox } from '../../shared/notices/outbox.ts';
import { noteUndelivered } from '../../shared/notices/undelivered.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';

export interface Dependencies {
  work: Work;
  outbox: Outbox;
  tickets: Tickets;
  contracts: Contracts;
  now: Now;
}

type Failure = NonNullable<DeliveryEvent['failure']>;

export function createHandler({ work, outbox, tickets, contracts, now }: Dependencies) {
  const noteFailure = ({ notice, at }: DeliveryEvent, { id, ...what }: Failure) => {
    const item = { ...keys.request('ses-feedback', id), kind: 'request', ...notice };
    return noteUndelivered(
      { notice, at, ...what, claim: { name: 'feedback', item } },
      { tickets, contracts, now, meter: work.meter },
    );
  };

  const consume = async ({ body }: SQSRecord, superseded: ReadonlySet<string>) => {
    const event = readDeliveryEvent(body);
    if ('ignored' in event) {
      work.log.info('not about a notice', { reason: event.ignored });
      return;
    }
    if (event.state === undefined && superseded.has(event.sesMessageId)) return;
    await outbox.noteEvent(event.notice, event);
    if (event.failure) await noteFailure(event, event.failure);
  };

  return middy<SQSEvent, SQSBatchResponse>()
    .use(invocationLog(work.log))
    .handler(async ({ Records }) => {
      const superseded = toldMoreOf(Records);
      return { batchItemFailures: await failuresOf(Records, (record) => consume(record, superseded), work) };
    });
}

/** Mails of this batch of which SES says more than that it took them; that alone then needs no note. What cannot be read says nothing. */
function toldMoreOf(records: readonly SQSRecord[]): Set<string> {
  const ids = records.flatMap(({ body }) => {
    try {
      const event = readDeliveryEvent(body);
      return 'state' in event && event.state !== undefined ? [event.sesMessageId] : [];
    } catch {
      return [];
    }
  });
  return new Set(ids);
}

import type { Now } from '../../shared/clock.ts';
import { keys } from '../../shared/dynamo/table.ts';
import type { Log } from '../../shared/lambda/log.ts';
import { queueConsumer } from '../../shared/lambda/queue-consumer.ts';
import { type DeliveryEvent, readDeliveryEvent } from '../../shared/notices/delivery-event.ts';
import type { Outbox } from '../../shared/notices/outbox.ts';
import { ClaimTaken, type Tickets, untilNotOvertaken } from '../../shared/tickets/tickets.ts';

export interface Dependencies {
  log: Log;
  outbox: Outbox;
  tickets: Tickets;
  now: Now;
}

export function createHandler({ log, outbox, tickets, now }: Dependencies) {
  const noteFailure = ({ notice: { ticketId, noticeId }, at, failure }: DeliveryEvent) =>
    untilNotOvertaken(async () => {
      const ticket = await tickets.find(ticketId);
      if (!ticket || !failure) return;
      const { id, ...what } = failure;
      const claim = { name: 'feedback', item: { ...keys.request('ses-feedback', id), kind: 'request', ticketId, noticeId } };
      const event = {
        type: 'DeliveryFailed' as const,
        at,
        recordedAt: now().toISOString(),
        by: { kind: 'system' as const },
        ...what,
      };
      try {
        await tickets.append(ticket, [event], [claim]);
      } catch (error) {
        // The same feedback came before.
        if (!(error instanceof ClaimTaken)) throw error;
      }
    });

  return queueConsumer(log, async ({ body }) => {
    const event = readDeliveryEvent(body);
    if ('ignored' in event) {
      log.info('not about a notice', { reason: event.ignored });
      return;
    }
    if (event.state === undefined) await outbox.markSent(event.notice, event.sesMessageId);
    else await outbox.markDelivery(event.notice, event.state, event.at);
    await noteFailure(event);
  });
}

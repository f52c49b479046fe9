import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/deliver-webhook/handler.ts';
import { aDelivery, aTicketWith, type Delivery } from '../../shared/webhooks/a-delivery.ts';
import { monday } from '../../support/builders.ts';
import { aQueueEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';

let delivery: Delivery;
beforeEach(async () => {
  delivery = await aDelivery();
});
afterEach(() => delivery.table.stop());

const told = async (body: unknown, more: Partial<Delivery['delivering']> = {}) => {
  const { work, lines } = aWork();
  const handler = createHandler({ work, delivering: { ...delivery.delivering, ...more } });
  return { failed: failedIds(await handler(aQueueEvent(body), context)), lines };
};

describe('a message of the deliveries queue', () => {
  it('about a lane has sent what there is to send', async () => {
    const ticketId = await aTicketWith(delivery, 1);
    expect((await told({ subscriptionId: 'sub_1', ticketId })).failed).toEqual([]);
    expect(delivery.sequences()).toEqual([1, 2]);
  });

  it('about all lanes wakes those that are behind', async () => {
    const ticketId = await aTicketWith(delivery, 0);
    await delivery.subscriptions.disable('sub_1', 'asked', monday);
    await delivery.wake(ticketId);
    expect((await told({ subscriptionId: 'sub_1', everyLane: {} })).failed).toEqual([]);
    expect(delivery.waiting.map(({ wakeUp }) => wakeUp)).toEqual([{ subscriptionId: 'sub_1', ticketId, now: true }]);
  });

  it('that cannot be dealt with comes again, and the log says why without what was to be sent', async () => {
    const ticketId = await aTicketWith(delivery, 0);
    const secretsOf = () => Promise.reject(new Error('ResourceNotFoundException'));
    const { failed, lines } = await told({ subscriptionId: 'sub_1', ticketId }, { secretsOf });
    expect(failed).toEqual(['m1']);
    expect(JSON.stringify(lines)).toContain('ResourceNotFoundException');
    expect(JSON.stringify(lines)).not.toContain('Please help');
  });

  it.each([{}, { subscriptionId: 'sub_1' }, 'wake up'])('that is none is reported: %j', async (body) => {
    expect((await told(body)).failed).toEqual(['m1']);
  });
});

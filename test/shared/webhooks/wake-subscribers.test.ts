import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { note } from '../../../shared/tickets/decide.ts';
import { keptWhileDisabledDays } from '../../../shared/webhooks/subscription.ts';
import { wakeLanes } from '../../../shared/webhooks/wake-lanes.ts';
import { wakeSubscribers } from '../../../shared/webhooks/wake-subscribers.ts';
import { byAgent, minutesLater, monday } from '../../support/builders.ts';
import { aDelivery, aSubscription, aTicketWith, type Delivery } from './a-delivery.ts';

let delivery: Delivery;
beforeEach(async () => {
  delivery = await aDelivery();
});
afterEach(() => delivery.table.stop());

const told = async (ticketId: string, sequence: number) => {
  const recorded = (await delivery.table.tickets.event(ticketId, sequence))!;
  await wakeSubscribers(recorded, { ...delivery, tickets: delivery.table.tickets });
  return delivery.waiting.splice(0).map(({ wakeUp }) => wakeUp.subscriptionId);
};

describe('an event', () => {
  it('is told to those whose types and filter let it through', async () => {
    const { subscriptions } = delivery;
    await subscriptions.create(aSubscription({ id: 'sub_2', events: ['ticket.agent_replied'] }));
    await subscriptions.create(aSubscription({ id: 'sub_3', filter: { contracts: ['ctr_test'] } }));
    await subscriptions.create(aSubscription({ id: 'sub_4', filter: { contracts: ['ctr_other'] } }));
    await subscriptions.create(aSubscription({ id: 'sub_5', filter: { accounts: ['acme'] } }));
    await subscriptions.create(aSubscription({ id: 'sub_6', filter: { partners: ['prt_1'] } }));
    const id = await aTicketWith(delivery, 2);
    expect(await told(id, 1)).toEqual(['sub_1', 'sub_3']);
    expect(await told(id, 2)).toEqual(['sub_1', 'sub_2', 'sub_3']);
  });

  it('is told to one that is disabled as well, for as long as events are kept for it', async () => {
    await delivery.subscriptions.disable('sub_1', 'gone', monday);
    const id = await aTicketWith(delivery, 0);
    delivery.table.at.time = new Date(monday.getTime() + keptWhileDisabledDays * 24 * 3600_000 - 1);
    expect(await told(id, 1)).toEqual(['sub_1']);
    delivery.table.at.time = new Date(monday.getTime() + keptWhileDisabledDays * 24 * 3600_000);
    expect(await told(id, 1)).toEqual([]);
  });

  it('that is internal costs not even a look at who subscribes', async () => {
    const [event] = note({ messageId: 'msg_1', text: 'n' }, byAgent(minutesLater(1)));
    const list = () => Promise.reject(new Error('looked'));
    await wakeSubscribers({ ticketId: 't', sequence: 2, event: event! }, { ...delivery, subscriptions: { list } });
  });
});

describe('lanes that are behind', () => {
  it('are all woken, page by page, each page by a message of its own', async () => {
    await delivery.subscriptions.disable('sub_1', 'asked', monday);
    const ids = [];
    for (let n = 1; n <= 3; n++) {
      ids.push(await aTicketWith(delivery, 0, n));
      await delivery.wake(ids.at(-1)!);
    }
    await wakeLanes('sub_1', undefined, delivery, 2);
    const [first, second, next] = delivery.waiting.splice(0).map(({ wakeUp }) => wakeUp);
    expect([first, second]).toMatchObject([
      { ticketId: ids[0], now: true },
      { ticketId: ids[1], now: true },
    ]);
    expect(next).toEqual({ subscriptionId: 'sub_1', everyLane: { after: ids[1] } });
    await wakeLanes('sub_1', ids[1], delivery, 2);
    expect(delivery.waiting.map(({ wakeUp }) => wakeUp)).toEqual([{ subscriptionId: 'sub_1', ticketId: ids[2], now: true }]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseSeconds } from '../../../shared/webhooks/lane.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { aDelivery, anAnswer, aTicketWith, type Delivery } from './a-delivery.ts';

let delivery: Delivery;
beforeEach(async () => {
  delivery = await aDelivery();
});
afterEach(() => delivery.table.stop());

const refused = { taken: false, failure: '500' } as const;
const hours = (n: number) => new Date(monday.getTime() + n * 3600_000);

describe('a lane', () => {
  it('sends what is there, in order, and nothing of it twice however often it is woken', async () => {
    const id = await aTicketWith(delivery, 3);
    await delivery.wake(id);
    await delivery.wake(id);
    expect(delivery.sequences()).toEqual([1, 2, 3, 4]);
    await anAnswer(delivery, id, 4);
    await delivery.wake(id);
    expect(delivery.sequences()).toEqual([1, 2, 3, 4, 5]);
  });

  it('woken by many at once is worked on by one at a time, and nothing is left', async () => {
    const id = await aTicketWith(delivery, 5);
    const running: number[] = [];
    let atWork = 0;
    delivery.answers(async () => {
      running.push(++atWork);
      await new Promise((resolve) => setImmediate(resolve));
      atWork--;
      return { taken: true };
    });
    await Promise.all([...Array(6).keys()].map(() => delivery.wake(id)));
    expect(delivery.sequences()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(running)).toEqual(new Set([1]));
    expect((await delivery.lane(id)).holder).toBeUndefined();
  });

  it('that is held looks again for whoever came meanwhile', async () => {
    const id = await aTicketWith(delivery, 0);
    delivery.answers(async (attempt) => {
      if (attempt === 1) {
        await anAnswer(delivery, id, 1);
        await delivery.wake(id);
      }
      return { taken: true };
    });
    await delivery.wake(id);
    expect(delivery.sequences()).toEqual([1, 2]);
  });

  it('whose holder died is taken by the next when the lease is over, and no sooner', async () => {
    const id = await aTicketWith(delivery, 0);
    const key = { subscriptionId: 'sub_1', ticketId: id };
    await delivery.lanes.take(key, 'the dead', monday, async () => 0);
    delivery.table.at.time = new Date(monday.getTime() + leaseSeconds * 1000);
    await delivery.wake(id);
    expect(delivery.posted).toEqual([]);
    delivery.table.at.time = new Date(monday.getTime() + leaseSeconds * 1000 + 1);
    await delivery.wake(id);
    expect(delivery.sequences()).toEqual([1]);
  });

  it('taken from somebody who was only slow is not touched by them any more', async () => {
    const id = await aTicketWith(delivery, 1);
    delivery.answers(async (attempt) => {
      if (attempt === 1) {
        delivery.table.at.time = minutesLater(5);
        await delivery.wake(id);
      }
      return { taken: true };
    });
    await delivery.wake(id);
    expect(delivery.sequences()).toEqual([1, 1, 2]);
    expect(await delivery.lane(id)).toMatchObject({ delivered: 2 });
  });

  it('that waits is woken by nobody but the message that ends its wait, of which there is one', async () => {
    const id = await aTicketWith(delivery, 0);
    delivery.answers(() => refused);
    await delivery.wake(id);
    await delivery.wake(id);
    await anAnswer(delivery, id, 1);
    await delivery.wake(id);
    expect(delivery.sequences()).toEqual([1]);
    expect(delivery.waiting).toHaveLength(1);
    delivery.answers(() => ({ taken: true }));
    await delivery.until(minutesLater(1));
    expect(delivery.sequences()).toEqual([1, 1, 2]);
    expect(new Set(delivery.posted.slice(0, 2).map(({ id: webhookId }) => webhookId)).size).toBe(1);
    expect(delivery.waiting).toEqual([]);
  });

  it('waits longer than SQS keeps a message back by several messages, one after the other', async () => {
    const id = await aTicketWith(delivery, 0);
    delivery.answers((attempt) => (attempt === 1 ? { taken: false, failure: '503', retryAfterSeconds: 3600 } : { taken: true }));
    await delivery.wake(id);
    await delivery.until(minutesLater(59));
    expect([delivery.posted.length, delivery.waiting.length]).toEqual([1, 1]);
    await delivery.until(minutesLater(62));
    expect(delivery.posted.length).toBe(2);
  });

  it('whose wait ends while it is held is not forgotten', async () => {
    const id = await aTicketWith(delivery, 0);
    delivery.answers(() => refused);
    await delivery.wake(id);
    const end = delivery.waiting.splice(0)[0]!;
    delivery.table.at.time = minutesLater(1);
    await delivery.lanes.take({ subscriptionId: 'sub_1', ticketId: id }, 'another', minutesLater(1), async () => 0);
    if ('ticketId' in end.wakeUp) await delivery.wake(id, end.wakeUp);
    expect(delivery.waiting).toMatchObject([{ wakeUp: end.wakeUp }]);
    delivery.answers(() => ({ taken: true }));
    await delivery.until(minutesLater(5));
    expect(delivery.sequences()).toEqual([1, 1]);
  });

  it('begins with what came after the subscription, not with the past', async () => {
    const id = await aTicketWith(delivery, 3);
    const known = (await delivery.subscriptions.find('sub_1'))!;
    await delivery.subscriptions.change(known, known, { state: 'active' }, minutesLater(2).toISOString());
    await delivery.wake(id);
    expect(delivery.sequences()).toEqual([3, 4]);
  });

  it('of a subscription that is gone sends nothing and needs nothing', async () => {
    const id = await aTicketWith(delivery, 1);
    await delivery.subscriptions.remove('sub_1');
    await delivery.wake(id);
    expect(delivery.posted).toEqual([]);
  });

  it('that is asked to goes back, and a subscriber that never heard of the ticket can be told it too', async () => {
    const id = await aTicketWith(delivery, 2);
    await delivery.lanes.rewind({ subscriptionId: 'sub_1', ticketId: id }, 1);
    await delivery.wake(id, { now: true });
    expect(delivery.sequences()).toEqual([1, 2, 3]);
    await delivery.lanes.rewind({ subscriptionId: 'sub_1', ticketId: id }, 2);
    await delivery.lanes.rewind({ subscriptionId: 'sub_1', ticketId: id }, 0);
    await delivery.lanes.rewind({ subscriptionId: 'sub_1', ticketId: id }, 1);
    await delivery.wake(id, { now: true });
    expect(delivery.sequences()).toEqual([1, 2, 3, 1, 2, 3]);
  });
});

describe('a subscriber that does not answer', () => {
  it('is left alone after five failures in a row; then one lane tries, and the others wait for it', async () => {
    const ids = [];
    for (let n = 1; n <= 8; n++) ids.push(await aTicketWith(delivery, 0, n));
    delivery.answers(() => refused);
    for (const id of ids) await delivery.wake(id);
    expect(delivery.posted).toHaveLength(5);
    await delivery.until(new Date(monday.getTime() + 59_000));
    expect(delivery.posted).toHaveLength(5);
    await delivery.until(new Date(monday.getTime() + 100_000));
    expect(delivery.posted).toHaveLength(6);
    delivery.answers(() => ({ taken: true }));
    await delivery.until(hours(1));
    expect(new Set(delivery.posted.slice(6).map(({ ticketId }) => ticketId)).size).toBe(8);
    expect(delivery.posted).toHaveLength(14);
    expect((await delivery.lanes.behind('sub_1', undefined, 10)).ticketIds).toEqual([]);
  });

  it('for three days is switched off, with a last attempt at that moment and not before', async () => {
    const id = await aTicketWith(delivery, 0);
    delivery.answers(() => refused);
    await delivery.wake(id);
    await delivery.until(hours(71.9));
    expect((await delivery.subscriptions.find('sub_1'))?.standing).toEqual({ state: 'active' });
    await delivery.until(hours(72.6));
    expect((await delivery.subscriptions.find('sub_1'))?.standing).toMatchObject({ state: 'disabled', because: 'failing' });
    expect(delivery.told).toEqual(['sub_1']);
    expect(delivery.waiting).toEqual([]);
    expect((await delivery.lanes.behind('sub_1', undefined, 10)).ticketIds).toEqual([id]);
  });

  it('is switched off at once by 410, and events are kept for it thirty days', async () => {
    const id = await aTicketWith(delivery, 0);
    const later = await aTicketWith(delivery, 0, 2);
    const latest = await aTicketWith(delivery, 0, 3);
    delivery.answers(() => ({ taken: false, failure: '410' }));
    await delivery.wake(id);
    delivery.table.at.time = hours(30 * 24 - 1);
    await delivery.wake(later);
    delivery.table.at.time = hours(30 * 24);
    await delivery.wake(latest);
    expect(delivery.posted).toHaveLength(1);
    expect((await delivery.lanes.behind('sub_1', undefined, 10)).ticketIds).toEqual([id, later]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { successNotedSeconds } from '../../../shared/webhooks/circuit.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { aDelivery, anAnswer, aTicketWith, type Delivery } from './a-delivery.ts';

let delivery: Delivery;
beforeEach(async () => {
  delivery = await aDelivery();
});
afterEach(() => delivery.table.stop());

const laneOf = (ticketId: string) => ({ subscriptionId: 'sub_1', ticketId });

describe('a lane that is asked to send again', () => {
  it('never goes forward past what was not sent yet', async () => {
    const id = await aTicketWith(delivery, 0);
    await delivery.wake(id);
    for (const n of [1, 2, 3]) await anAnswer(delivery, id, n);
    await delivery.lanes.rewind(laneOf(id), 3);
    await delivery.wake(id, { now: true });
    expect(delivery.sequences()).toEqual([1, 2, 3, 4]);
  });

  it('before it ever began does not skip what was on its way', async () => {
    const id = await aTicketWith(delivery, 3);
    await delivery.lanes.rewind(laneOf(id), 2);
    await delivery.wake(id, { now: true });
    expect(delivery.sequences()).toEqual([1, 2, 3, 4]);
    await delivery.wake(id);
    expect(delivery.posted).toHaveLength(4);
  });

  it('before it ever began goes back before the subscription, as far as is asked', async () => {
    const id = await aTicketWith(delivery, 3);
    const known = (await delivery.subscriptions.find('sub_1'))!;
    await delivery.subscriptions.change(known, known, { state: 'active' }, minutesLater(3).toISOString());
    await delivery.lanes.rewind(laneOf(id), 2);
    await delivery.lanes.rewind(laneOf(id), 1);
    await delivery.wake(id, { now: true });
    expect(delivery.sequences()).toEqual([2, 3, 4]);
  });
});

describe('a lane that another transaction is at work on', () => {
  const conflicts = [
    ['TransactionCanceledException', { CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }] }],
    ['TransactionConflictException', {}],
  ] as const;

  it.each(conflicts)('is tried again after %s', async (name, more) => {
    const id = await aTicketWith(delivery, 1);
    delivery.answers((attempt) => (attempt === 1 ? { taken: false, failure: '500' } : { taken: true }));
    let left = 0;
    const send = delivery.table.client.send.bind(delivery.table.client);
    delivery.table.client.send = ((command: { constructor: { name: string } }) => {
      if (/Update|Transact/.test(command.constructor.name) && left++ % 2 === 0)
        return Promise.reject(Object.assign(new Error('in conflict'), { name, ...more }));
      return send(command as never);
    }) as typeof send;
    // Conflicts of the circuit's own item are none of the lane's.
    delivery.delivering.circuits = {
      pass: async () => ({ passes: true, lastSuccessAt: undefined }),
      succeeded: async () => undefined,
      failed: async () => ({ lastSuccessAt: undefined }),
      close: async () => undefined,
    };
    await delivery.wake(id);
    expect((await delivery.lanes.behind('sub_1', undefined, 10)).ticketIds).toEqual([id]);
    await delivery.until(minutesLater(1));
    expect(delivery.sequences()).toEqual([1, 1, 2]);
    expect((await delivery.lanes.behind('sub_1', undefined, 10)).ticketIds).toEqual([]);
    expect(left).toBeGreaterThan(6);
  });
});

describe('a subscriber that asked to be left alone', () => {
  const at = (seconds: number) => new Date(monday.getTime() + seconds * 1000);

  it('is, though an attempt that was begun before is taken after', async () => {
    const { circuits } = delivery;
    await circuits.failed('sub_1', at(5), 3600);
    await circuits.succeeded('sub_1', at(4), at(6));
    expect((await circuits.pass('sub_1', at(60))).passes).toBe(false);
  });

  it('is tried again after that time, and is well once that attempt is taken', async () => {
    const { circuits } = delivery;
    await circuits.failed('sub_1', at(5), 60);
    expect((await circuits.pass('sub_1', at(66))).passes).toBe(true);
    expect((await circuits.pass('sub_1', at(67))).passes).toBe(false);
    await circuits.succeeded('sub_1', at(66), at(68));
    expect(await circuits.pass('sub_1', at(69))).toEqual({ passes: true, lastSuccessAt: at(68).toISOString() });
    await circuits.succeeded('sub_1', at(69), at(69 + successNotedSeconds));
    expect((await circuits.pass('sub_1', at(700))).lastSuccessAt).toBe(at(69 + successNotedSeconds).toISOString());
  });
});

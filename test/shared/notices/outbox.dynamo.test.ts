import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '../../../shared/dynamo/table.ts';
import { outboxIn } from '../../../shared/notices/outbox.dynamo.ts';
import { leaseSeconds, type Outbox } from '../../../shared/notices/outbox.ts';
import { monday, ticketId } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
let outbox: Outbox;
beforeEach(async () => {
  table = await startTable({ time: monday });
  outbox = outboxIn(table.client, tableName, table.now);
});
afterEach(() => table.stop());

const later = (seconds: number) => {
  table.at.time = new Date(table.at.time.getTime() + seconds * 1000);
};
const key = (n = 1, kind = 'reply') => ({ ticketId, noticeId: `${n}-${kind}-1` });
const about = { kind: 'reply', recipient: 'ana@customer.example' };
const notice = async (n = 1, kind = 'reply') =>
  (await table.items('notice')).find(({ sk }) => sk === keys.notice(ticketId, key(n, kind).noticeId).sk);

describe('claiming a notice', () => {
  it('lets one have it, and tells others to ask again', async () => {
    expect(await outbox.claim(key(), about)).toBe('claimed');
    expect(await outbox.claim(key(), about)).toBe('pending');
  });
  it('lets exactly one of five that come at once have it', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => outbox.claim(key(), about)));
    expect(results.sort()).toEqual(['claimed', 'pending', 'pending', 'pending', 'pending']);
  });
  it('keeps what was claimed, so that the row can be read without the event', async () => {
    await outbox.claim(key(), about);
    expect(await notice()).toMatchObject({
      ...key(),
      kind: 'notice',
      notice: 'reply',
      recipient: 'ana@customer.example',
      state: 'claimed',
      claimedAt: monday.toISOString(),
    });
  });
  it('is done once the notice is sent, also after the lease', async () => {
    await outbox.claim(key(), about);
    await outbox.markSent(key(), 'ses-1');
    later(leaseSeconds + 1);
    expect(await outbox.claim(key(), about)).toBe('done');
  });
});

describe('a claim whose owner died', () => {
  beforeEach(() => outbox.claim(key(), about));
  it('stands for as long as the lease and not a millisecond longer', async () => {
    later(leaseSeconds - 0.001);
    expect(await outbox.claim(key(), about)).toBe('pending');
    later(0.001);
    expect(await outbox.claim(key(), about)).toBe('claimed');
  });
  it('is taken over by exactly one of two, whose own lease starts then', async () => {
    later(leaseSeconds);
    const results = await Promise.all([outbox.claim(key(), about), outbox.claim(key(), about)]);
    expect(results.sort()).toEqual(['claimed', 'pending']);
    later(leaseSeconds - 1);
    expect(await outbox.claim(key(), about)).toBe('pending');
  });
});

describe('the hourly limit of an address', () => {
  const limit = { address: 'ana@customer.example', perHour: 3 };
  const claim = (n: number, address = limit.address) =>
    outbox.claim(key(n, 'acknowledgement'), { kind: 'acknowledgement', recipient: address }, { ...limit, address });

  it('allows the third of three and withholds the fourth, for good', async () => {
    expect([await claim(1), await claim(2), await claim(3), await claim(4)]).toEqual([
      'claimed',
      'claimed',
      'claimed',
      'withheld',
    ]);
    expect(await notice(4, 'acknowledgement')).toMatchObject({ state: 'withheld' });
    later(leaseSeconds + 1);
    expect(await claim(4)).toBe('done');
  });
  it('does not count a repeat', async () => {
    for (let i = 0; i < 5; i++) await claim(1);
    expect([await claim(2), await claim(3)]).toEqual(['claimed', 'claimed']);
  });
  it('starts anew with the hour of the clock', async () => {
    for (const n of [1, 2, 3]) await claim(n);
    later(3599.999);
    expect(await claim(4)).toBe('withheld');
    later(0.001);
    expect(await claim(5)).toBe('claimed');
  });
  it('is each address’s own', async () => {
    for (const n of [1, 2, 3]) await claim(n);
    expect(await claim(4, 'max@customer.example')).toBe('claimed');
  });
  it('holds for claims that come at once: three have it and three do not', async () => {
    const results = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => claim(n)));
    expect(results.sort()).toEqual(['claimed', 'claimed', 'claimed', 'withheld', 'withheld', 'withheld']);
  });
  it('keeps no address in its counters, and lets them go a day after the hour', async () => {
    await claim(1);
    const [counter] = await table.items('rate');
    expect(JSON.stringify(counter)).not.toContain('ana');
    expect(counter).toMatchObject({ count: 1, expiresAt: monday.getTime() / 1000 + 25 * 3600 });
  });
});

describe('marking a notice as sent', () => {
  it('indexes SES’s id, by which an answer finds the ticket', async () => {
    await outbox.claim(key(), about);
    await outbox.markSent(key(), 'ses-1');
    expect(await notice()).toMatchObject({ state: 'sent', sesMessageId: 'ses-1', sentAt: monday.toISOString() });
    expect(await table.messages.find('ses-1@eu-west-1.amazonses.com')).toEqual([expect.objectContaining({ ticketId })]);
  });
  it('twice is harmless', async () => {
    await outbox.claim(key(), about);
    await outbox.markSent(key(), 'ses-1');
    await outbox.markSent(key(), 'ses-1');
    expect(await notice()).toMatchObject({ state: 'sent', sesMessageId: 'ses-1' });
    expect(await table.messages.find('ses-1@email.amazonses.com')).toHaveLength(1);
  });
  it('leads no answer to a staff mail into the ticket', async () => {
    await outbox.claim(key(1, 'escalation'), about);
    await outbox.markSent(key(1, 'escalation'), 'ses-1');
    expect(await table.messages.find('ses-1@email.amazonses.com')).toEqual([]);
  });
  it('makes no notice where there is none', async () => {
    await outbox.markSent(key(), 'ses-1');
    expect(await table.items('notice')).toEqual([]);
  });
});

describe('what SES says of a mail', () => {
  const delivered = { sesMessageId: 'ses-1', state: 'delivered' as const, at: '2026-01-05T08:00:10.000Z' };
  const taken = { sesMessageId: 'ses-1', state: undefined, at: '2026-01-05T08:00:01.000Z' };

  it('makes up for a note of the sending that was never made', async () => {
    await outbox.claim(key(), about);
    await outbox.noteEvent(key(), taken);
    expect(await notice()).toMatchObject({ state: 'sent', sesMessageId: 'ses-1', takenAt: taken.at });
    later(leaseSeconds + 1);
    expect(await outbox.claim(key(), about)).toBe('done');
    expect(await table.messages.find('ses-1@email.amazonses.com')).toHaveLength(1);
  });
  it('is kept beside what is known already', async () => {
    await outbox.claim(key(), about);
    await outbox.markSent(key(), 'ses-1');
    await outbox.noteEvent(key(), delivered);
    expect(await notice()).toMatchObject({ state: 'sent', delivery: 'delivered', deliveryAt: delivered.at });
  });
  it('stays the latest word when an older one comes after it', async () => {
    await outbox.claim(key(), about);
    await outbox.noteEvent(key(), delivered);
    await outbox.noteEvent(key(), { ...delivered, state: 'delayed', at: '2026-01-05T08:00:05.000Z' });
    expect(await notice()).toMatchObject({ delivery: 'delivered', deliveryAt: delivered.at });
    await outbox.noteEvent(key(), { ...delivered, state: 'complained', at: '2026-01-05T09:00:00.000Z' });
    expect(await notice()).toMatchObject({ delivery: 'complained', state: 'sent' });
  });
  it('comes twice without harm', async () => {
    await outbox.claim(key(), about);
    await outbox.noteEvent(key(), delivered);
    const before = await table.items();
    await outbox.noteEvent(key(), delivered);
    expect(await table.items()).toEqual(before);
  });
  it.each([delivered, taken, { ...delivered, state: 'bounced' as const }])(
    'as $state makes up for the sending also when it comes again after a stop half-way',
    async (event) => {
      await outbox.claim(key(), about);
      const send = table.client.send.bind(table.client);
      let stopped = false;
      table.client.send = ((command: unknown) => {
        if (stopped || !(command instanceof PutCommand)) return send(command as never);
        stopped = true;
        return Promise.reject(new Error('stopped'));
      }) as typeof send;
      await expect(outbox.noteEvent(key(), event)).rejects.toThrow('stopped');
      await outbox.noteEvent(key(), event);
      expect(await notice()).toMatchObject({ state: 'sent', sesMessageId: 'ses-1' });
      expect(await table.messages.find('ses-1@email.amazonses.com')).toHaveLength(1);
    },
  );
  it('of a notice that is not there leaves nothing behind', async () => {
    await outbox.noteEvent(key(), delivered);
    expect(await table.items()).toEqual([]);
  });
});

describe('the list of a ticket’s notices', () => {
  it('says of each what, to whom, how far it has come and when, in the order of the events', async () => {
    await outbox.claim(key(10, 'escalation'), { kind: 'escalation', recipient: 'lead@desk.example' });
    await outbox.claim(key(2, 'warning'), { kind: 'warning', recipient: 'duty@desk.example' });
    later(1);
    await outbox.markSent(key(2, 'warning'), 'ses-1');
    await outbox.noteEvent(key(2, 'warning'), { sesMessageId: 'ses-1', state: 'bounced', at: '2026-01-05T08:00:09.000Z' });
    expect(await outbox.list(ticketId)).toEqual([
      {
        noticeId: '2-warning-1',
        kind: 'warning',
        recipient: 'duty@desk.example',
        state: 'sent',
        claimedAt: '2026-01-05T08:00:00.000Z',
        sentAt: '2026-01-05T08:00:01.000Z',
        delivery: 'bounced',
        deliveryAt: '2026-01-05T08:00:09.000Z',
      },
      {
        noticeId: '10-escalation-1',
        kind: 'escalation',
        recipient: 'lead@desk.example',
        state: 'claimed',
        claimedAt: '2026-01-05T08:00:00.000Z',
      },
    ]);
  });
  it('has one that was withheld, and none of another ticket', async () => {
    const once = { address: about.recipient, perHour: 1 };
    for (const n of [1, 2]) await outbox.claim(key(n), about, once);
    await outbox.claim({ ...key(), ticketId: `${ticketId.slice(0, -1)}1` }, about);
    expect((await outbox.list(ticketId)).map(({ state }) => state)).toEqual(['claimed', 'withheld']);
  });
  it('is empty where nobody was written to', async () => {
    expect(await outbox.list(ticketId)).toEqual([]);
  });
  it('is whole, over all pages', async () => {
    const recipient = `${'x'.repeat(60_000)}@desk.example`;
    for (let n = 1; n <= 20; n++) await outbox.claim(key(n), { ...about, recipient });
    expect((await outbox.list(ticketId)).map(({ noticeId }) => noticeId)).toEqual(
      Array.from({ length: 20 }, (_, i) => key(i + 1).noticeId),
    );
  });
});

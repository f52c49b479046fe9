import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxIn } from '../../../shared/notices/outbox.dynamo.ts';
import { ownerMail, tellOwner } from '../../../shared/webhooks/owner-mail.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { aDelivery, aSubscription, type Delivery } from './a-delivery.ts';

let delivery: Delivery;
const sent: string[] = [];
let refuses = false;
beforeEach(async () => {
  delivery = await aDelivery();
  sent.length = 0;
  refuses = false;
});
afterEach(() => delivery.table.stop());

const tell = async () => {
  const subscriber = (await delivery.subscriptions.find('sub_1'))!;
  await tellOwner(subscriber, {
    ...delivery,
    outbox: outboxIn(delivery.table.client, tableName, delivery.table.now),
    mailer: {
      send: async ({ raw, from, to }) => {
        if (refuses) throw new Error('Throttling');
        sent.push(`${from} → ${to}: ${/^Subject: (.*)$/m.exec(Buffer.from(raw).toString())?.[1]?.trim()}`);
        return `ses-${sent.length}`;
      },
    },
    domain: 'desk.example',
  });
};

describe('the owner of a disabled subscription', () => {
  it('is told once, each time that it is disabled', async () => {
    await delivery.subscriptions.disable('sub_1', 'failing', monday);
    await tell();
    await tell();
    expect(sent).toEqual(['no-reply@desk.example → owner@partner.example: Webhooks to partner.example.com are switched off']);
    const known = (await delivery.subscriptions.find('sub_1'))!;
    await delivery.subscriptions.change(known, known, { state: 'active' }, monday.toISOString());
    await tell();
    await delivery.subscriptions.disable('sub_1', 'gone', minutesLater(9));
    await tell();
    expect(sent).toHaveLength(2);
  });

  it('is told when the mail could not be sent at first, after the lease of its claim', async () => {
    await delivery.subscriptions.disable('sub_1', 'gone', monday);
    refuses = true;
    await expect(tell()).rejects.toThrow('Throttling');
    refuses = false;
    await tell();
    expect(sent).toEqual([]);
    delivery.table.at.time = minutesLater(6);
    await tell();
    expect(sent).toHaveLength(1);
  });

  it('is not told of what somebody asked for', async () => {
    await delivery.subscriptions.change(
      aSubscription(),
      aSubscription(),
      { state: 'disabled', because: 'asked', since: monday.toISOString() },
      '',
    );
    await tell();
    expect(sent).toEqual([]);
  });
});

describe.each(['en', 'fr', 'zh'] as const)('the mail in %s', (language) => {
  it.each(['gone', 'failing', 'asked'] as const)(
    'says why (%s), how many wait and how to switch it on, and no secret of the URL',
    (because) => {
      const subscriber = aSubscription({ language, url: 'https://partner.example.com/hooks?token=secret' });
      const { subject, text, html } = ownerMail(subscriber, { state: 'disabled', because, since: monday.toISOString() }, '17');
      expect(subject).toContain('partner.example.com');
      for (const part of [text, html]) {
        expect(part).toContain('17');
        expect(part).toContain('PUT /subscriptions/sub_1');
        expect(part).toContain('2026');
        expect(part).not.toContain('secret');
      }
    },
  );
});

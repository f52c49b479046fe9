import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../../shared/intake/inbound-message.ts';
import { claimMention, claimMessage, messageIdOf, messageKey } from '../../../shared/intake/message-index.ts';
import { anInboundMail } from '../../support/builders.ts';
import { startTable, type Table } from '../../support/table.ts';

describe('the key of a Message-ID', () => {
  it.each([
    ['id@customer.example', 'id@customer.example'],
    ['  id@customer.example ', 'id@customer.example'],
    ['Id@Customer.example', 'Id@Customer.example'],
    ['0100018F-abc@email.amazonses.com', '0100018f-abc'],
    ['0100018f-abc@eu-west-1.amazonses.com', '0100018f-abc'],
    ['0100018f-abc', '0100018f-abc'],
    ['0100018f-abc@notamazonses.com', '0100018f-abc@notamazonses.com'],
    ['0100018f-abc@amazonses.com.evil.example', '0100018f-abc@amazonses.com.evil.example'],
  ])('of %s is %s', (id, key) => {
    expect(messageKey(id)).toBe(key);
  });
  it('is the id up to 512 characters, and a digest of it beyond', () => {
    expect(messageKey('x'.repeat(512))).toBe('x'.repeat(512));
    expect(messageKey('x'.repeat(513))).toMatch(/^[0-9a-f]{64}$/);
    expect(messageKey('x'.repeat(513))).not.toBe(messageKey('x'.repeat(514)));
  });
});

describe('a mail without Message-ID', () => {
  const nameless = (overrides: Partial<InboundMessage> = {}, sentAt?: string) =>
    messageIdOf(anInboundMail({ message: { ...anInboundMail().message, rfcMessageId: undefined, sentAt }, ...overrides }));
  it('is known again by its content and date', () => {
    expect(nameless()).toBe(nameless({ sourceId: 'another delivery' }));
    expect(nameless()).not.toBe(nameless({ contentDigest: 'other' }));
    expect(nameless()).not.toBe(nameless({}, '2026-01-05T08:00:00.000Z'));
  });
});

describe('the index', () => {
  let table: Table;
  beforeEach(async () => {
    table = await startTable();
  });
  afterEach(() => table.stop());
  const put = (inbound: InboundMessage, ticketId: string) => table.put(claimMessage(inbound, ticketId).item);
  const ticketsOf = async (id: string) => (await table.messages.find(id)).map(({ ticketId }) => ticketId).sort();

  it('finds nothing for an id that nobody used', async () => {
    expect(await table.messages.find('first@customer.example')).toEqual([]);
    expect(await table.messages.findSame(anInboundMail())).toBeUndefined();
  });
  it('keeps several tickets under one id, and tells which of them has this very message', async () => {
    const from = { address: 'eve@customer.example' };
    const ofEve = anInboundMail({ message: { ...anInboundMail().message, from } });
    const otherContent = anInboundMail({ contentDigest: 'digest-2' });
    await put(anInboundMail(), 'tkt_1');
    await put(ofEve, 'tkt_2');
    await put(otherContent, 'tkt_3');
    expect(await ticketsOf('first@customer.example')).toEqual(['tkt_1', 'tkt_2', 'tkt_3']);
    expect((await table.messages.findSame(ofEve))?.ticketId).toBe('tkt_2');
    expect((await table.messages.findSame(otherContent))?.ticketId).toBe('tkt_3');
  });
  it('gives the mentions of an id however many messages bear it', async () => {
    const id = 'first@customer.example';
    for (const n of ['1', '2']) await table.put(claimMention(id, anInboundMail(), `tkt_m${n}`).item);
    for (const count of [1, 22, 3]) {
      for (let n = 0; n < count; n++) await put(anInboundMail({ contentDigest: `${count} ${n}` }), 'tkt_1');
      const mentioned = (await table.messages.find(id)).filter((entry) => entry.mentioned);
      expect(mentioned.map(({ ticketId }) => ticketId)).toEqual(['tkt_m1', 'tkt_m2']);
    }
  });
  it('gives 25 messages of one id and no more, however often somebody repeats it', async () => {
    for (let n = 1; n <= 25; n++) await put(anInboundMail({ contentDigest: `digest-${n}` }), `tkt_${n}`);
    expect(await ticketsOf('first@customer.example')).toHaveLength(25);
    await put(anInboundMail({ contentDigest: 'one more' }), 'tkt_26');
    expect(await ticketsOf('first@customer.example')).toHaveLength(25);
    expect((await table.messages.findSame(anInboundMail({ contentDigest: 'one more' })))?.ticketId).toBe('tkt_26');
  });
});

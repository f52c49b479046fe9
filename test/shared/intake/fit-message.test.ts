import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitInbound, mostFailures, mostRecipients, mostTextBytes, mostVisibleBytes } from '../../../shared/intake/fit-message.ts';
import { longestText, mostAttachments } from '../../../shared/intake/inbound-message.ts';
import { anInboundMail } from '../../support/builders.ts';
import { aDesk, type Desk } from './a-desk.ts';

const withText = (text: string) => fitInbound(anInboundMail({ message: { ...anInboundMail().message, text } })).message;
const many = (n: number, length: number, filler = '水') => Array.from({ length: n }, (_, i) => String(i).padEnd(length, filler));

describe('what one event keeps of a message', () => {
  it('is all of a text on the limit, and says so when there is one byte more', () => {
    expect(withText('x'.repeat(mostTextBytes))).toMatchObject({ textCut: false });
    const cut = withText('x'.repeat(mostTextBytes + 1));
    expect([cut.text.length, cut.textCut]).toEqual([mostTextBytes, true]);
  });
  it.each([
    ['三', 3],
    ['é', 2],
    ['😀', 4],
  ])('never half of a character: %s', (character, size) => {
    for (const shift of [0, 1, 2, 3]) {
      const { text } = withText('x'.repeat(shift) + character.repeat(mostTextBytes / size + 1));
      expect(text).not.toContain('\ufffd');
      expect(Buffer.byteLength(text)).toBeGreaterThan(mostTextBytes - size);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostTextBytes);
    }
  });
  it('keeps on record that the text was cut before', () => {
    const message = { ...anInboundMail().message, textCut: true };
    expect(fitInbound(anInboundMail({ message })).message.textCut).toBe(true);
  });
  it('is what is new in it up to a limit, beyond which the whole text is shown', () => {
    const kept = (visible: string) =>
      fitInbound(anInboundMail({ message: { ...anInboundMail().message, visible } })).message.visible;
    expect(kept('x'.repeat(mostVisibleBytes))).toHaveLength(mostVisibleBytes);
    expect(kept('x'.repeat(mostVisibleBytes + 1))).toBeUndefined();
    expect(kept('水'.repeat(mostVisibleBytes / 3 + 1))).toBeUndefined();
  });
  it('is a little of what is known of a forwarded mail', () => {
    const forwarded = {
      from: { name: 'x'.repeat(500), address: 'y'.repeat(500) },
      date: 'd'.repeat(500),
      subject: 's'.repeat(500),
    };
    const fitted = fitInbound(anInboundMail({ message: { ...anInboundMail().message, forwarded } })).message.forwarded;
    expect(fitted).toEqual({
      from: { name: 'x'.repeat(100), address: 'y'.repeat(254) },
      date: 'd'.repeat(100),
      subject: 's'.repeat(200),
    });
  });
  it('is so many addresses, failed recipients and undelivered ids, and no more', () => {
    const to = many(mostRecipients + 1, 9).map((address) => ({ address }));
    const failedDelivery = {
      messageIds: many(mostFailures + 1, 9),
      recipients: many(mostFailures + 1, 9),
      permanent: true,
      detail: 'd',
    };
    const fitted = fitInbound(anInboundMail({ message: { ...anInboundMail().message, to, cc: to }, failedDelivery }));
    expect([fitted.message.to.length, fitted.message.cc.length]).toEqual([mostRecipients, mostRecipients]);
    expect(fitted.failedDelivery).toMatchObject({ messageIds: { length: mostFailures }, recipients: { length: mostFailures } });
  });
});

describe('an address', () => {
  const kept = (address: string) => {
    const message = { ...anInboundMail().message, to: [{ address }] };
    return fitInbound(anInboundMail({ message })).message.to.length;
  };
  it('is kept up to 254 octets, beyond which nobody has one', () => {
    expect(['x'.repeat(254), 'x'.repeat(255), '水'.repeat(84), '水'.repeat(85)].map(kept)).toEqual([1, 0, 1, 0]);
  });
});

describe('the worst that a sender can put into a mail', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await aDesk();
  });
  afterEach(() => desk.table.stop());

  it('fits into the table, as a new ticket and as an answer', async () => {
    const crowd = [...many(50, 320), ...many(60, 254, 'x')].map((address) => ({ address, name: '水'.repeat(200) }));
    const attachments = many(mostAttachments, 150).map((name) => ({
      name,
      type: 'a/'.padEnd(100, 'b'),
      size: 40_000_000,
      key: `attachments/msg_01J8ZC00000000000000000000/1-${name}`,
    }));
    const worst = () =>
      desk.aMail({
        subject: '水'.repeat(500),
        message: {
          text: '水'.repeat(longestText),
          visible: '水'.repeat(mostVisibleBytes / 3),
          to: crowd,
          cc: crowd,
          attachments,
          rfcMessageId: 'x'.repeat(998),
        },
      });
    const { ticketId } = await desk.takeIn(worst());
    const answer = worst();
    const ticket = await desk.ticketOf({ ticketId });
    expect(await desk.takeIn({ ...answer, recipients: [desk.replyAddress(ticket)] })).toMatchObject({
      outcome: 'reply',
      ticketId,
    });
  });
});

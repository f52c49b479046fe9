import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitInbound, mostFailures, mostRecipients, mostTextBytes } from '../../../shared/intake/fit-message.ts';
import type { InboundMessage } from '../../../shared/intake/inbound-message.ts';
import { open } from '../../../shared/tickets/decide.ts';
import { aContract, anInboundMail, anOpening, byCustomer } from '../../support/builders.ts';

const withText = (text: string): InboundMessage => anInboundMail({ message: { ...anInboundMail().message, text } });
const people = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ address: `${'x'.repeat(240)}${i}@customer.example`, name: '名'.repeat(300) }));

describe('a message that is kept', () => {
  it('is left alone up to the limits', () => {
    const message = {
      ...anInboundMail().message,
      text: 'é'.repeat(mostTextBytes / 2),
      to: people(mostRecipients).map(({ address }) => ({ address })),
    };
    expect(fitInbound(anInboundMail({ message })).message).toEqual(message);
  });

  it('has its text cut and marked beyond them, never within a character', () => {
    const { text, textCut } = fitInbound(withText(`${'é'.repeat(mostTextBytes / 2)}x`)).message;
    expect([text.length, textCut]).toEqual([mostTextBytes / 2, true]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(3), (tail, shift) => {
        const cut = fitInbound(withText('x'.repeat(mostTextBytes - 5 + shift) + tail)).message.text;
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(mostTextBytes);
        expect(cut.isWellFormed() || !tail.isWellFormed()).toBe(true);
      }),
    );
  });

  it('keeps as many recipients and failures as are named limits', () => {
    const message = { ...anInboundMail().message, to: people(mostRecipients + 1), cc: people(mostRecipients + 1) };
    const ids = Array.from({ length: mostFailures + 1 }, (_, i) => `${i}@customer.example`);
    const failedDelivery = { messageIds: ids, recipients: ids, permanent: true, detail: 'd'.repeat(9000) };
    const fitted = fitInbound(anInboundMail({ message, failedDelivery }));
    expect([fitted.message.to.length, fitted.message.cc.length]).toEqual([mostRecipients, mostRecipients]);
    expect([fitted.failedDelivery?.recipients.length, fitted.failedDelivery?.messageIds.length]).toEqual([
      mostFailures,
      mostFailures,
    ]);
  });

  it('fits into one item of the table, whatever its sender put in', () => {
    const attachments = Array.from({ length: 100 }, (_, i) => ({
      name: '附'.repeat(80),
      type: 'a/'.padEnd(100, 'b'),
      size: i,
      key: `attachments/msg_${'x'.repeat(26)}/${i}-${'附'.repeat(80)}`,
    }));
    const message = { ...anInboundMail().message, text: '字'.repeat(60_000), to: people(500), cc: people(500), attachments };
    const fitted = fitInbound(anInboundMail({ message, subject: '题'.repeat(500) }));
    const participants = fitted.message.to.map(({ address }) => address);
    const event = open(anOpening({ message: fitted.message, subject: fitted.subject, participants }), aContract(), byCustomer());
    // DynamoDB counts UTF-8 bytes of names and values, about what JSON takes.
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(380_000);
  });
});

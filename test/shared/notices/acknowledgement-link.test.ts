import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../shared/contracts/vocabulary.ts';
import { readReplyAddress, signReplyAddress } from '../../../shared/intake/email/reply-address.ts';
import {
  type AcknowledgementLink,
  acknowledgementUrl,
  readAcknowledgementToken,
} from '../../../shared/notices/acknowledgement-link.ts';
import { clockMetrics } from '../../../shared/sla/clock.ts';
import { ticketId } from '../../support/builders.ts';

const key = 'k'.repeat(32);
const publicUrl = 'https://support.example/desk';
const link: AcknowledgementLink = {
  ticketId,
  clock: 'first-response',
  cycle: 2,
  step: '2 hours after breach',
  address: 'élodie+duty@desk.example',
  language: 'fr',
};
const tokenOf = (about = link, by = key) =>
  acknowledgementUrl(about, { publicUrl, key: by }).slice(`${publicUrl}/escalations/`.length);

describe('the link by which somebody takes note', () => {
  it('is below the public address and needs no escaping', () => {
    expect(acknowledgementUrl(link, { publicUrl, key })).toMatch(/^https:\/\/support\.example\/desk\/escalations\/[\w-]+$/);
  });

  it('says everything again that went into it, and is the same every time', () => {
    fc.assert(
      fc.property(
        fc.record({
          ticketId: fc.string(),
          clock: fc.constantFrom(...clockMetrics),
          cycle: fc.integer({ min: 1 }),
          step: fc.string({ unit: 'grapheme' }),
          address: fc.string({ unit: 'grapheme' }),
          language: fc.constantFrom(...languages),
        }),
        (about) => {
          expect(readAcknowledgementToken(tokenOf(about), key)).toEqual(about);
          expect(tokenOf(about)).toBe(tokenOf(about));
        },
      ),
    );
  });

  it('is none when any one of its bits is another', () => {
    const bytes = Buffer.from(tokenOf(), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(readAcknowledgementToken(altered.toString('base64url'), key)).toBeUndefined();
    }
  });

  it('is none when any one of its characters is another, be it one that decodes to the same bytes', () => {
    const token = tokenOf();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < token.length; at++)
      for (const character of alphabet)
        if (character !== token[at])
          expect(readAcknowledgementToken(`${token.slice(0, at)}${character}${token.slice(at + 1)}`, key)).toBeUndefined();
  });

  it.each([
    '',
    'x',
    '=',
    tokenOf().slice(0, -1),
    tokenOf().slice(0, 40),
    `${tokenOf()}A`,
    `${tokenOf()}=`,
    ` ${tokenOf()}`,
    Buffer.alloc(32).toString('base64url'),
    Buffer.alloc(500, 1).toString('base64url'),
  ])('is none when it is %j', (token) => expect(readAcknowledgementToken(token, key)).toBeUndefined());

  it('is none under another key', () => {
    expect(readAcknowledgementToken(tokenOf(link, 'x'.repeat(32)), key)).toBeUndefined();
  });

  it('does not pass for a reply address, nor one for it, although one key signs both', () => {
    const [, mac = ''] =
      /\+\w+\.(\w+)@/.exec(signReplyAddress({ mailbox: 'support', ticketId, domain: 'desk.example', key })) ?? [];
    expect(readAcknowledgementToken(mac, key)).toBeUndefined();
    expect(readReplyAddress(`support+${tokenOf()}@desk.example`, { domain: 'desk.example', key })).not.toHaveProperty('ticketId');
  });
});

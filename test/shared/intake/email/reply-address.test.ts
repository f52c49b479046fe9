import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../../shared/ids.ts';
import { longestMailbox, readReplyAddress, signReplyAddress } from '../../../../shared/intake/email/reply-address.ts';

const scope = { domain: 'guichet.example', key: 'k'.repeat(32) };
const ticketId = newId('ticket', Date.UTC(2026, 0, 5));
const mailbox = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789._-'),
  minLength: 1,
  maxLength: longestMailbox,
});
const ticket = fc.integer({ min: 0, max: 2 ** 47 }).map((now) => newId('ticket', now));

describe('signed reply addresses', () => {
  it('come back as they were signed, in any case', () => {
    fc.assert(
      fc.property(mailbox, ticket, (name, id) => {
        const address = signReplyAddress({ mailbox: name, ticketId: id, ...scope });
        const expected = { mailbox: name, ticketId: id, forged: false };
        expect(readReplyAddress(address, scope)).toEqual(expected);
        expect(readReplyAddress(address.toUpperCase(), scope)).toEqual(expected);
        expect(address.indexOf('@')).toBeLessThanOrEqual(64);
        expect(address).toBe(address.toLowerCase());
      }),
    );
  });

  it('are forged with any one character changed', () => {
    const address = signReplyAddress({ mailbox: 'support', ticketId, ...scope });
    const character = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789.+-_!');
    fc.assert(
      fc.property(fc.nat({ max: address.length - 1 }), character, (at, other) => {
        fc.pre(address[at] !== other && address[at] !== '@');
        const changed = readReplyAddress(address.slice(0, at) + other + address.slice(at + 1), scope);
        expect(changed.forged).toBe(true);
        expect(changed.ticketId).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('are forged under another key, and cut short', () => {
    const address = signReplyAddress({ mailbox: 'support', ticketId, ...scope });
    expect(readReplyAddress(address, { ...scope, key: 'other' }).forged).toBe(true);
    expect(readReplyAddress(address.replace('@', '0@'), scope).forged).toBe(true);
    expect(readReplyAddress(address.replace(/.@/, '@'), scope)).toEqual({ mailbox: 'support', forged: true });
  });

  it('leave plain addresses and plus-tags alone', () => {
    expect(readReplyAddress('Support@guichet.example', scope)).toEqual({ mailbox: 'support', forged: false });
    expect(readReplyAddress('support+printer@guichet.example', scope)).toEqual({ mailbox: 'support', forged: false });
    expect(readReplyAddress('nonsense', scope)).toEqual({ mailbox: 'nonsense', forged: false });
  });

  it('are refused for mailboxes without room and ids of another form', () => {
    const sign = (name: string, id: string) => () => signReplyAddress({ mailbox: name, ticketId: id, ...scope });
    expect(sign('a'.repeat(longestMailbox), ticketId)).not.toThrow();
    expect(sign('a'.repeat(longestMailbox + 1), ticketId)).toThrow(RangeError);
    expect(sign('sup+port', ticketId)).toThrow(RangeError);
    expect(sign('support', ticketId.toLowerCase())).toThrow(RangeError);
    expect(sign('support', ticketId.replace('tkt', 'msg'))).toThrow(RangeError);
  });
});

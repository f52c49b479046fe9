import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTooOld, newSubmissionToken, readSubmissionToken, secondsTooSoon } from '../../../shared/forms/submission-token.ts';
import { readRequestToken, requestUrl } from '../../../shared/requests/request-link.ts';
import { monday } from '../../support/builders.ts';

const key = 'k'.repeat(32);
const later = (milliseconds: number) => new Date(monday.getTime() + milliseconds);
const { token, notBefore, expiresAt } = newSubmissionToken('contact', monday, key);
const read = readSubmissionToken(token, 'contact', key)!;

describe('the token of a form', () => {
  it('says its form, its time and a nonce of its own', () => {
    expect(read).toEqual({ form: 'contact', issuedAt: monday, nonce: expect.stringMatching(/^[\w-]{22}$/) });
    expect(newSubmissionToken('contact', monday, key).token).not.toBe(token);
    expect([notBefore, expiresAt]).toEqual(['2026-01-05T08:00:03.000Z', '2026-01-06T08:00:00.000Z']);
  });
  it('is good from its third second to its last, both included', () => {
    expect([0, 1, 1001, 2999, 3000].map((milliseconds) => secondsTooSoon(read, later(milliseconds)))).toEqual([3, 3, 2, 1, 0]);
    const day = 24 * 3600 * 1000;
    expect([isTooOld(read, later(day)), isTooOld(read, later(day + 1))]).toEqual([false, true]);
  });
  it('is nothing for another form, another key, or altered in any bit', () => {
    expect(readSubmissionToken(token, 'other', key)).toBeUndefined();
    expect(readSubmissionToken(token, 'contact', 'x'.repeat(32))).toBeUndefined();
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(readSubmissionToken(altered.toString('base64url'), 'contact', key)).toBeUndefined();
    }
  });
  it('is nothing in any other spelling, and no text makes it fail', () => {
    for (const other of [`${token}=`, `${token} `, token.slice(0, -1), ''])
      expect(readSubmissionToken(other, 'contact', key)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => readSubmissionToken(text, 'contact', key) === undefined));
  });
});

describe('the link to a request', () => {
  const url = requestUrl({ ticketId: 'tkt_1', language: 'zh' }, { publicUrl: 'https://x.example', key });
  const linked = url.replace('https://x.example/requests/', '');
  it('leads to its ticket in its language, and no other token of ours does', () => {
    expect(readRequestToken(linked, key)).toEqual({ ticketId: 'tkt_1', language: 'zh' });
    expect(readRequestToken(token, key)).toBeUndefined();
    expect(readSubmissionToken(linked, 'contact', key)).toBeUndefined();
    expect(readRequestToken(linked, 'x'.repeat(32))).toBeUndefined();
  });
  it('is nothing altered in any bit, nor made of any text', () => {
    const bytes = Buffer.from(linked, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(readRequestToken(altered.toString('base64url'), key)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => readRequestToken(text, key) === undefined));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReference, isReference, newReference } from '../../../shared/tickets/reference.ts';

const reference = fc.integer({ min: 10_000_000, max: 99_999_999 }).map((drawn) => newReference(() => drawn));

describe('a reference', () => {
  it('has nine digits and passes its own check', () => {
    fc.assert(fc.property(reference, (text) => /^[1-9]\d{8}$/.test(text) && isReference(text)));
  });
  it('notices every wrong digit', () => {
    fc.assert(
      fc.property(reference, fc.nat(8), fc.integer({ min: 1, max: 9 }), (text, at, by) => {
        const wrong = text.slice(0, at) + String((Number(text[at]) + by) % 10) + text.slice(at + 1);
        expect(isReference(wrong)).toBe(false);
      }),
    );
  });
  it('notices neighbours that are swapped', () => {
    fc.assert(
      fc.property(reference, fc.nat(7), (text, at) => {
        const swapped = text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
        expect(isReference(swapped)).toBe(swapped === text);
      }),
    );
  });
  it('is shown in threes', () => expect(formatReference('123456782')).toBe('123-456-782'));
  it('is drawn between the limits', () => {
    expect([newReference(() => 10_000_000).slice(0, 8), newReference((_, max) => max - 1).slice(0, 8)]).toEqual([
      '10000000',
      '99999999',
    ]);
  });
});

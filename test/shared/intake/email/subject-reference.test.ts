import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSubjectReference, stripSubject } from '../../../../shared/intake/email/subject-reference.ts';
import { sharedData } from '../../../support/shared-data.ts';

describe('readSubjectReference', () => {
  it.each([
    ['Re: Printer [#123-456-789]', ['123456789']],
    ['#123456789', ['123456789']],
    ['[123-456-789] x', ['123456789']],
    ['[#123‑456–789]', ['123456789']],
    ['[#123-456-789] and #987654321, again #123-456-789', ['123456789', '987654321']],
    ['Order 123456789', []],
    ['#1234567890', []],
    ['#12345678', []],
    ['call 123-456-789', []],
    ['', []],
  ])('finds in %s', (subject, references) => {
    expect(readSubjectReference(subject)).toEqual(references);
  });
});

describe('stripSubject', () => {
  it.each([
    ['Re: AW: Fwd: [#123-456-789] Printer', 'Printer'],
    ['[#123-456-789] Re: Printer', 'Printer'],
    ['Re[2]: RE (3): SV: VS: Antw: Odp: TR: RV: Printer', 'Printer'],
    ['回复：转发: 打印机', '打印机'],
    ['R: I: stampante', 'stampante'],
    ['Reset: password', 'Reset: password'],
    ['Re', 'Re'],
    ['Re:', ''],
  ])('makes %s %s', (subject, base) => {
    expect(stripSubject(subject)).toBe(base);
  });

  it('has nothing left to strip of what it stripped', () => {
    const word = fc.constantFrom('Re:', 'Fwd: ', 'AW[2]:', '[#123-456-789]', ' ', 'printer', ':', '回复：');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const once = stripSubject(words.join(''));
        expect(stripSubject(once)).toBe(once);
      }),
    );
  });

  const pairs = sharedData('mail', 'threading', 'subject-base.json');
  it.skipIf(!pairs)('agrees with how other products strip subjects (needs ../shared)', () => {
    const cases = JSON.parse(readFileSync(pairs ?? '', 'utf8')) as { input: string; expect: string }[];
    // Other lists' tags in front, as of a mailing list, are part of our subjects.
    const own = cases.filter(({ input, expect: base }) => !/\[[a-z]/i.test(input.replace(base, '')));
    expect(own.length).toBeGreaterThan(10);
    const wrong = own.filter(({ input, expect: base }) => stripSubject(input) !== base.trim());
    expect(wrong).toEqual([]);
  });
});

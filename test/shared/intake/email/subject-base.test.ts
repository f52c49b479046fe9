import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripSubject } from '../../../../shared/intake/email/subject-base.ts';
import { sharedData } from '../../../support/shared-data.ts';

describe('stripSubject', () => {
  it.each([
    ['Re: AW: Fwd: [#123-456-789] Printer', 'Printer'],
    ['[#123-456-789] Re: Printer', 'Printer'],
    ['Re[2]: RE (3): SV: VS: Antw: Odp: TR: RV: Printer', 'Printer'],
    ['回复：转发: 打印机', '打印机'],
    ['R: I: stampante', 'stampante'],
    ['Re: [Users] Re[4]: Printer', 'Printer'],
    ['Re: [Users] Printer', '[Users] Printer'],
    ['[Users] Re: Printer', '[Users] Re: Printer'],
    ['Re : Bonjour', 'Bonjour'],
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
    expect(cases.length).toBeGreaterThanOrEqual(25);
    const wrong = cases.filter(({ input, expect: base }) => stripSubject(input) !== base.trim());
    expect(wrong).toEqual([]);
  });
});

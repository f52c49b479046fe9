import { describe, expect, it } from 'vitest';
import { readSubjectReference } from '../../../../shared/intake/email/subject-reference.ts';

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

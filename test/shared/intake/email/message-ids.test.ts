import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestMessageId, mostReferences, readMessageIds, referencesOf } from '../../../../shared/intake/email/message-ids.ts';

describe('readMessageIds', () => {
  it.each([
    ['<a@b>', ['a@b']],
    ['<a@b><c@d> <e@f>', ['a@b', 'c@d', 'e@f']],
    ['<a@b> (was <x@y> (and <z@z>)) <c@d>', ['a@b', 'c@d']],
    ['Your message of Monday <a@b>', ['a@b']],
    ['<abc def@b>', ['abcdef@b']],
    ['a@b c@d', ['a@b', 'c@d']],
    ['<no-at-sign>', ['no-at-sign']],
    ['<a(1)@b>', ['a(1)@b']],
    ['(never closed <a@b>', ['a@b']],
    ['<a@b', ['a@b']],
    ['<> < > ,', []],
    ['', []],
    [`<${'a'.repeat(longestMessageId)}>`, ['a'.repeat(longestMessageId)]],
    [`<${'a'.repeat(longestMessageId + 1)}>`, []],
  ])('reads %s', (value, ids) => {
    expect(readMessageIds(value)).toEqual(ids);
  });

  it('never throws and never gives brackets, blanks or nothing', () => {
    const unit = fc.constantFrom('<', '>', '(', ')', '@', ' ', 'a', '\t', ',', '"');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (value) => readMessageIds(value).every((id) => /^[^<>\s]+$/.test(id))),
    );
  });
});

describe('referencesOf', () => {
  const header = (name: string, value: string) => ({ name, value });

  it('puts what is answered first, then the nearest ancestors, each once', () => {
    expect(referencesOf([header('references', '<1@x> <2@x> <3@x>'), header('in-reply-to', '<3@x>')])).toEqual([
      '3@x',
      '2@x',
      '1@x',
    ]);
  });

  it.each([mostReferences, mostReferences + 1])('keeps the nearest of %i', (count) => {
    const ids = Array.from({ length: count }, (_, n) => `${n}@x`);
    const found = referencesOf([header('references', ids.map((id) => `<${id}>`).join(' '))]);
    expect(found).toEqual(ids.toReversed().slice(0, mostReferences));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { always, automatic, common, conversation, customerMail, names, sent } from './mails.ts';

describe('what people write cannot become headers', () => {
  const hostile = [
    'a\r\nBcc: eve@evil.example',
    'a\n\n<html>',
    'Müller, Zoé; "the boss" <eve@evil.example>',
    'eve@evil.example>, <eve2@evil.example',
    '\\',
    '"',
    '=?utf-8?B?QmNjOiBldmU=?=',
    '=?utf-8?Q?=0D=0ABcc:_eve@evil.example?=',
    '=?utf-8?Q?a b?= =?',
    'مرحبا \u202eolleh 🧑‍🚒 您好',
    '\ud83e half',
    'x'.repeat(1000),
    '🦆'.repeat(1000),
    'a '.repeat(600),
  ];
  const text = fc.oneof(
    fc.constantFrom(...hostile),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 1000 }),
    fc
      .array(
        fc.constantFrom('\r', '\n', ' ', '\t', ',', '"', '<', '>', '=?', '?=', 'Bcc:', 'é', '\u0000', '\\', '🦆', ':', ';'),
        {
          maxLength: 40,
        },
      )
      .map((pieces) => pieces.join('')),
  );
  /** Independent of the code under test: what is left when control and reordering characters and folding do not count. */
  const plain = (line: string) =>
    line
      .toWellFormed()
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim();
  const isCutOf = (got: string, whole: string) => got === whole || (got.endsWith('…') && whole.startsWith(got.slice(0, -1)));

  it('whatever the names and subjects are', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, async (subject, name, from) => {
        const got = await sent(
          customerMail({
            subject,
            to: { ...common.to, name },
            from: { ...common.from, name: from },
            references: [subject, 'ok@x'],
          }),
        );
        const expected = [...always, ...automatic, ...conversation].filter((key) => key !== 'subject' || plain(subject) !== '');
        expect(names(got)).toEqual(expected.sort());
        expect(got.parsed.to?.map(({ address }) => address)).toEqual([common.to.address]);
        expect(got.parsed.from?.address).toBe(common.from.address);
        expect(isCutOf(plain(got.parsed.subject ?? ''), plain(subject))).toBe(true);
        expect(isCutOf(plain(got.parsed.to?.[0]?.name ?? ''), plain(name).replaceAll('=?', '= ?'))).toBe(true);
        expect(Math.max(...got.head.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
        expect(got.head).toMatch(/^[\t\r\n\x20-\x7e]*$/);
        expect(got.parsed.text?.trimEnd()).toBe(common.text.trimEnd());
      }),
      { numRuns: 300, examples: hostile.map((each) => [each, each, each]) },
    );
  });
});

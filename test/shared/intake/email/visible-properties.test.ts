import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readForward } from '../../../../shared/intake/email/forward.ts';
import { visibleReply } from '../../../../shared/intake/email/visible.ts';

/** Lines that quotes, signatures and forwards are made of, and lines that are nothing. */
const line = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...['', ' ', '>', '> words', '>> more words', '--', '-- ', '```', 'Hello', 'Sent from my iPhone', '____', 'mailing list'],
    ...[
      'On 3 May 2024 at 10:12, Ana <ana@x.example> wrote:',
      '<ana@x.example> wrote:',
      'From: a@x.example',
      'Date: 3 May',
      'Subject: x',
    ],
    ...[
      'To: b@x.example',
      '-----Original Message-----',
      'Begin forwarded message:',
      'Am 3.5.2024 um 10:12 schrieb',
      'Ana:',
      'x--- On 1/1/24',
    ],
  ),
);
const text = fc.array(line, { maxLength: 30 }).chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.join(end)));
const linesOf = (of: string) => of.split(/\r\n|\n|\r/);

describe('whatever the body', () => {
  it('shows lines of it in their order, and no others', () => {
    fc.assert(
      fc.property(text, (body) => {
        const shown = visibleReply({ text: body });
        let at = 0;
        const all = linesOf(body);
        for (const one of linesOf(shown)) {
          while (at < all.length && !all[at]!.startsWith(one)) at++;
          expect(at, JSON.stringify(one)).toBeLessThanOrEqual(shown === '' ? all.length : all.length - 1);
          at++;
        }
      }),
      { numRuns: 2_000 },
    );
  });
  it('shows nothing less of what is shown', () => {
    const plain = fc.array(fc.stringMatching(/^[A-Za-z ]{1,30}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(plain, (lines) => {
        const body = lines.join('\n');
        fc.pre(body.trim() !== '');
        expect(visibleReply({ text: body }).trim()).toBe(body.replace(/^(?:[^\S\n]*\n)+/, '').trim());
      }),
    );
  });
  it('keeps every word of a forward in its text or beside it', () => {
    fc.assert(
      fc.property(text, (body) => {
        const forward = readForward(`${body}\n---------- Forwarded message ---------\nFrom: x@x.example\n\nZebra`, undefined);
        if (forward) expect(`${forward.text}\n${forward.ownText}`).toContain('Zebra');
      }),
      { numRuns: 500 },
    );
  });
  it('never throws, as text or as HTML', () => {
    const markup = fc.array(
      fc.oneof(
        line,
        fc.constantFrom('<div class="gmail_quote">', '</div>', '<blockquote>', '</blockquote>', '<hr id=stopSpelling>', '<'),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(markup, fc.string(), (pieces, delimiter) => {
        expect(typeof visibleReply({ html: pieces.join('') }, { delimiter })).toBe('string');
        readForward(undefined, pieces.join(''));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the time it takes', () => {
  const spent = (body: string) => {
    const runs = [1, 2].map(() => {
      const started = performance.now();
      visibleReply({ text: body });
      visibleReply({ html: body });
      readForward(body, undefined);
      return performance.now() - started;
    });
    return Math.min(...runs);
  };
  it.each([
    '>',
    '> words of old\n',
    'a@x.example 10:12\n',
    'On 3 May 2024 10:12 A\n',
    'From: a\n\n',
    '--\n',
    '__\nmailing list\n',
    `On 3 May 2024 10:12 ${'A'.repeat(400)} wrote:\n`,
    '<\n',
    '<div',
    '<blockquote>x',
    '> a\nb\n',
    '@'.repeat(490),
    `${'x'.repeat(480)}@y 12:30\n`,
  ])('grows with the body, not with its square: %j', (unit) => {
    const small = unit.repeat(Math.ceil(10_000 / unit.length));
    const before = spent(small);
    // Eight times the body takes eight times as long; by its square it would be 64 times.
    expect(spent(small.repeat(8))).toBeLessThan(Math.max(before * 24, 400));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../../../shared/intake/email/html-to-text.ts';

const convert = (html: string) => htmlToText(html, 10_000);

describe('htmlToText', () => {
  it.each([
    ['blocks on lines of their own', '<p>one</p><p>two</p><div>three</div><div>four</div>', 'one\n\ntwo\n\nthree\nfour'],
    ['line breaks', 'a<br>b<br/><br>c', 'a\nb\n\nc'],
    ['blanks as one', '<p>  a \n\t b&nbsp; </p>', 'a b'],
    ['preformatted text as it is', '<pre>a\n  b\n\n c</pre>d', 'a\n  b\n\n c\n\nd'],
    ['named, decimal and hexadecimal characters', '&eacute;&#233;&#xe9;&euro;&#146;&copy', 'ééé€’©'],
    ['characters nobody defined', '&nosuch; &#xD800; &#99999999; &', '&nosuch; \ufffd \ufffd &'],
    ['links with their address', '<a href="https://a.example/x?y=1&amp;z=2">here</a>', 'here (https://a.example/x?y=1&z=2)'],
    ['links that show their address once', '<a href="https://a.example/">a.example</a>', 'a.example'],
    ['other links as text', '<a href="javascript:alert(1)">x</a> <a href="mailto:a@b.example">write</a>', 'x write'],
    ['no scripts, styles, comments', 'a<script>b<p>c</p></script><style>d</style><!-- e --><!DOCTYPE f>g', 'ag'],
    ['lists', '<ul><li>a<li>b</ul>', '- a\n- b'],
    ['quotes', '<div>a</div><blockquote>b<blockquote>c</blockquote></blockquote>', 'a\n\n> b\n>\n> > c'],
    ['tags with > inside quotes', '<a title="a > b">c</a>', 'c'],
    ['less-than signs that are no tags', 'a < b <3 c', 'a < b <3 c'],
    ['words after an unclosed script, comment or quote', '<script>a <!-- b <a title="c>d', 'a b d'],
  ])('keeps %s', (_, html, text) => {
    expect(convert(html)).toBe(text);
  });

  it('gives some text for whatever it gets', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', '"', "'", '=', '!', '-', 'a', ' ', '&', '#', ';', 'script', 'p') }),
        (html) => {
          expect(typeof convert(html)).toBe('string');
        },
      ),
    );
  });

  it.each([
    '<',
    '<a ',
    '<a b="',
    '<!--',
    '<!',
    '<script>',
    '&#',
    '<blockquote>x',
    '<pre>\n',
    '<a href="http://a.example">',
    '<a = = =',
    '<br>',
    ' \n',
  ])('takes linear time for a megabyte of %j', (unit) => {
    const started = performance.now();
    htmlToText(unit.repeat(1_000_000 / unit.length), 60_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

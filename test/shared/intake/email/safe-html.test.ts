import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeHtml, safePage } from '../../../../shared/intake/email/safe-html.ts';

/** Well-known ways in: OWASP's filter evasion list, DOMPurify's and sanitize-html's tests, retyped. */
const attacks = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</script>',
  '<<script>alert(1)//<</script>',
  '<img src=x onerror=alert(1)>',
  '<img/src=x/onerror=alert(1)>',
  '<img """><script>alert("1")</script>">',
  "<img src='x' title='\"><script>alert(1)</script>'>",
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href=" &#x01; javascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:x">x</a>',
  '<svg><script>alert(1)</script></svg>',
  '<svg/onload=alert(1)>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<title><a href="</title><img src=x onerror=alert(1)>"></title>',
  '<iframe src="https://evil.example"></iframe>',
  '<object data="x"></object><embed src="x">',
  '<form action="https://evil.example"><input name=p><button>Go</button></form>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<style>@import url(https://evil.example/x.css);</style>',
  '<p style="background:url(https://evil.example/x.png)">x</p>',
  '<p style="background-color:u\\72l(https://evil.example)">x</p>',
  '<p style="color:expression(alert(1))">x</p>',
  '<p style="position:fixed;top:0;left:0;width:100%">x</p>',
  '<p style="color:red;}</style><script>alert(1)</script>">x</p>',
  '<table background="https://evil.example/x.png"><tr><td>x</table>',
  '<img src="https://evil.example/pixel.gif" srcset="https://evil.example/2x.gif 2x">',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<div id=location class=x name=cookie>x</div>',
  '<x onclick=alert(1)>x</x>',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</p>',
  '<a href="https://ok.example/"onmouseover=alert(1) x="">x</a>',
];

/** Takes the output apart as strictly as it must be written: tags of the list, attributes in double quotes, nothing else. */
function expectSafe(html: string): void {
  const strict = /<\/?([a-z0-9]+)((?: [a-z-]+="[^"<>`]*")*)>/g;
  const rest = html.replace(strict, (_, name: string, attributes: string) => {
    expect(name).not.toMatch(
      /^(?:script|style|iframe|object|embed|form|input|button|link|meta|base|svg|math|textarea|noscript|title)$/,
    );
    for (const [, key = '', value = ''] of attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
      expect(key).not.toMatch(/^on|^(?:id|class|name|srcset|background|action|formaction)$/);
      if (key === 'href') expect(value).toMatch(/^(?:https?:\/\/|mailto:|tel:)/i);
      if (key === 'src') expect(value).toMatch(/^data:image\/(?:png|jpeg|gif|webp);base64,/i);
      if (key === 'style') expect(value).not.toMatch(/url|expression|position|\\|@import/i);
    }
    return '';
  });
  expect(rest).not.toMatch(/[<>"]/);
}

describe('HTML for agents', () => {
  it.each(attacks)('is harmless after %s', (attack) => {
    expectSafe(safeHtml(attack));
    expectSafe(safeHtml(`<div title="${attack}">${attack}<p>`));
  });

  it('is harmless whatever is put together', () => {
    const bits = [
      '<',
      '>',
      '"',
      "'",
      '=',
      '/',
      '!--',
      '-->',
      'script',
      'img',
      ' src=',
      ' onerror=',
      'style',
      'svg',
      'a href=',
      'javascript:',
      '&lt;',
      '`',
      '\0',
      'x',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...bits), fc.constantFrom(...attacks)), { maxLength: 12 }), (some) => {
        expectSafe(safeHtml(some.join('')));
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps what makes a mail readable', () => {
    expect(
      safeHtml('<p style="color:red; margin: 0 4px">Hi <b>Ana</b>,<br/><a href="https://ok.example/?a=1&amp;b=2">see</a></p>'),
    ).toBe(
      '<p style="color:red;margin:0 4px">Hi <b>Ana</b>,<br><a href="https://ok.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">see</a></p>',
    );
  });

  it('names pictures of the mail, and only marks those that would be loaded from elsewhere', () => {
    expect(safeHtml('<img src="cid:logo@x" alt="Logo">')).toBe('<img alt="Logo" data-cid="logo@x">');
    expect(safeHtml('<img src="https://t.example/p.gif">')).toBe('<img data-remote="">');
    expect(safeHtml('<img src="data:image/png;base64,AAAA">')).toBe('<img src="data:image/png;base64,AAAA">');
  });

  it('closes what is open and drops what closes nothing', () => {
    expect(safeHtml('</div><ul><li>one<li><b>two</ul></p>')).toBe('<ul><li>one<li><b>two</b></li></li></ul>');
  });

  it('leaves words where markup is broken', () => {
    for (const html of ['<svg>Words', '<script>Words', '<head>Words', '<!-- Words', '<x>Words</x>'])
      expect(safeHtml(html)).toContain('Words');
    expect(safeHtml('<head><meta><style>x</style></head>Words')).toBe('Words');
  });

  it('shows the words of forms and of fallbacks, as the text does', () => {
    expect(safeHtml('<textarea>One</textarea><select><option>Two<option>Three</select><object data=x>Four</object>')).toBe(
      'One<br>Two<br>ThreeFour',
    );
  });

  it.each([
    ...['font-size:0', 'font-size:0.1px', 'font-size:1%', 'font:0 Arial', 'font:0px Arial', 'font-size:1e5px', 'line-height:0'],
    ...[
      'margin-left:9999px',
      'margin:0 0 0 500em',
      'margin-left:100%',
      'margin-top:100vh',
      'text-indent:9999px',
      'width:99999px',
    ],
    ...['padding:9999px', 'border-left:9999px solid white', 'vertical-align:-9999px', 'vertical-align:9999px', 'height:5000in'],
  ])('never moves words out of sight or makes them too small to see: %s', (style) => {
    expect(safeHtml(`<p style="color:red;${style}">x</p>`)).toBe('<p style="color:red">x</p>');
  });

  it.each([
    ...['font-size:11.0pt', 'font-size:small', 'font-size:90%', 'font:bold 12px Arial', 'font-weight:700', 'line-height:1.5'],
    ...[
      'margin:0 auto',
      'margin-left:40px',
      'padding:3.0pt 0in 0in 0in',
      'text-indent:1em',
      'width:600px',
      'width:100%',
      'width:0',
    ],
    ...['border:1px solid #e1e1e1', 'border-top:solid rgb(200,200,200) 1.0pt', 'vertical-align:-2px', 'vertical-align:top'],
  ])('keeps sizes that mail has: %s', (style) => {
    expect(safeHtml(`<p style="${style}">x</p>`)).toBe(`<p style="${style}">x</p>`);
  });

  it('takes no size from attributes that no mail has', () => {
    expect(safeHtml('<table width="99999" cellpadding="9999" border="1"></table>')).toBe('<table border="1"></table>');
  });

  it('comes as a page that allows nothing to run or load, wherever it is opened', () => {
    expect(safePage('<p>Hi</p>')).toContain(`content="default-src 'none'; img-src data:;`);
  });

  it.each([
    '<',
    '<a ',
    '<div>',
    '</div>',
    '<a href="',
    '<!--',
    '<svg>',
    "<p style='",
    '&',
    '<b>x</i>',
    '<a x=">"',
    `<a x='>'<b y=">"`,
  ])('of 2 MB of %s is made soon', (unit) => {
    const started = performance.now();
    safeHtml(unit.repeat(2_000_000 / unit.length));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

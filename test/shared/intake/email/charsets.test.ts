import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../shared/intake/email/charsets.ts';
import { decodeWords } from '../../../../shared/intake/email/encoded-words.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const hex = (digits: string): Uint8Array => Buffer.from(digits.replaceAll(' ', ''), 'hex');

describe('bytes become text', () => {
  it.each([
    ['utf-8', hex('46 72 c3 b6 73 63 68 65'), 'Frösche'],
    ['iso-8859-1', latin1('Frösche'), 'Frösche'],
    ['iso-8859-2', hex('b3 f3 64 bc'), 'łódź'],
    ['"windows-1251"', hex('cf f0 e8 e2 e5 f2'), 'Привет'],
    ['CP-1251', hex('cf f0 e8 e2 e5 f2'), 'Привет'],
    ['koi8-r', hex('f0 d2 c9 d7 c5 d4'), 'Привет'],
    ['gb2312', hex('b7 fe ce f1 c6 f7'), '服务器'],
    ['cp936', hex('b7 fe ce f1 c6 f7'), '服务器'],
    ['ks_c_5601-1987', hex('c7 d1 b1 db'), '한글'],
    ['iso-2022-kr', latin1('\u001b$)C\u000eGQ1[\u000f.'), '한글.'],
    ['hz-gb-2312', latin1('~{<:Ky2;S{~}.'), '己所不欲.'],
    ['big5', hex('a4 a4 a4 e5'), '中文'],
    ['iso-2022-jp', latin1('\u001b$B$"$$\u001b(B'), 'あい'],
    ['shift_jis', hex('82 a0 82 a2'), 'あい'],
    ['euc-jp', hex('a4 a2 a4 a4'), 'あい'],
    ['utf-7', latin1('Fr+APY-sche +- +AD4AIQ-'), 'Frösche + >!'],
    ['utf-16', hex('30 42 30 44'), 'あい'],
    ['utf-16le', hex('42 30 44 30'), 'あい'],
    ['utf-32', hex('00 00 30 42 00 01 f6 00'), 'あ😀'],
  ])('of %s', (charset, bytes, text) => {
    expect(decodeText(bytes, charset)).toBe(text);
  });

  it.each([
    ['UTF-8 under a label of one byte a character', 'iso-8859-1', Buffer.from('ALPHÉE'), 'ALPHÉE'],
    ['UTF-8 under no label', undefined, Buffer.from('ALPHÉE'), 'ALPHÉE'],
    ['UTF-8 under an unknown label', 'x-mystery', Buffer.from('ALPHÉE'), 'ALPHÉE'],
    ['UTF-8 under GBK, in more than a word', 'gbk', Buffer.from('Öl für große Türen, süß'), 'Öl für große Türen, süß'],
    ['GBK that looks like UTF-8', 'gbk', hex('c1 aa cd a8'), '联通'],
    ['Windows-1252 under UTF-8', 'utf-8', latin1('Frösche \u0080 5'), 'Frösche € 5'],
    ['Windows-1252 under no label', undefined, latin1('Frösche'), 'Frösche'],
    ['Japanese under US-ASCII', 'us-ascii', latin1('\u001b$B$"$$\u001b(B'), 'あい'],
    ['Chinese under no label', undefined, hex('d3 ca bc fe b4 ab ca e4 ca a7 b0 dc 21'), '邮件传输失败!'],
    ['Korean under no label', undefined, hex('be c8 b3 e7 c7 cf bc bc bf e4 20 b0 ed b0 b4 b4 d4'), '안녕하세요 고객님'],
    ['Russian under no label', undefined, hex('cf f0 e8 e2 e5 f2 20 e2 f1 e5 ec'), 'Привет всем'],
    ['Russian in KOI8-R under no label', undefined, hex('f0 d2 c9 d7 c5 d4 20 d7 d3 c5 cd'), 'Привет всем'],
    [
      'accents under no label',
      undefined,
      latin1('ÕÄÖÜ, Grüße aus Köln, à bientôt, señor, déjà vu'),
      'ÕÄÖÜ, Grüße aus Köln, à bientôt, señor, déjà vu',
    ],
    ['UTF-8 with damage', 'utf-8', hex('c3 a4 c3 b6 ff c3 bc'), 'äö\ufffdü'],
  ])('as it can only be: %s', (_, charset, bytes, text) => {
    expect(decodeText(bytes, charset)).toBe(text);
  });

  it('in the charset of the rest of the mail where nothing else is said', () => {
    expect(decodeText(hex('b7 fe ce f1 c6 f7'), undefined, 'gb2312')).toBe('服务器');
  });

  it('whatever they are, in whatever charset', () => {
    const labels = ['utf-7', 'utf-32', 'iso-2022-kr', 'hz-gb-2312', 'big5', 'x', 'utf-16'];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...labels), (bytes, label) => {
        expect(decodeText(bytes, label).isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('encoded words', () => {
  it.each([
    ['=?utf-8?Q?Caf=C3=A9_noir?=', 'Café noir'],
    ['=?UTF-8?B?Q2Fmw6k=?=', 'Café'],
    ['=?utf-8?B?Q2Fmw6k?= without padding', 'Café without padding'],
    ['=?utf-8*fr?Q?Caf=C3=A9?=', 'Café'],
    ['=?utf-8?Q?Caf=C3?= =?utf-8?Q?=A9?=', 'Café'],
    ['=?utf-8?Q?Caf?=\t=?iso-8859-1?Q?=E9?=', 'Café'],
    ['a =?utf-8?Q?b?= c', 'a b c'],
    ['=?iso-8859-1?Q?How are you??=', 'How are you?'],
    ['=?utf-8?Q?a?=20b?=', 'a? b'],
    ['=?utf-8?Q?Caf\u00e9?=', 'Café'],
    ['=?iso-8859-1?Q?Caf\u00e9_=E9?=', 'Café é'],
    ['=?iso-2022-jp?B?GyRCJCIbKEI=?= =?iso-2022-jp?B?GyRCJCQbKEI=?=', 'あい'],
    ['=?utf-7?Q?Fr+APY-sche?=', 'Frösche'],
    ['=?x-mystery?Q?Caf=E9?=', 'Café'],
    ['=?utf-8?X?no?=', '=?utf-8?X?no?='],
    ['=?utf-8?Q?no end', '=?utf-8?Q?no end'],
    ['1 =? 2', '1 =? 2'],
  ])('%s', (value, text) => {
    expect(decodeWords(value)).toBe(text);
  });

  it.each(['=?', '=?utf-8?Q?', '=?utf-8?Q?a?=', '=?utf-8?Q?=?=41', '?='])('of 2 MB of %s end soon', (unit) => {
    const started = performance.now();
    decodeWords(unit.repeat(2_000_000 / unit.length));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

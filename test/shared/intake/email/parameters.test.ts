import { describe, expect, it } from 'vitest';
import { readStructured } from '../../../../shared/intake/email/parameters.ts';

const named = (rest: string, name = 'filename') => readStructured(`attachment; ${rest}`).parameters.get(name);

describe('parameters', () => {
  it.each([
    ['filename=a.pdf', 'a.pdf'],
    ['filename="a b.pdf"', 'a b.pdf'],
    ['filename=a b.pdf; size=3', 'a b.pdf'],
    ['filename="a\\"b.pdf"', 'a"b.pdf'],
    ['filename="a;b.pdf"', 'a;b.pdf'],
    ['FileName = "a.pdf"', 'a.pdf'],
    ['filename="no end.pdf', 'no end.pdf'],
    ['size=1 filename="a.pdf"', undefined],
    ['size="1" filename="a.pdf"', 'a.pdf'],
    ["filename*=utf-8'en'%e2%82%ac%20rates.pdf", '€ rates.pdf'],
    ["filename*=iso-8859-1''Fr%F6sche.pdf", 'Frösche.pdf'],
    ['filename*=%e2%82%ac.pdf', '€.pdf'],
    ['filename*0*=utf-8\'\'%e2%82; filename*1*=%ac; filename*2=" 100%.pdf"', '€ 100%.pdf'],
    ['filename*1=b.pdf; filename*0=a', 'ab.pdf'],
    ['filename*0="a"; filename*10="c"; filename*9="b"', 'abc'],
    ["filename=plain.pdf; filename*=utf-8''%C3%A9.pdf", 'é.pdf'],
    ["filename*=utf-8''%C3%A9.pdf; filename=plain.pdf", 'é.pdf'],
    ['filename="=?utf-8?Q?Caf=C3=A9.pdf?="', 'Café.pdf'],
    ['filename==?utf-8?Q?Caf=C3=A9.pdf?=', 'Café.pdf'],
    ['filename="=?utf-8?B?Q2Fm?= =?utf-8?B?w6kucGRm?="', 'Café.pdf'],
    ['filename="Café.pdf"', 'Café.pdf'],
  ])('%s', (written, name) => {
    expect(named(written)).toBe(name);
  });

  it('keep the first word without comments, in lower case', () => {
    expect(readStructured('Text/PLAIN (as it is); charset=utf-8').value).toBe('text/plain');
    expect(readStructured('text / plain').value).toBe('text/plain');
    expect(readStructured('').value).toBe('');
  });

  it('are read where the first word is missing', () => {
    const { value, parameters } = readStructured('name="a.pdf"');
    expect([value, parameters.get('name')]).toEqual(['', 'a.pdf']);
  });

  it.each(['; a*0=b', ';', '"', '=', 'a', '; a="', '\\'])('of 64 KB of %s end soon', (unit) => {
    const started = performance.now();
    readStructured(`text/plain; ${unit.repeat(65_536)}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

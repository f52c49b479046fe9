import { describe, expect, it } from 'vitest';
import { sameAddress, wireAddress } from '../../../shared/notices/mail-address.ts';

describe('addresses on the wire', () => {
  it.each([
    ['zoe@customer.example', 'zoe@customer.example'],
    ["Zoe's@Customer.EXAMPLE", "Zoe's@customer.example"],
    ['a+b=c@bücher.example', 'a+b=c@xn--bcher-kva.example'],
    ['a@例子.测试', 'a@xn--fsqu00a.xn--0zwm56d'],
    ['dots..allowed.@docomo.example', 'dots..allowed.@docomo.example'],
  ])('writes %s as %s', (address, wire) => {
    expect(wireAddress(address)).toBe(wire);
  });

  it('ends local parts at 64 and addresses at 254 characters', () => {
    const local = 'l'.repeat(64);
    const domain = `${'d'.repeat(63)}.${'d'.repeat(63)}.${'d'.repeat(61)}`;
    expect(wireAddress(`${local}@${domain}`)).toHaveLength(254);
    expect(wireAddress(`${local}@${domain}d`)).toBeUndefined();
    expect(wireAddress(`${local}l@customer.example`)).toBeUndefined();
  });

  it.each([
    '',
    '@',
    'a@',
    '@b.example',
    'a@b',
    'a@b..example',
    'a@-b.example',
    'a@[192.0.2.1]',
    'a b@c.example',
    'a@b.example ',
    'é@b.example',
  ])('has none for %j', (address) => {
    expect(wireAddress(address)).toBeUndefined();
  });

  it('knows two spellings of one address', () => {
    expect(sameAddress('Zoe@BÜCHER.example', 'zoe@xn--bcher-kva.example')).toBe(true);
    expect(sameAddress('zoe@customer.example', 'zoe@customer.test')).toBe(false);
  });
});

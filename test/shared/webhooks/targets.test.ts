import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, longestUrl, wrongWithUrl } from '../../../shared/webhooks/targets.ts';

describe('an address that webhooks may not go to', () => {
  it.each([
    ...['127.0.0.1', '127.8.9.1', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
    ...['100.64.0.1', '100.127.255.255', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
    ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::8.8.8.8', '::ffff:0:8.8.8.8', '64:ff9b::7f00:1', '64:ff9b:1::1'],
    ...['100::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '2001:db8::1', '3fff::1', '5f00::1'],
    ...['2002:7f00:1::1', '2001::1', '2001:2::1', '2001:20::1', '4000::1', 'e000::1', 'localhost', '', '8.8.8', '1'],
  ])('%s', (address) => expect(isPublicAddress(address)).toBe(false));

  it('is none of these', () => {
    for (const address of ['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.255.255', '100.128.0.1', '169.253.1.1'])
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
    for (const address of ['2001:4860:4860::8888', '2606:4700::1111', '2a00:1450:4007::1'])
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
  });

  it('is any in a private network, and any IPv4 address in the clothes of IPv6', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, octet, (a, b, c) => {
        for (const address of [`10.${a}.${b}.${c}`, `127.${a}.${b}.${c}`, `192.168.${b}.${c}`, `169.254.${b}.${c}`])
          expect(isPublicAddress(address)).toBe(false);
        expect(isPublicAddress(`::ffff:${a}.${b}.${c}.1`)).toBe(false);
        expect(isPublicAddress(`64:ff9b::${a}.${b}.${c}.1`)).toBe(false);
      }),
    );
  });

  it('is all of IPv6 outside of its eighth for hosts', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(group, fc.array(group, { minLength: 7, maxLength: 7 }), (first, rest) => {
        fc.pre(first >> 13 !== 1);
        expect(isPublicAddress([first, ...rest].map((each) => each.toString(16)).join(':'))).toBe(false);
      }),
    );
  });
});

describe('the URL of a subscription', () => {
  it.each([
    'https://partner.example.com/hooks',
    'https://partner.example.com:8443/hooks?token=x',
    'https://partner.example.com:1024',
    'https://8.8.8.8/hooks',
    'https://[2001:4860:4860::8888]/hooks',
    `https://partner.example.com/${'x'.repeat(longestUrl - 28)}`,
  ])('may be %s', (url) => expect(wrongWithUrl(url, 'refused')).toBeUndefined());

  it.each([
    ['http://partner.example.com/', 'https://'],
    ['ftp://partner.example.com/', 'https://'],
    ['partner.example.com', 'web address'],
    ['https://ana:secret@partner.example.com/', 'password'],
    ['https://partner.example.com/#top', '#'],
    ['https://partner.example.com:25/', 'port'],
    ['https://partner.example.com:1023/', 'port'],
    ['https://localhost/', 'public Internet'],
    ['https://intranet/', 'public Internet'],
    ['https://printer.local/', 'public Internet'],
    ['https://db.internal./', 'public Internet'],
    ['https://127.0.0.1/', 'private'],
    ['https://2130706433/', 'private'],
    ['https://0x7f.1/', 'private'],
    ['https://0177.0.0.1/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::ffff:169.254.169.254]/', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    [`https://partner.example.com/${'x'.repeat(longestUrl - 27)}`, 'at most'],
  ])('may not be %s', (url, rule) => expect(wrongWithUrl(url, 'refused')).toContain(rule));

  it('may be of the machine itself, and plain HTTP, on the local cloud alone', () => {
    expect(wrongWithUrl('http://127.0.0.1:8080/hooks', 'allowed')).toBeUndefined();
    expect(wrongWithUrl('file:///etc/passwd', 'allowed')).toContain('http');
    expect(wrongWithUrl('http://a:b@127.0.0.1/', 'allowed')).toContain('password');
  });
});

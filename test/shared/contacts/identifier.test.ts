import { describe, expect, it } from 'vitest';
import { identifiersOf, longestIdentifier, partsOf, readIdentifier } from '../../../shared/contacts/identifier.ts';

describe('an identifier', () => {
  it.each([
    ['mail:Ana@Customer.example', 'mail:ana@customer.example'],
    [' phone:+33142860000 ', 'phone:+33142860000'],
    ['account:prt_x/Ab 12', 'account:prt_x/Ab 12'],
    [`account:${'x'.repeat(longestIdentifier - 8)}`, `account:${'x'.repeat(longestIdentifier - 8)}`],
  ])('is read from %s', (text, identifier) => {
    expect(readIdentifier(text)).toBe(identifier);
  });
  it.each([
    '',
    'mail:',
    'mail:ana',
    'mail:a b@c',
    'phone:0142860000',
    'phone:+33',
    'fax:+33142860000',
    'account: x',
    'ana@customer.example',
  ])('is not %j', (text) => {
    expect(readIdentifier(text)).toBeUndefined();
  });
  it('has at most 300 characters', () => {
    expect(readIdentifier(`account:${'x'.repeat(longestIdentifier - 7)}`)).toBeUndefined();
  });
  it('has two parts', () => {
    expect(partsOf('account:a:b')).toEqual({ kind: 'account', value: 'a:b' });
    expect(() => partsOf('x:y')).toThrow('not an identifier');
  });
});

describe('a requester', () => {
  it('is known by all that they say, in one spelling', () => {
    expect(identifiersOf({ address: 'Ana@Customer.example', phone: '+33142860000', account: 'acme-42', name: 'Ana' })).toEqual([
      'mail:ana@customer.example',
      'phone:+33142860000',
      'account:acme-42',
    ]);
  });
  it('is known by nothing that has not its form, such as a withheld number', () => {
    expect(identifiersOf({ phone: 'anonymous', name: 'Ana' })).toEqual([]);
  });
  it('is not a partner’s own id, which stands for all its customers, but what the partner calls one of them', () => {
    expect(identifiersOf({ account: 'prt_relais' })).toEqual([]);
    expect(identifiersOf({ account: 'prt_relais/4711' })).toEqual(['account:prt_relais/4711']);
  });
});

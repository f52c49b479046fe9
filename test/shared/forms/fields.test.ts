import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { internationalNumber, readFields } from '../../../shared/forms/fields.ts';
import { messageText } from '../../../shared/forms/message-text.ts';
import { networkOf } from '../../../shared/forms/network.ts';
import { Refused } from '../../../shared/forms/problem.ts';
import { aForm, typed } from './a-form.ts';

const form = aForm();
const rulesOf = (overrides: Record<string, unknown>) =>
  readFields(form, typed(overrides)).problems.map(({ field, rule }) => `${field} ${rule}`);

describe('what was typed', () => {
  it('is cleaned: one line stays one line, several lines have one kind of break, addresses are in lower case', () => {
    const { values, problems } = readFields(
      form,
      typed({ email: ' Ana@Customer.Example ', subject: 'a\r\nBcc: b\u202e', story: ' one\r\ntwo\rthree\u0007 ', place: '' }),
    );
    expect(problems).toEqual([]);
    expect([values.get('email'), values.get('subject'), values.get('story'), values.get('place')]).toEqual([
      'ana@customer.example',
      'a Bcc: b',
      'one\ntwo\nthree',
      '',
    ]);
  });
  it.each([
    [{ email: '' }, 'email missing'],
    [{ email: 'ana@' }, 'email not-an-address'],
    [{ email: 'ana@customer.example\nBcc: x@y.example' }, 'email not-an-address'],
    [{ email: `${'x'.repeat(300)}@y.example` }, 'email too-long'],
    [{ subject: '\u0000' }, 'subject missing'],
    [{ story: undefined }, 'story missing'],
    [{ story: '\r\n \t' }, 'story missing'],
    [{ story: ['x'] }, 'story not-text'],
    [{ story: null }, 'story not-text'],
    [{ place: 'x'.repeat(11) }, 'place too-long'],
    [{ story: 'x'.repeat(101) }, 'story too-long'],
    [{ phone: '12' }, 'phone not-a-number'],
    [{ phone: '+33 (1) 42.86.00-00 ext' }, 'phone not-a-number'],
    [{ level: 'none' }, 'level not-an-option'],
    [{ since: '2026-02-30T09:00' }, 'since not-a-time'],
    [{ since: '2026-02-28T24:01' }, 'since not-a-time'],
    [{ since: 'yesterday' }, 'since not-a-time'],
    [{ urgent: 'maybe' }, 'urgent not-an-option'],
    [{ hidden: 'x' }, 'hidden unknown-field'],
    [JSON.parse('{"__proto__":"x"}'), '__proto__ unknown-field'],
  ])('%o is refused as %s', (overrides, broken) => {
    // A spread would set the prototype of what it makes.
    const own = Object.keys(overrides).includes('__proto__')
      ? Object.assign(JSON.parse('{"__proto__":"x"}'), typed())
      : undefined;
    const found = own ? readFields(form, own).problems.map(({ field, rule }) => `${field} ${rule}`) : rulesOf(overrides);
    expect(found).toEqual([broken]);
  });
  it.each([
    [{ place: 'x'.repeat(10), story: 'x'.repeat(100) }],
    [{ phone: '01 42 86 00 00' }, { phone: '+86 10 5555 0180' }],
    [{ since: '2026-02-28T09:00' }, { since: '2026-02-28 09:00:30+01:00' }],
    [{ urgent: true }, { urgent: 'on' }, { urgent: false }, { urgent: '' }],
    [{ level: 'high' }],
  ])('%o is taken', (...each) => {
    for (const overrides of each) expect(rulesOf(overrides)).toEqual([]);
  });
  it('says all that is wrong at once, in the order of the fields', () => {
    expect(rulesOf({ email: 'x', subject: '', level: 'x' })).toEqual([
      'email not-an-address',
      'subject missing',
      'level not-an-option',
    ]);
  });
  it('whatever it is ends in values and named problems, never in an error', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.anything(), (fields, story) => {
        const { values, problems } = readFields(form, { ...fields, story });
        for (const value of values.values()) expect(value).not.toMatch(/(?![\n\t])\p{Cc}/u);
        for (const { field } of problems) expect(typeof field).toBe('string');
      }),
    );
  });
  it('of a phone number is known in E.164 where it has its country', () => {
    expect([internationalNumber('+33 (1) 42-86'), internationalNumber('01 42')]).toEqual(['+3314286', undefined]);
  });
});

describe('the text of a message', () => {
  const textOf = (overrides: Record<string, unknown>, language: 'en' | 'fr' = 'en') =>
    messageText(form, readFields(form, typed(overrides)).values, language);
  it('has every answer with its label, short ones together', () => {
    expect(textOf({ place: 'Here', level: 'high', since: '2026-01-05T09:00', urgent: true })).toBe(
      'Place: Here\n\nStory:\nOnce upon a time\n\nLevel: High\nSince: 2026-01-05 09:00\nUrgent: yes',
    );
    expect(textOf({ place: 'Ici' }, 'fr')).toBe('Lieu : Ici\n\nRécit :\nOnce upon a time\n\nUrgent : non');
  });
  it('is the answer alone where there is only one', () => {
    const single = aForm({ fields: [{ name: 'story', kind: 'textarea', label: { en: 'Story', fr: 'Récit' } }] });
    expect(messageText(single, new Map([['story', 'Hello\nyou']]), 'en')).toBe('Hello\nyou');
  });
});

describe('a refusal', () => {
  it('tells a program the first problem, by its own name for the field', () => {
    const refused = new Refused('invalid', [{ field: 'story', rule: 'too-long', limit: 100 }], { own: ['story'] });
    expect([refused.message, refused.field]).toEqual(['must have at most 100 characters', 'fields.story']);
    expect(new Refused('invalid', [{ field: 'consent', rule: 'not-agreed' }]).field).toBe('consent');
  });
});

describe('a network', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});

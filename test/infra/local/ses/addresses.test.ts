import { expect, it } from 'vitest';
import { bareAddresses, splitAddresses, statedAddresses, withoutLabel } from '../../../../infra/local/ses/addresses.ts';

it.each([
  ['a@x.example', ['a@x.example']],
  ['"Doe, Ana" <ana@x.example>, b@x.example', ['"Doe, Ana" <ana@x.example>', 'b@x.example']],
  ['ana@x.example (Ana, of sales), b@x.example', ['ana@x.example (Ana, of sales)', 'b@x.example']],
  ['"a \\" , b" <a@x.example>,c@x.example', ['"a \\" , b" <a@x.example>', 'c@x.example']],
  [' , ,a@x.example,', ['a@x.example']],
  ['Ana <ana@x.example, b@x.example', ['Ana <ana@x.example, b@x.example']],
])('splits %s into its entries', (header, entries) => {
  expect(splitAddresses(header)).toEqual(entries);
});

it.each(['<', '"', '(', ',', '\\'])('does not take long over a million times %s', (character) => {
  const started = performance.now();
  splitAddresses(character.repeat(1_000_000));
  bareAddresses(character.repeat(1_000_000));
  expect(performance.now() - started).toBeLessThan(5000);
});

it('gives bare addresses, groups opened, and what is none only where it is to be refused', () => {
  expect(bareAddresses('Ana <ana@x.example>, Team: b@x.example, c@x.example;, nobody')).toEqual([
    'ana@x.example',
    'b@x.example',
    'c@x.example',
  ]);
  expect(statedAddresses('ana@x.example, nobody')).toEqual(['ana@x.example', 'nobody']);
  expect(statedAddresses('undisclosed-recipients:;')).toEqual([]);
});

it('takes labels off', () => {
  expect(withoutLabel('ana+tkt_7+x@x.example')).toBe('ana@x.example');
  expect(withoutLabel('ana@x+y.example')).toBe('ana@x+y.example');
});

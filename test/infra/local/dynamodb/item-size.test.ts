import { expect, it } from 'vitest';
import { itemSize } from '../../../../infra/local/dynamodb/item-size.ts';

it.each([
  ['0', 1],
  ['1', 2],
  ['101', 3],
  ['100', 2],
  ['123456', 4],
  ['3.14159', 5],
  ['-5', 3],
  ['0.001', 2],
  [`1${'0'.repeat(125)}`, 2],
])('counts the number %s as %i bytes', (N, bytes) => {
  expect(itemSize({ n: { N } })).toBe(1 + bytes);
});

it('counts names and text in UTF-8, binary decoded, and the members of sets', () => {
  expect(itemSize({ été: { S: '工单' } })).toBe(5 + 6);
  expect(itemSize({ b: { B: 'AQID' } })).toBe(1 + 3);
  expect(itemSize({ s: { SS: ['a', 'bc'] }, b: { BS: ['AQID'] }, n: { NS: ['1', '22'] } })).toBe(1 + 3 + 1 + 3 + 1 + 4);
});

it('counts one byte for true, false and null', () => {
  expect(itemSize({ a: { BOOL: true }, b: { BOOL: false }, c: { NULL: true } })).toBe(6);
});

it('counts three bytes for a list or map and one for each member', () => {
  expect(itemSize({ l: { L: [{ S: 'ab' }, { S: 'c' }] } })).toBe(1 + 3 + 2 + 3);
  expect(itemSize({ m: { M: { k: { S: 'ab' } } } })).toBe(1 + 3 + 1 + 1 + 2);
});

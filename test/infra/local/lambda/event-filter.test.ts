import { expect, test } from 'vitest';
import { eventFilter } from '../../../../infra/local/lambda/event-filter.ts';

const passes = (pattern: unknown, event: unknown) => eventFilter([JSON.stringify(pattern)])(event);
const image = (attributes: Record<string, unknown>) => ({ eventName: 'INSERT', dynamodb: { NewImage: attributes } });

test.each([
  [['INSERT'], 'INSERT', true],
  [['MODIFY', 'INSERT'], 'INSERT', true],
  [['MODIFY'], 'INSERT', false],
  [[null], null, true],
  [[''], '', true],
  [[5], 5, true],
  [[5], '5', false],
  [[{ prefix: 'tkt_' }], 'tkt_1', true],
  [[{ prefix: 'tkt_' }], 'con_1', false],
  [[{ suffix: '.eml' }], 'a.eml', true],
  [[{ suffix: '.eml' }], 'a.pdf', false],
  [[{ 'equals-ignore-case': 'ana' }], 'ANA', true],
  [[{ 'anything-but': ['EVENT'] }], 'TICKET', true],
  [[{ 'anything-but': 'EVENT' }], 'EVENT', false],
  [[{ 'anything-but': { prefix: 'EV' } }], 'EVENT', false],
  [[{ 'anything-but': 'EVENT' }], undefined, false],
  [[{ exists: true }], 'x', true],
  [[{ exists: true }], undefined, false],
  [[{ exists: false }], undefined, true],
  [[{ exists: true }], { inner: 1 }, false],
  [[{ numeric: ['>', 1, '<=', 3] }], 3, true],
  [[{ numeric: ['>', 1, '<=', 3] }], 1, false],
  [[{ numeric: ['=', 3] }], '3', false],
  [['a'], ['b', 'a'], true],
])('%j on %j is %j', (rule, value, expected) => {
  expect(passes({ field: rule }, { field: value })).toBe(expected);
});

test('a nested pattern needs all its fields', () => {
  const pattern = { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['EVENT'] }, gone: { S: [{ exists: false }] } } } };
  expect(passes(pattern, image({ kind: { S: 'EVENT' } }))).toBe(true);
  expect(passes(pattern, image({ kind: { S: 'TICKET' } }))).toBe(false);
  expect(passes(pattern, image({ kind: { S: 'EVENT' }, gone: { S: 'no' } }))).toBe(false);
  expect(passes(pattern, { eventName: 'REMOVE' })).toBe(false);
});

test('one of several patterns is enough, and none lets all pass', () => {
  const filter = eventFilter(['{"a":["x"]}', '{"b":["y"]}']);
  expect([{ a: 'x' }, { b: 'y' }, { a: 'y' }].map(filter)).toEqual([true, true, false]);
  expect(eventFilter([])({})).toBe(true);
});

test.each([
  { $or: [{ a: ['x'] }, { b: ['y'] }] },
  { a: [{ wildcard: 'x*' }] },
  { a: 'x' },
  { a: [] },
  { a: [{ numeric: ['~', 3] }] },
  { a: [{ prefix: 3 }] },
])('%j is refused when the mapping starts', (pattern) => {
  expect(() => eventFilter([JSON.stringify(pattern)])).toThrow('not supported here');
});

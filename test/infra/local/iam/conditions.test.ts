import { describe, expect, test } from 'vitest';
import { compileConditions } from '../../../../infra/local/iam/conditions.ts';

/** Whether `{ operator: { 'k:Key': policy } }` holds for a request with this value of the key. */
function holds(operator: string, policy: string | number | boolean | string[], given?: string | string[]) {
  const context = (key: string) => (key === 'k:key' && given !== undefined ? [given].flat() : undefined);
  return compileConditions({ [operator]: { 'k:Key': policy } }).every((condition) => condition(context));
}

describe('condition operators', () => {
  test.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a', 'A', false],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringEqualsIgnoreCase', 'Ab', 'aB', true],
    ['StringNotEqualsIgnoreCase', 'Ab', 'aB', false],
    ['StringLike', 'a*', 'ab', true],
    ['StringNotLike', 'a*', 'ab', false],
    ['ArnEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:x:1:t', true],
    ['ArnLike', 'arn:aws:sns:*:t', 'arn:aws:sns:x:1:t', false],
    ['ArnNotLike', 'arn:aws:sns:x:1:*', 'arn:aws:sns:x:1:t', false],
    ['Bool', 'false', 'False', true],
    ['Bool', false, 'true', false],
    ['NumericLessThan', 10, '9', true],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '10', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericEquals', '10', '10.0', true],
    ['NumericNotEquals', '10', '10.0', false],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', true],
    ['DateLessThan', '1767225600', '2025-12-31T23:59:59Z', true],
    ['IpAddress', '127.0.0.0/8', '127.0.0.1', true],
    ['IpAddress', '127.0.0.1', '127.0.0.2', false],
    ['NotIpAddress', '::1', '::1', false],
    ['IpAddress', '127.0.0.0/8', 'nonsense', false],
    ['Null', 'true', 'a', false],
    ['Null', 'false', 'a', true],
  ])('%s %j of %s: %s', (operator, policy, given, expected) => {
    expect(holds(operator, policy, given)).toBe(expected);
  });
});

describe('a key that the request lacks', () => {
  test.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['BoolIfExists', true],
    ['ArnNotLike', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
  ])('%s: %s', (operator, expected) => {
    expect(holds(operator, 'a')).toBe(expected);
  });

  test('is what Null asks for', () => {
    expect([holds('Null', 'true'), holds('Null', 'false')]).toEqual([true, false]);
  });
});

describe('a key with several values', () => {
  test.each([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['a', 'c'], true],
    ['ForAnyValue:StringLike', ['x*'], ['a', 'c'], false],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
    ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'c'], true],
    ['StringNotEquals', ['a'], ['a', 'c'], false],
  ])('%s %j of %j: %s', (operator, policy, given, expected) => {
    expect(holds(operator, policy, given)).toBe(expected);
  });
});

describe('what cannot be evaluated', () => {
  test.each([
    ['BinaryEquals', 'QQ==', 'does not know the condition operator BinaryEquals'],
    ['StringEqualz', 'a', 'StringEqualz'],
    ['ForSomeValues:StringEquals', 'a', 'ForSomeValues:StringEquals'],
    ['NumericEquals', 'ten', 'cannot compare with ten'],
    ['IpAddress', 'home', 'home is not an address range'],
  ])('%s %s is an error when the policy is loaded', (operator, policy, message) => {
    expect(() => holds(operator, policy)).toThrow(message);
  });
});

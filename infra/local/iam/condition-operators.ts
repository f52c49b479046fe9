import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { compileArnPattern, compilePattern, type Pattern } from './pattern.ts';

/** A condition operator, without its quantifier and `IfExists`. */
export interface ConditionOperator {
  /** Compiles one value of the policy to a test of one value of the request. Throws for a value that is none for this operator. */
  compile(policyValue: string): Pattern;
  /** A `…Not…` operator: true when no value of the policy fits, and for a key that the request lacks. */
  negated: boolean;
}

const equal = (value: string) => compilePattern(value, { wildcards: false });
const equalIgnoringCase = (value: string): Pattern => {
  const pattern = compilePattern(value.toLowerCase(), { wildcards: false });
  return (text, context) => pattern(text.toLowerCase(), (key) => context(key)?.map((known) => known.toLowerCase()));
};
const bool = (value: string): Pattern => {
  const wanted = value.toLowerCase();
  return (text) => text.toLowerCase() === wanted;
};

type Comparison = (left: number, right: number) => boolean;

const comparing =
  (read: (text: string) => number, compare: Comparison) =>
  (value: string): Pattern => {
    const right = read(value);
    if (Number.isNaN(right)) throw new Error(`cannot compare with ${value}`);
    return (text) => compare(read(text), right);
  };

/** ISO 8601 or seconds since the epoch, as IAM takes both. */
const instant = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const ordered = (family: string, read: (text: string) => number): [string, ConditionOperator][] => {
  const operator = (compare: Comparison, negated = false) => ({ compile: comparing(read, compare), negated });
  return [
    [`${family}Equals`, operator((left, right) => left === right)],
    [`${family}NotEquals`, operator((left, right) => left === right, true)],
    [`${family}LessThan`, operator((left, right) => left < right)],
    [`${family}LessThanEquals`, operator((left, right) => left <= right)],
    [`${family}GreaterThan`, operator((left, right) => left > right)],
    [`${family}GreaterThanEquals`, operator((left, right) => left >= right)],
  ];
};

const addressRange = (value: string): Pattern => {
  const [address = '', prefix] = value.split('/');
  if (!isIPv4(address) && !isIPv6(address)) throw new Error(`${value} is not an address range`);
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family);
  return (text) => (isIPv4(text) && range.check(text, 'ipv4')) || (isIPv6(text) && range.check(text, 'ipv6'));
};

/** Source: IAM user guide, "IAM JSON policy elements: Condition operators". `Null` is not one of these: it asks about the key itself. */
export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map([
  ['StringEquals', { compile: equal, negated: false }],
  ['StringNotEquals', { compile: equal, negated: true }],
  ['StringEqualsIgnoreCase', { compile: equalIgnoringCase, negated: false }],
  ['StringNotEqualsIgnoreCase', { compile: equalIgnoringCase, negated: true }],
  ['StringLike', { compile: compilePattern, negated: false }],
  ['StringNotLike', { compile: compilePattern, negated: true }],
  ['ArnEquals', { compile: compileArnPattern, negated: false }],
  ['ArnLike', { compile: compileArnPattern, negated: false }],
  ['ArnNotEquals', { compile: compileArnPattern, negated: true }],
  ['ArnNotLike', { compile: compileArnPattern, negated: true }],
  ['Bool', { compile: bool, negated: false }],
  ['IpAddress', { compile: addressRange, negated: false }],
  ['NotIpAddress', { compile: addressRange, negated: true }],
  ...ordered('Numeric', Number),
  ...ordered('Date', instant),
]);

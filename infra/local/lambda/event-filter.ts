type Predicate = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isScalar = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** A value of an event that is a list matches if one of its elements does. */
const anyOf =
  (test: Predicate): Predicate =>
  (value) =>
    Array.isArray(value) ? value.some(test) : test(value);

const comparisons: Record<string, (left: number, right: number) => boolean> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function refuse(pattern: unknown): Error {
  return new Error(`event filter: ${JSON.stringify(pattern)} is not supported here`);
}

/** Compares JSON numbers only: the `N` values of a DynamoDB record are strings and never match, as on AWS. */
function numeric(operand: unknown): Predicate {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 === 1) throw refuse({ numeric: operand });
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = comparisons[String(operand[index])];
    const bound: unknown = operand[index + 1];
    if (!compare || typeof bound !== 'number') throw refuse({ numeric: operand });
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function text(operator: string, operand: unknown, test: (value: string, operand: string) => boolean): Predicate {
  if (!isText(operand)) throw refuse({ [operator]: operand });
  return (value) => isText(value) && test(value, operand);
}

function anythingBut(operand: unknown): Predicate {
  if (isObject(operand)) {
    const inner = matcher(operand);
    return (value) => value !== undefined && !inner(value);
  }
  const excluded: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (excluded.length === 0 || !excluded.every(isScalar)) throw refuse({ 'anything-but': operand });
  return (value) => value !== undefined && !excluded.includes(value);
}

/** One element of a pattern's list. */
function matcher(pattern: unknown): Predicate {
  if (isScalar(pattern)) return anyOf((value) => value === pattern);
  const [[operator, operand] = ['', undefined], ...others] = isObject(pattern) ? Object.entries(pattern) : [];
  if (others.length > 0) throw refuse(pattern);
  switch (operator) {
    case 'prefix':
      return anyOf(text(operator, operand, (whole, part) => whole.startsWith(part)));
    case 'suffix':
      return anyOf(text(operator, operand, (whole, part) => whole.endsWith(part)));
    case 'equals-ignore-case':
      return anyOf(text(operator, operand, (whole, part) => whole.toLowerCase() === part.toLowerCase()));
    case 'numeric':
      return anyOf(numeric(operand));
    case 'anything-but':
      return anyOf(anythingBut(operand));
    case 'exists':
      if (typeof operand !== 'boolean') throw refuse(pattern);
      // Works on leaves only, as on AWS: an object does not count as there.
      return (value) => (value !== undefined && !isObject(value)) === operand;
    default:
      throw refuse(pattern);
  }
}

function compile(pattern: Record<string, unknown>): Predicate {
  const fields = Object.entries(pattern).map(([name, rule]): Predicate => {
    if (name === '$or') throw refuse(pattern);
    const test = Array.isArray(rule) ? oneOf(rule) : isObject(rule) ? compile(rule) : undefined;
    if (!test) throw refuse({ [name]: rule });
    return (event) => test(isObject(event) ? event[name] : undefined);
  });
  return (event) => fields.every((field) => field(event));
}

function oneOf(rules: unknown[]): Predicate {
  if (rules.length === 0) throw refuse(rules);
  const tests = rules.map(matcher);
  return (value) => tests.some((test) => test(value));
}

/**
 * Compiles the patterns of a mapping's FilterCriteria: an event passes if one pattern matches it, and all pass without patterns (Lambda
 * developer guide, "Filter rule syntax"). Throws at once for an operator that is unknown here.
 */
export function eventFilter(patterns: string[]): (event: unknown) => boolean {
  const tests = patterns.map((pattern): Predicate => {
    const parsed: unknown = JSON.parse(pattern);
    if (!isObject(parsed)) throw refuse(parsed);
    return compile(parsed);
  });
  return (event) => tests.length === 0 || tests.some((test) => test(event));
}

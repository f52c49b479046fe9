import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileArnPattern, compilePattern } from '../../../../infra/local/iam/pattern.ts';

const noContext = () => undefined;

/** The meaning of `*` and `?` word for word, at exponential cost. */
function naive(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === '';
  if (first === '*') return naive(rest.join(''), text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && naive(rest.join(''), text.slice(1));
}

describe('wildcards', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '$'), maxLength: 8 });

  test('match as their definition says', () => {
    fc.assert(
      fc.property(pattern, text, (glob, given) => compilePattern(glob)(given, noContext) === naive(glob, given)),
      { numRuns: 2000 },
    );
  });

  test('match every text that is made from the pattern', () => {
    const pieces = fc.array(fc.record({ piece: fc.string({ unit: fc.constantFrom('a', 'b') }), filling: text }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        const glob = parts.map(({ piece }) => `${piece}*`).join('');
        const made = parts.map(({ piece, filling }) => `${piece}${filling}`).join('');
        return compilePattern(glob)(made, noContext);
      }),
    );
  });

  test('many of them cost no more than the product of both lengths', () => {
    expect(compilePattern(`${'a*'.repeat(200)}b`)('a'.repeat(5000), noContext)).toBe(false);
  });

  test('are plain characters where an operator has none', () => {
    const equals = compilePattern('a*', { wildcards: false });
    expect([equals('a*', noContext), equals('ab', noContext)]).toEqual([true, false]);
  });
});

describe('patterns over ARNs', () => {
  test.each([
    ['*', 'anything', true],
    ['arn:aws:s3:::mail/*', 'arn:aws:s3:::mail/a/b:c', true],
    ['arn:aws:s3:::mail/*', 'arn:aws:s3:::mailbox/a', false],
    ['arn:aws:sqs:*:1:q', 'arn:aws:sqs:eu-west-1:1:q', true],
    ['arn:aws:sqs:*:q', 'arn:aws:sqs:eu-west-1:1:q', false],
    ['arn:aws:sqs', 'arn:aws:sqs:eu-west-1:1:q', true],
    ['arn:aws:sqs:eu-west-?:1:*', 'arn:aws:sqs:eu-west-1:1:q:x', true],
    ['arn:aws:sqs:eu-west-1:1:q', '*', false],
    ['arn:*:sqs:eu-west-1:1:q', 'q', false],
  ])('%s over %s: %s', (pattern, arn, expected) => {
    expect(compileArnPattern(pattern)(arn, noContext)).toBe(expected);
  });
});

describe('policy variables', () => {
  const context = (key: string) => (key === 'aws:principalarn' ? ['arn:aws:iam::1:role/a*'] : undefined);

  test('stand for the request’s value, whose characters are no wildcards', () => {
    const own = compilePattern(`x/\${aws:PrincipalArn}/*`);
    expect(own('x/arn:aws:iam::1:role/a*/1', context)).toBe(true);
    expect(own('x/arn:aws:iam::1:role/ab/1', context)).toBe(false);
  });

  test('match nothing when the request has no such value, unless they have a default', () => {
    expect(compilePattern(`\${aws:Nothing}*`)('x', context)).toBe(false);
    expect(compilePattern(`\${aws:Nothing, 'y'}*`)('yx', context)).toBe(true);
  });

  test('write the wildcard characters themselves', () => {
    const star = compilePattern(`a\${*}\${?}\${$}`);
    expect([star('a*?$', noContext), star('abc$', noContext)]).toEqual([true, false]);
  });
});

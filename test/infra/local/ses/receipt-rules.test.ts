import { describe, expect, it } from 'vitest';
import { covers, receiptRulesOf } from '../../../../infra/local/ses/receipt-rules.ts';
import { anApp, aResource } from '../gateway/test-cloud.ts';

describe('a recipient', () => {
  it.each([
    ['ana@x.example', 'ana@x.example', true],
    ['ana@x.example', 'ANA@X.Example', true],
    ['ana@x.example', 'ana+tkt_7@x.example', true],
    ['ana+a@x.example', 'ana+a@x.example', true],
    ['ana+a@x.example', 'ana@x.example', false],
    ['ana+a@x.example', 'ana+b@x.example', false],
    ['ana@x.example', 'joana@x.example', false],
    ['x.example', 'anyone+at@x.example', true],
    ['x.example', 'a@sub.x.example', false],
    ['.x.example', 'a@sub.x.example', true],
    ['.x.example', 'a@deep.sub.x.example', true],
    ['.x.example', 'a@x.example', false],
    ['x.example', 'a@notx.example', false],
  ])('%s covers %s: %s', (recipient, address, expected) => {
    expect(covers(recipient, address)).toBe(expected);
  });
});

const aRule = (name: string, { After, ...rule }: Record<string, unknown> = {}) =>
  aResource('AWS::SES::ReceiptRule', name, {
    RuleSetName: 'set',
    ...(After ? { After } : {}),
    Rule: { Enabled: true, Recipients: ['x.example'], Actions: [{ S3Action: { BucketName: 'mail' } }], ...rule },
  });
const names = (...rules: ReturnType<typeof aRule>[]) => receiptRulesOf(anApp(...rules)).map(({ name }) => name);

describe('the rules', () => {
  it('stand in the order that After gives them, without the disabled ones', () => {
    expect(names(aRule('one'), aRule('three', { After: 'one' }), aRule('two', { After: 'one' }))).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(names(aRule('one'), aRule('off', { After: 'one', Enabled: false }), aRule('two', { After: 'off' }))).toEqual([
      'one',
      'two',
    ]);
  });

  it('are refused where the local cloud would do something else than SES', () => {
    expect(() => names(aRule('one', { After: 'none' }))).toThrow(/no rule none/);
    expect(() => names(aRule('one', { Actions: [{ LambdaAction: { FunctionArn: 'x' } }] }))).toThrow(/Test\/one/);
    expect(() => names(aRule('one', { Actions: [{ S3Action: { BucketName: 'mail', KmsKeyArn: 'x' } }] }))).toThrow(/Test\/one/);
    const other = aRule('two');
    expect(() => names(aRule('one'), { ...other, properties: { ...other.properties, RuleSetName: 'other' } })).toThrow(
      /only one receipt rule set/,
    );
  });
});

import { describe, expect, test } from 'vitest';
import { account, region, resolved } from './written-assembly.ts';

const queue = { Queue: { Type: 'AWS::SQS::Queue' } };

describe('references', () => {
  test('Ref answers pseudo parameters', () => {
    const value = ['AWS::AccountId', 'AWS::Region', 'AWS::Partition', 'AWS::URLSuffix', 'AWS::StackName'].map((Ref) => ({ Ref }));
    expect(resolved(value)).toEqual([account, region, 'aws', 'amazonaws.com', 'Stack']);
  });

  test('Ref answers a parameter: the given value, else its default, lists as lists', () => {
    const Parameters = {
      Given: { Type: 'String', Default: 'no' },
      Size: { Type: 'Number', Default: 3 },
      List: { Type: 'CommaDelimitedList', Default: 'a, b' },
    };
    const value = [{ Ref: 'Given' }, { Ref: 'Size' }, { Ref: 'List' }];
    expect(resolved(value, { Parameters }, { parameters: { Given: 'yes' } })).toEqual(['yes', '3', ['a', 'b']]);
  });

  test('a parameter that AWS would read from SSM must be given', () => {
    const Parameters = { Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/a/path' } };
    expect(() => resolved({ Ref: 'Version' }, { Parameters })).toThrow('parameter Version');
    expect(resolved({ Ref: 'Version' }, { Parameters }, { parameters: { Version: '21' } })).toBe('21');
  });

  test('Fn::GetAtt takes a list or dotted text', () => {
    const arn = `arn:aws:sqs:${region}:${account}:Stack-Queue`;
    expect(resolved([{ 'Fn::GetAtt': ['Queue', 'Arn'] }, { 'Fn::GetAtt': 'Queue.Arn' }], { Resources: queue })).toEqual([
      arn,
      arn,
    ]);
  });

  test('AWS::NoValue removes its member or item', () => {
    expect(resolved({ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }, 2] })).toEqual({ b: [1, 2] });
  });
});

describe('text and lists', () => {
  test('Fn::Join joins texts and numbers, also of a list that is itself computed', () => {
    expect(resolved({ 'Fn::Join': ['-', ['a', 1, { Ref: 'AWS::Region' }]] })).toBe(`a-1-${region}`);
    expect(resolved({ 'Fn::Join': ['+', { 'Fn::Split': ['.', 'x.y'] }] })).toBe('x+y');
  });

  test('Fn::Sub fills names, attributes and its own values, and keeps escaped literals', () => {
    expect(resolved({ 'Fn::Sub': `\${AWS::Region}/\${Queue.QueueName}/\${!kept}` }, { Resources: queue })).toBe(
      `${region}/Stack-Queue/\${kept}`,
    );
    expect(resolved({ 'Fn::Sub': [`\${Own}-\${AWS::Partition}`, { Own: { Ref: 'AWS::Region' } }] })).toBe(`${region}-aws`);
  });

  test('Fn::Select and Fn::Split take lists apart', () => {
    expect(resolved({ 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] })).toBe('b');
    expect(() => resolved({ 'Fn::Select': [3, ['a']] })).toThrow('Fn::Select has no item 3');
  });

  test('Fn::Base64, Fn::Length and Fn::ToJsonString', () => {
    const value = [
      { 'Fn::Base64': 'hi' },
      { 'Fn::Length': ['a', 'b'] },
      { 'Fn::ToJsonString': { a: { Ref: 'AWS::Partition' } } },
    ];
    expect(resolved(value)).toEqual(['aGk=', 2, '{"a":"aws"}']);
  });

  test('Fn::FindInMap finds by computed keys, or answers its default', () => {
    const Mappings = { Sizes: { [region]: { small: 1 } } };
    expect(resolved({ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, { Mappings })).toBe(1);
    expect(resolved({ 'Fn::FindInMap': ['Sizes', 'x', 'y', { DefaultValue: 'none' }] }, { Mappings })).toBe('none');
    expect(() => resolved({ 'Fn::FindInMap': ['Sizes', 'x', 'y'] }, { Mappings })).toThrow('finds nothing at Sizes.x.y');
  });

  test('an object with a member named Ref among others is plain data', () => {
    expect(resolved({ Ref: 'x', more: 1 })).toEqual({ Ref: 'x', more: 1 });
  });
});

describe('conditions', () => {
  const Parameters = { Stage: { Type: 'String', Default: 'local' } };
  const Conditions = {
    IsLocal: { 'Fn::Equals': [{ Ref: 'Stage' }, 'local'] },
    IsProd: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
    Both: { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsProd' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsProd' }] },
  };

  test.each([
    ['IsLocal', 'yes'],
    ['IsProd', 'no'],
    ['Both', 'no'],
    ['Either', 'yes'],
  ])('Fn::If follows %s', (condition, expected) => {
    expect(resolved({ 'Fn::If': [condition, 'yes', 'no'] }, { Parameters, Conditions })).toBe(expected);
  });

  test('the branch that is not taken is never looked at', () => {
    expect(resolved({ 'Fn::If': ['IsLocal', 'fine', { Ref: 'Nowhere' }] }, { Parameters, Conditions })).toBe('fine');
  });

  test('a resource whose condition is false does not exist, and a reference to it says so', () => {
    const Resources = { Queue: { Type: 'AWS::SQS::Queue', Condition: 'IsProd' } };
    expect(() => resolved({ Ref: 'Queue' }, { Parameters, Conditions, Resources })).toThrow(
      'template of stack Stack, Probe, Properties.value: refers to Queue, and there is a resource whose condition is false',
    );
  });

  test('an unknown condition function is an error', () => {
    expect(() => resolved({ 'Fn::If': ['C', 1, 2] }, { Conditions: { C: { 'Fn::Contains': [['a'], 'a'] } } })).toThrow(
      'Fn::Contains',
    );
  });

  test('conditions that refer to each other in a circle are an error', () => {
    const circle = { A: { Condition: 'B' }, B: { Condition: 'A' } };
    expect(() => resolved({ 'Fn::If': ['A', 1, 2] }, { Conditions: circle })).toThrow(
      'Stack condition A → Stack condition B → Stack condition A',
    );
  });
});

describe('what cannot be resolved', () => {
  test.each([
    [
      'an unknown function',
      { a: [{ 'Fn::GetAZs': '' }] },
      'stack Stack, Probe, Properties.value.a.0: the local cloud does not know Fn::GetAZs',
    ],
    ['a function among other members', { 'Fn::Transform': {}, other: 1 }, 'does not know Fn::Transform, other'],
    ['a name that is nowhere', { Ref: 'Nowhere' }, 'refers to Nowhere, and there is nothing of that name'],
    [
      'an attribute that is nowhere',
      { 'Fn::GetAtt': ['Queue', 'Colour'] },
      'Fn::GetAtt Queue.Colour: the local cloud has no attribute Colour of AWS::SQS::Queue',
    ],
    ['a list where text belongs', { 'Fn::Join': ['', [['a']]] }, 'Fn::Join needs text, not ["a"]'],
    ['text where a list belongs', { 'Fn::Join': ['', 'a'] }, 'Fn::Join needs a list, not "a"'],
    ['too few arguments', { 'Fn::Select': [1] }, 'Fn::Select needs 2 arguments'],
    ['an unknown export', { 'Fn::ImportValue': 'nobody' }, 'no stack exports nobody'],
    ['an unknown condition', { 'Fn::If': ['Maybe', 1, 2] }, 'there is no condition Maybe'],
  ])('%s is an error that says where', (_, expression, message) => {
    expect(() => resolved(expression, { Resources: queue })).toThrow(message);
  });
});

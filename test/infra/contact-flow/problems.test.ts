import { describe, expect, it } from 'vitest';
import { type Action, compare, disconnect, type Flow, flow, loop, say } from '../../../infra/contact-flow/flow.ts';
import { flowProblems, longestIdentifier, mostActions } from '../../../infra/contact-flow/problems.ts';

const end = disconnect('end');
const ways = { next: 'end', failed: 'end' };
/** A flow of one action of interest. */
const withAction = (action: Partial<Action>): Flow => flow({ ...say('it', 'Hello', ways), ...action }, end);
const key = {
  Type: 'GetParticipantInput',
  Parameters: { Text: 'Press', StoreInput: 'False' },
  Transitions: {
    NextAction: 'end',
    Errors: ['InputTimeLimitExceeded', 'NoMatchingCondition', 'NoMatchingError'].map((ErrorType) => ({
      ErrorType,
      NextAction: 'end',
    })),
    Conditions: [{ NextAction: 'end', Condition: { Operator: 'Equals', Operands: ['1'] } }],
  },
};
const stored = {
  ...key,
  Parameters: { Text: 'Key in', StoreInput: 'True', InputValidation: { CustomValidation: { MaximumLength: '9' } } },
  Transitions: { NextAction: 'end', Errors: [{ ErrorType: 'NoMatchingError', NextAction: 'end' }], Conditions: [] },
};
const lambda = (parameters: Record<string, unknown>) => ({
  Type: 'InvokeLambdaFunction',
  Parameters: { LambdaFunctionARN: 'arn', InvocationTimeLimitSeconds: '8', ...parameters },
});

describe('a flow is told', () => {
  it.each<[string, Flow, string]>([
    [
      'another version',
      { ...withAction({}), Version: '2019-10-31' as '2019-10-30' },
      'Version must be 2019-10-30, not 2019-10-31',
    ],
    ['a start that is not there', { ...withAction({}), StartAction: 'x' }, 'StartAction x is no action'],
    ['two actions of one name', flow(say('it', 'a', ways), say('it', 'b', ways), end), 'it: two actions have this identifier'],
    ['an action that nothing leads to', flow(say('it', 'a', ways), say('lost', 'b', ways), end), 'lost: nothing leads here'],
    ['a way to nowhere', flow(say('it', 'a', { next: 'gone', failed: 'end' }), end), 'it: leads to gone, which is no action'],
    ['an identifier with a slash', flow(say('a/b', 'a', ways), end), 'a/b: is no identifier'],
    ['a name of JavaScript’s own', flow(say('__proto__', 'a', ways), end), '__proto__: is no identifier'],
    ['an unknown type', withAction({ Type: 'Shout' }), 'it: Shout is no type of action'],
    ['a type that every object seems to have', withAction({ Type: 'constructor' }), 'it: constructor is no type of action'],
    [
      'two things to say',
      withAction({ Parameters: { Text: 'a', SSML: 'b' } }),
      'it: needs exactly one of PromptId, Text, SSML, Media',
    ],
    ['a parameter that means nothing', withAction({ Parameters: { Text: 'a', Loud: 'True' } }), 'it: Loud is no parameter of it'],
    [
      'a number that is no text',
      withAction({ ...key, Parameters: { ...key.Parameters, InputTimeLimitSeconds: 5 } }),
      'it: InputTimeLimitSeconds must be text, not 5',
    ],
    [
      'a boolean that is no text',
      withAction({ ...key, Parameters: { Text: 'a', StoreInput: false } }),
      'it: StoreInput must be text, not false',
    ],
    [
      'nine seconds for a function',
      withAction(lambda({ InvocationTimeLimitSeconds: '9' })),
      'it: InvocationTimeLimitSeconds must be a whole number from 1 to 8, not 9',
    ],
    [
      'a time limit that is not fixed',
      withAction(lambda({ InvocationTimeLimitSeconds: '$.Attributes.x' })),
      'it: InvocationTimeLimitSeconds must be a whole number',
    ],
    [
      'the other spelling of ARN',
      withAction({ Type: 'InvokeLambdaFunction', Parameters: { LambdaFunctionArn: 'a', InvocationTimeLimitSeconds: '8' } }),
      'it: needs LambdaFunctionARN',
    ],
    [
      'a JSONPath into a list',
      withAction({ Parameters: { Text: '$.External.list[0]' } }),
      'it: Text is no JSONPath: $.External.list[0]',
    ],
    [
      'an error that never comes',
      withAction({ Transitions: { NextAction: 'end', Errors: [{ ErrorType: 'QueueAtCapacity', NextAction: 'end' }] } }),
      'it: never fails with QueueAtCapacity',
    ],
    ['conditions on what has none', withAction({ Transitions: { ...key.Transitions, Errors: [] } }), 'it: has no conditions'],
    [
      'an end that goes on',
      flow(say('it', 'a', ways), { ...end, Transitions: { NextAction: 'it' } }),
      'end: ends the flow and leads nowhere',
    ],
    ['no way onwards', withAction({ Transitions: {} }), 'it: needs NextAction'],
    [
      'a comparison with no way out',
      withAction({
        ...compare('it', '$.External.x', { a: 'end' }, 'end'),
        Transitions: { NextAction: 'end', Conditions: key.Transitions.Conditions },
      }),
      'it: needs a way for the error NoMatchingCondition',
    ],
    ['a comparison with text', withAction(compare('it', 'x', { a: 'end' }, 'end')), 'it: ComparisonValue must be one JSONPath'],
    [
      'a loop with one branch',
      withAction({
        ...loop('it', 2, { again: 'it', done: 'end' }),
        Transitions: {
          NextAction: 'end',
          Conditions: [{ NextAction: 'end', Condition: { Operator: 'Equals', Operands: ['DoneLooping'] } }],
        },
      }),
      'it: needs the condition ContinueLooping',
    ],
    [
      '101 rounds',
      withAction(loop('it', 101, { again: 'it', done: 'end' })),
      'it: LoopCount must be a whole number from 0 to 100, not 101',
    ],
    [
      'a key that no phone has',
      withAction({
        ...key,
        Transitions: {
          ...key.Transitions,
          Conditions: [{ NextAction: 'end', Condition: { Operator: 'Equals', Operands: ['12'] } }],
        },
      }),
      'it: 12 is no key of a phone',
    ],
    [
      'keys without a way for silence',
      withAction({ ...key, Transitions: { ...key.Transitions, Errors: key.Transitions.Errors.slice(1) } }),
      'it: needs a way for the error InputTimeLimitExceeded',
    ],
    [
      'a stored input with conditions',
      withAction({ ...stored, Transitions: { ...stored.Transitions, Conditions: key.Transitions.Conditions } }),
      'it: has no conditions',
    ],
    [
      'a stored input with a way for silence',
      withAction({ ...stored, Transitions: key.Transitions }),
      'it: never fails with InputTimeLimitExceeded where it stores what was keyed',
    ],
    [
      'a stored input without a measure',
      withAction({ ...stored, Parameters: { Text: 'a', StoreInput: 'True' } }),
      'it: needs InputValidation where it stores what was keyed',
    ],
    [
      'a fixed number to call back',
      withAction({ Type: 'UpdateContactCallbackNumber', Parameters: { CallbackNumber: '+33199000100' } }),
      'it: CallbackNumber must be a JSONPath',
    ],
    [
      'tags of AWS',
      withAction({ Type: 'TagContact', Parameters: { Tags: { 'aws:x': 'y' } } }),
      'it: aws:x: tags must not begin with aws:',
    ],
    [
      'an unknown operator',
      withAction({
        ...compare('it', '$.External.x', {}, 'end'),
        Transitions: {
          NextAction: 'end',
          Errors: [{ ErrorType: 'NoMatchingCondition', NextAction: 'end' }],
          Conditions: [{ NextAction: 'end', Condition: { Operator: 'Like', Operands: ['a'] } }],
        },
      }),
      'it: Like is no operator',
    ],
  ])('%s', (_, broken, problem) => {
    expect(flowProblems(broken).join('\n')).toContain(problem);
  });
});

describe('limits, on both sides', () => {
  const chain = (length: number) =>
    flow(
      ...Array.from({ length: length - 1 }, (_, i) =>
        say(`a${i}`, 'x', { next: i === length - 2 ? 'end' : `a${i + 1}`, failed: 'end' }),
      ),
      end,
    );
  it(`${mostActions} actions`, () => {
    expect(flowProblems(chain(mostActions))).toEqual([]);
    expect(flowProblems(chain(mostActions + 1))).toEqual([`has ${mostActions + 1} actions: at most ${mostActions}`]);
  });
  it(`${longestIdentifier} characters of an identifier`, () => {
    expect(flowProblems(flow(say('a'.repeat(longestIdentifier), 'x', ways), end))).toEqual([]);
    expect(flowProblems(flow(say('a'.repeat(longestIdentifier + 1), 'x', ways), end))).toHaveLength(1);
  });
});

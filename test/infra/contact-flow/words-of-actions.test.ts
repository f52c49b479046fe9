import { describe, expect, it } from 'vitest';
import {
  type Action,
  disconnect,
  flow,
  say,
  updateAttributes,
  updateEventHooks,
  withoutFlowLog,
} from '../../../infra/contact-flow/flow.ts';
import { flowProblems } from '../../../infra/contact-flow/problems.ts';
import { longestText } from '../../../infra/contact-flow/special-problems.ts';

const end = disconnect('end');
const ways = { next: 'end', failed: 'end' };
const problemsOf = (action: Action) => flowProblems(flow(action, end));
const lambda = (parameters: Record<string, unknown>): Action => ({
  ...say('it', '', ways),
  Type: 'InvokeLambdaFunction',
  Parameters: { LambdaFunctionARN: 'arn', InvocationTimeLimitSeconds: '8', ...parameters },
});
const keyedIn = (InputValidation: object): Action => ({
  ...say('it', '', ways),
  Type: 'GetParticipantInput',
  Parameters: { Text: 'Key in', StoreInput: 'True', InputValidation },
  Transitions: {
    NextAction: 'end',
    Errors: ['NoMatchingError', 'InvalidPhoneNumber'].map((ErrorType) => ({ ErrorType, NextAction: 'end' })),
  },
});
const withParameters = (action: Action, more: object): Action => ({ ...action, Parameters: { ...action.Parameters, ...more } });

describe('a parameter that is one of a few words', () => {
  it.each<[string, Action, string]>([
    [
      'how a function is invoked',
      lambda({ InvocationType: 'Later' }),
      'InvocationType must be SYNCHRONOUS or ASYNCHRONOUS, not "Later"',
    ],
    [
      'what it answers',
      lambda({ ResponseValidation: { ResponseType: 'XML' } }),
      'ResponseType must be STRING_MAP or JSON, not "XML"',
    ],
    [
      'the log',
      withParameters(withoutFlowLog('it', 'end'), { FlowLoggingBehavior: 'Off' }),
      'FlowLoggingBehavior must be Enabled or Disabled, not "Off"',
    ],
    [
      'whose attributes',
      withParameters(updateAttributes('it', { a: 'b' }, ways), { TargetContact: 'Other' }),
      'TargetContact must be Current or Related, not "Other"',
    ],
    ['an event hook', updateEventHooks('it', { EventHooks: { Queue: 'arn' } }, ways), 'Queue is no event hook'],
  ])('%s: another is refused', (_, action, problem) => {
    expect(problemsOf(action)).toEqual([`it: ${problem}`]);
  });

  it('is taken where it is one of them', () => {
    for (const InvocationType of ['SYNCHRONOUS', 'ASYNCHRONOUS'])
      for (const ResponseType of ['STRING_MAP', 'JSON'])
        expect(problemsOf(lambda({ InvocationType, ResponseValidation: { ResponseType } }))).toEqual([]);
    for (const TargetContact of ['Current', 'Related'])
      expect(problemsOf(withParameters(updateAttributes('it', { a: 'b' }, ways), { TargetContact }))).toEqual([]);
  });
});

it('a number that is none can only be keyed in where a number is asked for', () => {
  expect(problemsOf(keyedIn({ PhoneNumberValidation: { NumberFormat: 'E164' } }))).toEqual([]);
  expect(problemsOf(keyedIn({ CustomValidation: { MaximumLength: '9' } }))).toEqual([
    'it: never fails with InvalidPhoneNumber where no number is asked for: it needs PhoneNumberValidation',
  ]);
});

it(`at most ${longestText} characters are said at once`, () => {
  expect(problemsOf(say('it', 'x'.repeat(longestText), ways))).toEqual([]);
  expect(problemsOf(say('it', 'x'.repeat(longestText + 1), ways))).toEqual([`it: Text is longer than ${longestText} characters`]);
});

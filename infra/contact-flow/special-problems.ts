import type { Action } from './flow.ts';

const mostTags = 6;
/** UTF-16 units of what is said at once, markup included. */
export const longestText = 6000;
const hookNames = [
  'CustomerQueue',
  'CustomerRemaining',
  'AgentWhisper',
  'CustomerWhisper',
  'CustomerHold',
  'AgentHold',
  'DefaultAgentUI',
  'DisconnectAgentUI',
  'PauseContact',
  'ResumeContact',
];

/** What is asked of one type of action alone. */
export function specialProblems({ Type, Parameters, Transitions }: Action): string[] {
  switch (Type) {
    case 'MessageParticipant':
      return textProblems(Parameters);
    case 'InvokeLambdaFunction':
      return [
        ...wordProblems(Parameters, 'InvocationType', ['SYNCHRONOUS', 'ASYNCHRONOUS']),
        ...wordProblems(Object(Parameters.ResponseValidation), 'ResponseType', ['STRING_MAP', 'JSON']),
      ];
    case 'UpdateFlowLoggingBehavior':
      return wordProblems(Parameters, 'FlowLoggingBehavior', ['Enabled', 'Disabled']);
    case 'UpdateContactAttributes':
    case 'UpdateContactData':
      return wordProblems(Parameters, 'TargetContact', ['Current', 'Related']);
    case 'UpdateContactEventHooks':
      return Object.keys(Object(Parameters.EventHooks))
        .filter((name) => !hookNames.includes(name))
        .map((name) => `${name} is no event hook`);
    case 'GetParticipantInput':
      return [...textProblems(Parameters), ...inputProblems(Parameters, Transitions)];
    case 'Compare':
      return isPath(Parameters.ComparisonValue) ? [] : ['ComparisonValue must be one JSONPath'];
    case 'UpdateContactCallbackNumber':
      return isPath(Parameters.CallbackNumber) ? [] : ['CallbackNumber must be a JSONPath'];
    case 'TagContact':
      return tagProblems(Object.keys(Object(Parameters.Tags)));
    default:
      return [];
  }
}

const textProblems = (parameters: Action['Parameters']): string[] =>
  ['Text', 'SSML']
    .filter((name) => {
      const text = parameters[name];
      return typeof text === 'string' && text.length > longestText;
    })
    .map((name) => `${name} is longer than ${longestText} characters`);

const wordProblems = (parameters: Readonly<Record<string, unknown>>, name: string, words: readonly string[]): string[] =>
  parameters[name] === undefined || words.some((each) => each === parameters[name])
    ? []
    : [`${name} must be ${words.join(' or ')}, not ${JSON.stringify(parameters[name])}`];

const isPath = (value: unknown): boolean => typeof value === 'string' && value.startsWith('$.');

const tagProblems = (names: readonly string[]): string[] => [
  ...(names.length > mostTags ? [`has more than ${mostTags} tags`] : []),
  ...names.filter((name) => name.startsWith('aws:')).map((name) => `${name}: tags must not begin with aws:`),
];

function inputProblems(parameters: Action['Parameters'], { Errors = [], Conditions = [] }: Action['Transitions']): string[] {
  const errors = Errors.map(({ ErrorType }) => ErrorType);
  const ofKeys = ['InputTimeLimitExceeded', 'NoMatchingCondition'];
  const mayBeNoNumber = Object(parameters.InputValidation).PhoneNumberValidation !== undefined;
  const ofNumbers =
    errors.includes('InvalidPhoneNumber') && !mayBeNoNumber
      ? ['never fails with InvalidPhoneNumber where no number is asked for: it needs PhoneNumberValidation']
      : [];
  if (parameters.StoreInput === 'True') {
    const wrong = errors
      .filter((each) => ofKeys.includes(each))
      .map((each) => `never fails with ${each} where it stores what was keyed`);
    const missing = parameters.InputValidation === undefined ? ['needs InputValidation where it stores what was keyed'] : [];
    return [...ofNumbers, ...wrong, ...missing];
  }
  const operands = Conditions.flatMap(({ Condition }) => Condition.Operands);
  return [
    ...ofNumbers,
    ...ofKeys.filter((each) => !errors.includes(each)).map((each) => `needs a way for the error ${each}`),
    ...(parameters.InputValidation === undefined ? [] : ['has InputValidation only where it stores what was keyed']),
    ...operands.filter((each) => !/^[0-9*#]$/.test(each)).map((each) => `${each} is no key of a phone`),
  ];
}

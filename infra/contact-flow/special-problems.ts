import type { Action } from './flow.ts';

const mostTags = 6;

/** What is asked of one type of action alone. */
export function specialProblems({ Type, Parameters, Transitions }: Action): string[] {
  switch (Type) {
    case 'GetParticipantInput':
      return inputProblems(Parameters, Transitions);
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

const isPath = (value: unknown): boolean => typeof value === 'string' && value.startsWith('$.');

const tagProblems = (names: readonly string[]): string[] => [
  ...(names.length > mostTags ? [`has more than ${mostTags} tags`] : []),
  ...names.filter((name) => name.startsWith('aws:')).map((name) => `${name}: tags must not begin with aws:`),
];

function inputProblems(parameters: Action['Parameters'], { Errors = [], Conditions = [] }: Action['Transitions']): string[] {
  const errors = Errors.map(({ ErrorType }) => ErrorType);
  const ofKeys = ['InputTimeLimitExceeded', 'NoMatchingCondition'];
  if (parameters.StoreInput === 'True') {
    const wrong = errors
      .filter((each) => ofKeys.includes(each))
      .map((each) => `never fails with ${each} where it stores what was keyed`);
    return parameters.InputValidation === undefined ? [...wrong, 'needs InputValidation where it stores what was keyed'] : wrong;
  }
  const operands = Conditions.flatMap(({ Condition }) => Condition.Operands);
  return [
    ...ofKeys.filter((each) => !errors.includes(each)).map((each) => `needs a way for the error ${each}`),
    ...(parameters.InputValidation === undefined ? [] : ['has InputValidation only where it stores what was keyed']),
    ...operands.filter((each) => !/^[0-9*#]$/.test(each)).map((each) => `${each} is no key of a phone`),
  ];
}

import type { Action, Flow } from './flow.ts';
import { specialProblems } from './special-problems.ts';
import { numberBounds, type TypeRule, typeRules } from './type-rules.ts';

export const mostActions = 250;
export const longestIdentifier = 50;
const forbidden = /[%:(\\/)=$,;[\]{}]/;
const reserved = new Set([
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'isPrototypeOf',
  'toLocaleString',
]);

const operators = new Set([
  'Equals',
  'TextStartsWith',
  'TextEndsWith',
  'TextContains',
  'NumberGreaterThan',
  'NumberGreaterOrEqualTo',
  'NumberLessThan',
  'NumberLessOrEqualTo',
]);

/**
 * What Connect would refuse of a flow, each with the action and the rule; empty is good. CloudFormation tells it only at deployment
 * (InvalidContactFlowException).
 */
export function flowProblems(flow: Flow): string[] {
  const { Actions: actions } = flow;
  const ids = actions.map(({ Identifier }) => Identifier);
  const known = new Set(ids);
  return [
    ...(flow.Version === '2019-10-30' ? [] : [`Version must be 2019-10-30, not ${String(flow.Version)}`]),
    ...(known.has(flow.StartAction) ? [] : [`StartAction ${flow.StartAction} is no action`]),
    ...(actions.length <= mostActions ? [] : [`has ${actions.length} actions: at most ${mostActions}`]),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id}: two actions have this identifier`),
    ...actions.flatMap((action) => actionProblems(action, known).map((problem) => `${action.Identifier}: ${problem}`)),
    ...unreachable(flow).map((id) => `${id}: nothing leads here`),
  ];
}

function actionProblems(action: Action, known: ReadonlySet<string>): string[] {
  const { Identifier: id, Type, Parameters, Transitions } = action;
  const rule = Object.hasOwn(typeRules, Type) ? typeRules[Type] : undefined;
  return [
    ...(id.length > 0 && id.length <= longestIdentifier && !forbidden.test(id) && !reserved.has(id)
      ? []
      : [`is no identifier: 1 to ${longestIdentifier} characters, none of %:(\\/)=$,;[]{}, not a name of JavaScript's own`]),
    ...targetsOf(action)
      .filter((target) => !known.has(target))
      .map((target) => `leads to ${target}, which is no action`),
    ...(rule ? [...parameterProblems(action, rule), ...transitionProblems(action, rule)] : [`${Type} is no type of action`]),
    ...valueProblems(Parameters, ''),
    ...specialProblems(action),
    ...(Transitions.Conditions ?? [])
      .filter(({ Condition }) => !operators.has(Condition.Operator))
      .map(({ Condition }) => `${Condition.Operator} is no operator`),
  ];
}

function parameterProblems({ Parameters }: Action, { needs = [], oneOf = [], someOf = [], may = [] }: TypeRule): string[] {
  const given = Object.keys(Parameters);
  const allowed = new Set([...needs, ...oneOf, ...someOf, ...may]);
  const chosen = oneOf.filter((name) => given.includes(name));
  return [
    ...needs.filter((name) => !given.includes(name)).map((name) => `needs ${name}`),
    ...(oneOf.length === 0 || chosen.length === 1 ? [] : [`needs exactly one of ${oneOf.join(', ')}`]),
    ...(someOf.length === 0 || someOf.some((name) => given.includes(name)) ? [] : [`needs one of ${someOf.join(', ')}`]),
    ...given.filter((name) => !allowed.has(name)).map((name) => `${name} is no parameter of it`),
  ];
}

function transitionProblems({ Transitions, Parameters }: Action, rule: TypeRule): string[] {
  const { NextAction, Errors = [], Conditions = [] } = Transitions;
  if (rule.terminal)
    return Object.keys(Transitions).length === 0 ? [] : ['ends the flow and leads nowhere: Transitions must be {}'];
  const errors = Errors.map(({ ErrorType }) => ErrorType);
  const allowed = [...(rule.errors ?? []), ...(rule.mayFailWith ?? [])];
  const operands = Conditions.flatMap(({ Condition }) => Condition.Operands);
  // Without interruptions, a message that is repeated goes on until the contact leaves by itself.
  const isEndless = Parameters.Messages !== undefined && Parameters.InterruptFrequencySeconds === undefined;
  const hasNone = Parameters.StoreInput === 'True' || isEndless;
  return [
    ...(NextAction === undefined && !isEndless ? ['needs NextAction'] : []),
    ...(rule.errors ?? []).filter((each) => !errors.includes(each)).map((each) => `needs a way for the error ${each}`),
    ...errors.filter((each) => !allowed.includes(each)).map((each) => `never fails with ${each}`),
    ...errors.filter((each, i) => errors.indexOf(each) !== i).map((each) => `has two ways for the error ${each}`),
    ...operands.filter((each, i) => operands.indexOf(each) !== i).map((each) => `has two ways for ${each}`),
    ...conditionProblems(
      rule,
      Conditions.map(({ Condition }) => Condition),
      hasNone,
    ),
  ];
}

function conditionProblems(
  { conditions: rule }: TypeRule,
  conditions: readonly { Operator: string; Operands: readonly string[] }[],
  hasNone: boolean,
): string[] {
  if (rule === undefined || hasNone) return conditions.length === 0 ? [] : ['has no conditions'];
  const operands = conditions.flatMap(({ Operands }) => Operands);
  if ('all' in rule) {
    const missing = rule.all.filter((each) => !operands.includes(each));
    const more = operands.filter((each) => !rule.all.includes(each));
    return [...missing.map((each) => `needs the condition ${each}`), ...more.map((each) => `has no condition ${each}`)];
  }
  if ('operators' in rule)
    return conditions
      .filter(({ Operator }) => !rule.operators.includes(Operator))
      .map(({ Operator }) => `does not compare by ${Operator}`);
  return [];
}

/** Numbers and booleans are text, JSONPaths well formed, at any depth. Arrays cannot be reached from a flow. */
function valueProblems(value: unknown, place: string): string[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [`${place} must be text, not ${JSON.stringify(value)}`];
  if (typeof value === 'string') {
    // What is stored as an attribute may be any text.
    const isPath = value.startsWith('$.') && !(place.startsWith('Attributes.') && value.includes(' '));
    return isPath && !/^\$(\.[A-Za-z_][\w:-]*|\['[^']+'\])+$/.test(value) ? [`${place} is no JSONPath: ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    ...valueProblems(each, place === '' ? key : `${place}.${key}`),
    ...boundProblems(key, each),
  ]);
}

function boundProblems(name: string, value: unknown): string[] {
  const bounds = Object.hasOwn(numberBounds, name) ? numberBounds[name] : undefined;
  if (!bounds || typeof value !== 'string' || (value.startsWith('$.') && name !== 'InvocationTimeLimitSeconds')) return [];
  const [least, most] = bounds;
  const fits = /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
  return fits ? [] : [`${name} must be a whole number from ${least} to ${most}, not ${value}`];
}

export const targetsOf = ({ Transitions: { NextAction, Errors = [], Conditions = [] } }: Action): string[] => [
  ...(NextAction === undefined ? [] : [NextAction]),
  ...Errors.map((each) => each.NextAction),
  ...Conditions.map((each) => each.NextAction),
];

function unreachable({ StartAction, Actions }: Flow): string[] {
  const byId = new Map(Actions.map((action) => [action.Identifier, action]));
  const reached = new Set<string>();
  const visit = [StartAction];
  for (let id = visit.pop(); id !== undefined; id = visit.pop()) {
    const action = byId.get(id);
    if (!action || reached.has(id)) continue;
    reached.add(id);
    visit.push(...targetsOf(action));
  }
  return Actions.map(({ Identifier }) => Identifier).filter((id) => !reached.has(id));
}

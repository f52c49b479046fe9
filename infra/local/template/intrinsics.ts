import { isDeepStrictEqual } from 'node:util';
import { type Place, templateError } from './place.ts';
import type { Scope } from './resolve.ts';
import { substitute } from './substitution.ts';

/** One use of an intrinsic function. */
export interface Call {
  name: string;
  place: Place;
  scope: Scope;
  resolve(value: unknown): unknown;
}

export type Intrinsic = (argument: unknown, call: Call) => unknown;

/** CloudFormation's functions, except those of conditions. Meanings: its user guide, "Intrinsic function reference". */
export const intrinsics: Record<string, Intrinsic | undefined> = {
  Ref: (argument, call) => call.scope.ref(text(argument, call), call.place),

  'Fn::GetAtt': (argument, call) => {
    if (typeof argument === 'string') return attributeOf(argument, call);
    const [logicalId, attribute] = items(argument, 2, call);
    return call.scope.attribute(text(logicalId, call), text(call.resolve(attribute), call), call.place);
  },

  'Fn::Join': (argument, call) => {
    const [delimiter, list] = items(argument, 2, call);
    return listOf(list, call)
      .map((item) => text(item, call))
      .join(text(delimiter, call));
  },

  'Fn::Sub': (argument, call) => {
    const [template, values] = typeof argument === 'string' ? [argument, {}] : items(argument, 2, call);
    const own = new Map(Object.entries(values ?? {}));
    return substitute(text(template, call), (name) => {
      if (own.has(name)) return text(call.resolve(own.get(name)), call);
      return text(name.includes('.') ? attributeOf(name, call) : call.scope.ref(name, call.place), call);
    });
  },

  'Fn::Select': (argument, call) => {
    const [index, list] = items(argument, 2, call);
    const chosen = listOf(list, call)[Number(text(call.resolve(index), call))];
    if (chosen === undefined) throw wrong(call, `has no item ${JSON.stringify(index)}`);
    return chosen;
  },

  'Fn::Split': (argument, call) => {
    const [delimiter, source] = items(argument, 2, call);
    return text(call.resolve(source), call).split(text(delimiter, call));
  },

  'Fn::If': (argument, call) => {
    const [condition, yes, no] = items(argument, 3, call);
    return call.resolve(call.scope.condition(text(condition, call), call.place) ? yes : no);
  },

  'Fn::ImportValue': (argument, call) => call.scope.importValue(text(call.resolve(argument), call), call.place),

  'Fn::GetStackOutput': (argument, call) => {
    const { StackName: stack, OutputName: output, Region: region } = members(argument, call);
    if (region !== undefined && !isDeepStrictEqual(call.resolve(region), call.scope.ref('AWS::Region', call.place))) {
      throw wrong(call, 'asks another region, and the local cloud is one region');
    }
    return call.scope.stackOutput(text(call.resolve(stack), call), text(call.resolve(output), call), call.place);
  },

  'Fn::FindInMap': (argument, call) => {
    const [map, first, second] = items(argument, 3, call)
      .slice(0, 3)
      .map((key) => text(call.resolve(key), call));
    const found = call.scope.mapping(`${map}`, `${first}`, `${second}`);
    if (found !== undefined) return call.resolve(found);
    const fallback = Array.isArray(argument) && argument.length > 3 ? members(argument[3], call) : {};
    if (!('DefaultValue' in fallback)) throw wrong(call, `finds nothing at ${map}.${first}.${second}`);
    return call.resolve(fallback.DefaultValue);
  },

  'Fn::Base64': (argument, call) => Buffer.from(text(call.resolve(argument), call)).toString('base64'),
  'Fn::Length': (argument, call) => listOf(argument, call).length,
  'Fn::ToJsonString': (argument, call) => JSON.stringify(call.resolve(argument)),
};

function attributeOf(dotted: string, call: Call): unknown {
  const dot = dotted.indexOf('.');
  if (dot < 1) throw wrong(call, `needs <logical id>.<attribute>, not ${dotted}`);
  return call.scope.attribute(dotted.slice(0, dot), dotted.slice(dot + 1), call.place);
}

/** CloudFormation writes numbers and booleans into text; a list or an object there is an error. */
function text(value: unknown, call: Call): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  throw wrong(call, `needs text, not ${JSON.stringify(value)}`);
}

function items(argument: unknown, least: number, call: Call): unknown[] {
  if (Array.isArray(argument) && argument.length >= least) return argument;
  throw wrong(call, `needs ${least} arguments, not ${JSON.stringify(argument)}`);
}

function listOf(value: unknown, call: Call): unknown[] {
  const list = call.resolve(value);
  if (Array.isArray(list)) return list;
  throw wrong(call, `needs a list, not ${JSON.stringify(list)}`);
}

function members(argument: unknown, call: Call): Record<string, unknown> {
  if (typeof argument === 'object' && argument !== null) return { ...argument };
  throw wrong(call, `needs an object, not ${JSON.stringify(argument)}`);
}

function wrong(call: Call, message: string): Error {
  return templateError(call.place, `${call.name} ${message}`);
}

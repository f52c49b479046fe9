import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { inside, type Place, templateError } from './place.ts';
import { resolve, type Scope } from './resolve.ts';

const conditionName = z.string();
const operands = z.array(z.unknown());
const twoOperands = z.tuple([z.unknown(), z.unknown()]);
const oneOperand = z.tuple([z.unknown()]);

/** Whether an expression of the template's `Conditions` section holds. Throws for a function that is not one of conditions. */
export function holds(expression: unknown, scope: Scope, place: Place): boolean {
  const [entry, ...more] = typeof expression === 'object' && expression !== null ? Object.entries(expression) : [];
  if (!entry || more.length > 0) throw templateError(place, `not a condition: ${JSON.stringify(expression)}`);
  const [name, argument]: [string, unknown] = entry;
  const within = inside(place, name);
  const inner = (operand: unknown) => holds(operand, scope, within);
  switch (name) {
    case 'Condition':
      return scope.condition(conditionName.parse(argument), place);
    case 'Fn::Equals': {
      const [left, right] = twoOperands.parse(argument).map((side) => resolve(side, scope, within));
      return isDeepStrictEqual(comparable(left), comparable(right));
    }
    case 'Fn::Not':
      return !inner(oneOperand.parse(argument)[0]);
    case 'Fn::And':
      return operands.parse(argument).every(inner);
    case 'Fn::Or':
      return operands.parse(argument).some(inner);
    default:
      throw templateError(place, `the local cloud does not know the condition function ${name}`);
  }
}

/** Parameters are text whatever their type, so `Fn::Equals` of a number parameter and a number compares text. */
function comparable(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : value;
}

import { intrinsics } from './intrinsics.ts';
import { inside, type Place, templateError } from './place.ts';

/** What the values of one stack's template may refer to. All answers are resolved values; all questions may throw. */
export interface Scope {
  ref(name: string, place: Place): unknown;
  attribute(logicalId: string, attribute: string, place: Place): unknown;
  importValue(exportName: string, place: Place): unknown;
  stackOutput(stack: string, output: string, place: Place): unknown;
  /** undefined when the mapping has no such keys. */
  mapping(name: string, first: string, second: string): unknown;
  condition(name: string, place: Place): boolean;
}

/**
 * A template value with every intrinsic function replaced by what it stands for. `undefined` is `AWS::NoValue`: the member or item
 * that holds it disappears. Only the chosen branch of an `Fn::If` is looked at.
 */
export function resolve(value: unknown, scope: Scope, place: Place): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => resolve(item, scope, inside(place, index))).filter((item) => item !== undefined);
  }
  const entries = Object.entries(value);
  const called = entries.find(([key]) => key === 'Ref' || key.startsWith('Fn::'));
  if (called && (entries.length === 1 || called[0] !== 'Ref')) {
    const [name, argument] = called;
    const intrinsic = intrinsics[name];
    if (!intrinsic || entries.length > 1)
      throw templateError(place, `the local cloud does not know ${entries.map(([key]) => key).join(', ')}`);
    return intrinsic(argument, {
      name,
      place,
      scope,
      resolve: (inner) => resolve(inner, scope, inside(place, name)),
    });
  }
  return Object.fromEntries(
    entries
      .map(([key, member]) => [key, resolve(member, scope, inside(place, key))])
      .filter(([, member]) => member !== undefined),
  );
}

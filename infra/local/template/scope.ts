import type { AssembledStack } from './assembly.ts';
import { lazily } from './circles.ts';
import { holds } from './conditions.ts';
import type { LinkedResource, Surroundings } from './linked-stack.ts';
import { parameterValue, pseudoParameters } from './parameters.ts';
import { type Place, templateError } from './place.ts';
import type { Scope } from './resolve.ts';

/** What names mean in one stack's template. `resources` may still be filling up: it is asked when a value is. */
export function createScope(
  { name: stack, template }: AssembledStack,
  around: Surroundings,
  resources: ReadonlyMap<string, LinkedResource>,
): Scope {
  const pseudo = pseudoParameters(stack, around.account, around.region);
  const conditions = new Map(
    Object.entries(template.Conditions).map(([name, expression]) => {
      const place = { stack, logicalId: 'Conditions', path: name };
      return [name, lazily(() => around.circles.run(`${stack} condition ${name}`, () => holds(expression, scope, place)))];
    }),
  );
  const resourceAt = (logicalId: string, place: Place) => {
    const resource = resources.get(logicalId);
    if (resource) return resource;
    const reason = logicalId in template.Resources ? 'a resource whose condition is false' : 'nothing of that name';
    throw templateError(place, `refers to ${logicalId}, and there is ${reason}`);
  };

  const scope: Scope = {
    ref: (name, place) => {
      if (pseudo.has(name)) return pseudo.get(name);
      const parameter = template.Parameters[name];
      return parameter ? parameterValue(name, parameter, around.parameters, place) : resourceAt(name, place).identity.ref;
    },
    attribute: (logicalId, attribute, place) => {
      const { identity, type } = resourceAt(logicalId, place);
      const value = identity.attribute(attribute);
      if (value !== undefined) return value;
      throw templateError(
        place,
        `Fn::GetAtt ${logicalId}.${attribute}: the local cloud has no attribute ${attribute} of ${type}`,
      );
    },
    importValue: around.importValue,
    stackOutput: around.stackOutput,
    mapping: (name, first, second) => template.Mappings[name]?.[first]?.[second],
    condition: (name, place) => {
      const condition = conditions.get(name);
      if (!condition) throw templateError(place, `there is no condition ${name}`);
      return condition();
    },
  };
  return scope;
}

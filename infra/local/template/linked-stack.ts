import type { LocalEndpoints } from './app.ts';
import type { AssembledStack } from './assembly.ts';
import { type CircleGuard, lazily } from './circles.ts';
import { type Identity, identify } from './identity.ts';
import { type Place, templateError } from './place.ts';
import { resolve, type Scope } from './resolve.ts';
import { createScope } from './scope.ts';

/** What stacks know beyond their own template. */
export interface Surroundings {
  account: string;
  region: string;
  endpoints: LocalEndpoints;
  parameters: Record<string, string>;
  circles: CircleGuard;
  importValue: Scope['importValue'];
  stackOutput: Scope['stackOutput'];
}

export interface LinkedResource {
  logicalId: string;
  type: string;
  identity: Identity;
  /** Resolved at the first call. */
  properties: () => Record<string, unknown>;
}

/** An output whose condition holds. */
export interface LinkedOutput {
  key: string;
  value: () => unknown;
  /** undefined when the output is not exported. */
  exportName: () => unknown;
}

export interface LinkedStack {
  name: string;
  /** Those that exist: a resource whose condition is false does not. */
  resources: Map<string, LinkedResource>;
  outputs: Map<string, LinkedOutput>;
}

/** Ties the names in one template to what they stand for. Nothing is resolved before it is asked for, except conditions. */
export function linkStack({ name: stack, template }: AssembledStack, around: Surroundings): LinkedStack {
  const at = (logicalId: string, path: string): Place => ({ stack, logicalId, path });
  const resources = new Map<string, LinkedResource>();
  const scope = createScope({ name: stack, template }, around, resources);
  const exists = (logicalId: string, condition?: string) =>
    condition === undefined || scope.condition(condition, at(logicalId, 'Condition'));

  for (const [logicalId, { Type: type, Properties, Condition }] of Object.entries(template.Resources)) {
    if (!exists(logicalId, Condition)) continue;
    if (type === 'AWS::CloudFormation::Stack') {
      throw templateError(at(logicalId, 'Type'), 'the local cloud does not load nested stacks; make it a stack of the app');
    }
    const property = resolvedProperties(Properties, (path, value) =>
      around.circles.run(`${stack}.${logicalId}.${path}`, () => resolve(value, scope, at(logicalId, `Properties.${path}`))),
    );
    const { account, region, endpoints } = around;
    const seed = `${stack}/${logicalId}`;
    resources.set(logicalId, {
      logicalId,
      type,
      identity: identify(type, { stack, logicalId, account, region, endpoints, seed, property }),
      properties: lazily(() =>
        Object.fromEntries(
          Object.keys(Properties)
            .map((key) => [key, property(key)] as const)
            .filter(([, value]) => value !== undefined),
        ),
      ),
    });
  }

  const outputs = new Map<string, LinkedOutput>();
  for (const [key, { Value, Export, Condition }] of Object.entries(template.Outputs)) {
    if (!exists('Outputs', Condition)) continue;
    outputs.set(key, {
      key,
      value: lazily(() =>
        around.circles.run(`${stack} output ${key}`, () => resolve(Value, scope, at('Outputs', `${key}.Value`))),
      ),
      exportName: lazily(() => Export && resolve(Export.Name, scope, at('Outputs', `${key}.Export.Name`))),
    });
  }
  return { name: stack, resources, outputs };
}

/** Each property apart, so that a name may depend on one property while another depends on the name. */
function resolvedProperties(properties: Record<string, unknown>, resolved: (path: string, value: unknown) => unknown) {
  const values = new Map(Object.entries(properties).map(([key, value]) => [key, lazily(() => resolved(key, value))]));
  return (key: string) => values.get(key)?.();
}

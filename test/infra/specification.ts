import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Resource } from './synthesized.ts';

/** CloudFormation's own description of each resource type: which properties there are, which are required, what they are made of. */
const specification = loadAwsServiceSpecSync();

type Properties = ReturnType<typeof propertiesOf>;
type PropertyType = Properties[string]['type'];

function propertiesOf(type: string) {
  return specification.lookup('resource', 'cloudFormationType', 'equals', type).only().properties;
}

/** Everything about a resource that CloudFormation would not know or would miss, down into nested properties. Empty is good. */
export function offences(logicalId: string, { Type, Properties: given = {} }: Resource): string[] {
  if (Type.startsWith('Custom::')) return [];
  const known = specification.lookup('resource', 'cloudFormationType', 'equals', Type);
  if (known.length === 0) return [`${logicalId}: there is no resource type ${Type}`];
  return inObject(propertiesOf(Type), given, `${logicalId} (${Type})`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{ Ref: … }` and `{ 'Fn::…': … }` are worked out at deployment: what they stand for is not known here. */
const isIntrinsic = (value: unknown) =>
  isObject(value) &&
  Object.keys(value).length === 1 &&
  Object.keys(value).every((key) => key === 'Ref' || key.startsWith('Fn::'));

function inObject(properties: Properties, given: Record<string, unknown>, place: string): string[] {
  const unknown = Object.keys(given).filter((name) => !(name in properties));
  const missing = Object.entries(properties).filter(([name, { required }]) => required && given[name] === undefined);
  return [
    ...unknown.map((name) => `${place}: no property ${name}`),
    ...missing.map(([name]) => `${place}: ${name} is required`),
    ...Object.entries(given).flatMap(([name, value]) => {
      const property = properties[name];
      return property ? inValue(property.type, value, `${place}.${name}`) : [];
    }),
  ];
}

function inValue(type: PropertyType, value: unknown, place: string): string[] {
  if (isIntrinsic(value) || value === undefined) return [];
  switch (type.type) {
    case 'ref':
      if (!isObject(value)) return [`${place}: must be an object`];
      return inObject(specification.get('typeDefinition', type.reference.$ref).properties, value, place);
    case 'array':
      if (!Array.isArray(value)) return [`${place}: must be a list`];
      return value.flatMap((element, i) => inValue(type.element, element, `${place}[${i}]`));
    case 'map':
      if (!isObject(value)) return [`${place}: must be a map`];
      return Object.entries(value).flatMap(([key, element]) => inValue(type.element, element, `${place}.${key}`));
    case 'union': {
      // One that fits is enough; if none does, the fewest complaints tell most.
      const complaints = type.types.map((each) => inValue(each, value, place)).sort((a, b) => a.length - b.length);
      return complaints[0] ?? [];
    }
    case 'tag':
      return isObject(value) && 'Key' in value && 'Value' in value ? [] : [`${place}: must be a tag with Key and Value`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${place}: must be true or false`];
    case 'integer':
    case 'number':
      return typeof value === 'number' ? [] : [`${place}: must be a number`];
    case 'string':
      return typeof value === 'string' ? [] : [`${place}: must be text`];
    case 'date-time':
    case 'json':
    case 'null':
      return [];
  }
}

import * as z from 'zod/mini';
import { contractFile } from '../../../shared/contracts/contract-file.ts';
import { descriptions } from './descriptions.ts';

/**
 * The form of a contract file as JSON Schema, for editors: they name and complete its members. What goes across members, or cannot be
 * said there (an amount of time, a shift), only `check` knows.
 */
export function contractSchema(): Record<string, unknown> {
  return described(z.toJSONSchema(contractFile, { io: 'input', target: 'draft-07' }), []);
}

type Path = readonly string[];

/** A copy with what its members mean. One form may stand in several places, so it is the place that is described, not the form. */
function described(schema: object, path: Path): Record<string, unknown> {
  const copied = Object.entries(schema).map(([name, value]): [string, unknown] => [name, copyOf(value, [...path, name])]);
  const description = isMember(path) ? descriptions[memberOf(path)] : undefined;
  return {
    ...Object.fromEntries(copied),
    ...(description ? { description } : {}),
    // A word that the schema does not know is refused, not ignored.
    ...('properties' in schema && !isList(path) ? { additionalProperties: false } : {}),
  };
}

function copyOf(value: unknown, path: Path): unknown {
  if (Array.isArray(value)) return value.map((each, i) => copyOf(each, [...path, String(i)]));
  return typeof value === 'object' && value !== null ? described(value, path) : value;
}

/** The list of members itself, which may well have one of the name `properties`. */
const isList = (path: Path): boolean => path.at(-1) === 'properties';

/** Elements of a list and alternatives are no members of their own. */
const isMember = (path: Path): boolean =>
  path.length === 0 || path.at(-2) === 'properties' || path.at(-1) === 'additionalProperties';

/** `properties.targets.items.properties.within` → `targets.within`; a name that the writer chooses is `*`. */
export function memberOf(path: Path): string {
  const members: string[] = [];
  for (let i = 0; i < path.length; i++) {
    const word = path[i];
    if (word === 'properties') members.push(path[++i] ?? '');
    else if (word === 'additionalProperties') members.push('*');
    else if (word === 'anyOf' || word === 'oneOf') i++;
  }
  return members.join('.');
}

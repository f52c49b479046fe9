import * as z from 'zod/mini';
import { named } from './component-names.ts';

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = Record<string, unknown>;

const componentAt = (name: string) => `#/components/schemas/${name}`;

/**
 * Turns schemas of ours into JSON Schema, and keeps what has a name as a component. A component is how we answer it; where a request may
 * spell it otherwise (leave out what has a default), that has the same name with `Request` behind.
 */
export function jsonSchemas() {
  const { schemas } = z.toJSONSchema(named, { ...options, io: 'output', uri: componentAt });
  const components: Record<string, JsonSchema> = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, bare({ ...schema })]),
  );

  const convert = (schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema => {
    const { $defs = {}, ...root } = z.toJSONSchema(schema, { ...options, io, metadata: named });
    const renamed = new Map(
      Object.keys($defs).map((name) => [`#/$defs/${name}`, componentAt(io === 'output' ? name : requestName(name, $defs))]),
    );
    for (const [name, definition] of Object.entries($defs)) {
      const component = io === 'output' ? name : requestName(name, $defs);
      components[component] ??= bare(withReferences(definition, renamed));
    }
    return bare(withReferences(root, renamed));
  };

  const requestName = (name: string, definitions: Record<string, unknown>): string =>
    isSpelledAlike(name, definitions, components) ? name : `${name}Request`;

  return {
    answered: (schema: z.ZodMiniType) => convert(schema, 'output'),
    asked: (schema: z.ZodMiniType) => convert(schema, 'input'),
    /** Those that `document` refers to, and those that these refer to. */
    usedBy: (document: unknown): Record<string, JsonSchema> => {
      const used = new Set<string>();
      const visit = (part: unknown): void => {
        for (const name of referencesIn(part)) {
          if (used.has(name)) continue;
          used.add(name);
          visit(components[name]);
        }
      };
      visit(document);
      return Object.fromEntries(
        Object.entries(components)
          .filter(([name]) => used.has(name))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    },
  };
}
export type JsonSchemas = ReturnType<typeof jsonSchemas>;

const options: Omit<z.core.ToJSONSchemaParams, 'io' | 'metadata'> = {
  unrepresentable: 'any',
  override: ({ jsonSchema }) => {
    // What is read in a year may have members that nobody knows of today.
    if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    // Whole numbers end where JavaScript's do; nobody needs to read that at each of them.
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    // Makers of clients read a pair of the same thing as a list of two; of `prefixItems` they make nothing.
    const [first, ...others] = jsonSchema.prefixItems ?? [];
    if (first && others.every((each) => JSON.stringify(each) === JSON.stringify(first))) {
      const length = others.length + 1;
      delete jsonSchema.prefixItems;
      Object.assign(jsonSchema, { items: first, minItems: length, maxItems: length });
    }
  },
};

/** The document says once which dialect it speaks, and a component's name is its key. */
function bare(schema: JsonSchema): JsonSchema {
  const { $schema: _dialect, $id: _id, id: _name, ...rest } = schema;
  return rest;
}

function isSpelledAlike(name: string, definitions: Record<string, unknown>, components: Record<string, JsonSchema>): boolean {
  const same = new Map(Object.keys(definitions).map((each) => [`#/$defs/${each}`, componentAt(each)]));
  return JSON.stringify(bare(withReferences(definitions[name], same))) === JSON.stringify(components[name]);
}

/** A copy in which every `$ref` leads to where `renamed` says. */
function withReferences(schema: unknown, renamed: ReadonlyMap<string, string>): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? (renamed.get(value) ?? value) : value,
  );
}

function referencesIn(part: unknown): string[] {
  return [...(JSON.stringify(part) ?? '').matchAll(/"#\/components\/schemas\/([^"/]+)"/g)].map(([, name = '']) => name);
}

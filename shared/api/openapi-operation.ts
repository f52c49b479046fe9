import * as z from 'zod/mini';
import type { JsonSchema, JsonSchemas } from './json-schemas.ts';
import { refusalsOf } from './openapi-refusals.ts';
import { securityOf, signedHeaders } from './openapi-security.ts';
import { type Answered, type AnyOperation, none } from './operation.ts';

/** `GET /tickets/{id}` → `get` and `/tickets/{id}`. */
export function methodAndPath({ route }: Pick<AnyOperation, 'route'>): { method: string; path: string } {
  const blank = route.indexOf(' ');
  return { method: route.slice(0, blank).toLowerCase(), path: route.slice(blank + 1) };
}

export function describedOperation(operation: AnyOperation, schemas: JsonSchemas): JsonSchema {
  const { id, tag, summary, by, body } = operation;
  const parameters = parametersOf(operation, schemas);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...securityOf(by),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== none && { requestBody: requestBodyOf(body, schemas) }),
    responses: { ...answersOf(operation, schemas), ...refusalsOf(operation) },
  };
}

const requestBodyOf = (body: AnyOperation['body'], schemas: JsonSchemas) => ({
  required: !z.safeParse(body, undefined).success,
  content: { 'application/json': { schema: schemas.asked(body) } },
});

function parametersOf(operation: AnyOperation, schemas: JsonSchemas): JsonSchema[] {
  const { path, query, by, repeatable, conditional, ifNoneMatch } = operation;
  const named = membersOf(schemas.asked(path));
  const inPath = [...operation.route.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: named.find((each) => each.name === name)?.schema ?? { type: 'string' },
  }));
  return [
    ...inPath,
    ...membersOf(schemas.asked(query)).map(({ name, required, schema }) => ({ name, in: 'query', required, schema })),
    ...(by === 'signed' ? signedHeaders : []),
    ...(repeatable ? [idempotencyKey] : []),
    ...(conditional ? [ifMatch] : []),
    ...(ifNoneMatch ? [{ ...inHeader, name: 'If-None-Match', description: ifNoneMatch }] : []),
  ];
}

interface Member {
  name: string;
  required: boolean;
  schema: unknown;
}

function membersOf({ properties, required }: JsonSchema): Member[] {
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties ?? {}).map(([name, schema]) => ({ name, required: names.includes(name), schema }));
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'With it, the same request may be sent again without being carried out twice.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};
const inHeader = { in: 'header', required: false, schema: { type: 'string' } };
const ifMatch = { ...inHeader, name: 'If-Match', description: 'The `ETag` of the version that this is meant for.' };

const answersOf = ({ answers }: AnyOperation, schemas: JsonSchemas): JsonSchema =>
  Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(answer, schemas)]));

const answerOf = ({ description, schema, text, headers }: Answered, schemas: JsonSchemas) => ({
  description,
  ...(headers && {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, says]) => [name, { description: says, schema: { type: 'string' } }]),
    ),
  }),
  ...(schema && { content: { 'application/json': { schema: schemas.answered(schema) } } }),
  ...(text && { content: { [text]: { schema: { type: 'string' } } } }),
});

import type * as z from 'zod/mini';
import { type JsonSchema, type JsonSchemas, jsonSchemas } from './json-schemas.ts';
import { describedOperation, methodAndPath } from './openapi-operation.ts';
import { refusalResponses } from './openapi-refusals.ts';
import { securitySchemes, signedHeaders } from './openapi-security.ts';
import type { AnyOperation } from './operation.ts';

/** Of the API, not of the software behind it: the first number changes when what worked does so no longer. */
export const apiVersion = '1.0.0';

/** Something that we tell others' systems by webhook. */
export interface OutgoingEvent {
  /** Such as `ticket.opened`. */
  type: string;
  summary: string;
  /** Of the whole body. */
  schema: z.ZodMiniType;
}

export interface Described {
  operations: readonly AnyOperation[];
  events?: readonly OutgoingEvent[];
  /** Where the API answers, without a slash at its end. */
  serverUrl: string;
}

/** The OpenAPI 3.1 document of these operations. Pure, and some 50 ms of work: keep what it answers. */
export function openApiDocument({ operations, events = [], serverUrl }: Described): JsonSchema {
  const schemas = jsonSchemas();
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Guichet',
      version: apiVersion,
      summary: 'Support intake that keeps its promises',
      description: introduction,
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: serverUrl }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: pathsOf(operations, schemas),
    ...(events.length > 0 && { webhooks: webhooksOf(events, schemas) }),
  };
  const components = { responses: refusalResponses(schemas), securitySchemes };
  return { ...document, components: { schemas: schemas.usedBy({ document, components }), ...components } };
}

const introduction = [
  'Instants are ISO 8601. Answers may grow members: pass over those that you do not know.',
  'Every refusal is problem+json with the `field` and the rule that it breaks, or API Gateway’s own `message`.',
  'A ticket’s version is its `ETag`; a change with `If-Match` is carried out on that version only.',
  'A request with an `Idempotency-Key` may be sent again without being carried out twice.',
].join(' ');

function pathsOf(operations: readonly AnyOperation[], schemas: JsonSchemas): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const operation of operations) {
    const { method, path } = methodAndPath(operation);
    paths[path] = { ...paths[path], [method]: describedOperation(operation, schemas) };
  }
  return paths;
}

/** What the receiving system has to answer is Standard Webhooks: any 2xx takes it, anything else and it comes again. */
function webhooksOf(events: readonly OutgoingEvent[], schemas: JsonSchemas): JsonSchema {
  return Object.fromEntries(
    events.map(({ type, summary, schema }) => [
      type,
      {
        post: {
          operationId: type,
          summary,
          security: [{ signature: [] }],
          parameters: signedHeaders,
          requestBody: { required: true, content: { 'application/json': { schema: schemas.answered(schema) } } },
          responses: { '2XX': { description: 'Taken. Anything else, and it comes again.' } },
        },
      },
    ]),
  );
}

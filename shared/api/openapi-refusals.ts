import type { JsonSchema, JsonSchemas } from './json-schemas.ts';
import { isForAgents } from './openapi-security.ts';
import type { AnyOperation } from './operation.ts';
import { gatewayRefusal, problem } from './problem.ts';

interface Refusal {
  name: string;
  description: string;
  /** API Gateway may answer so too, in its own words. */
  byGateway?: true;
  headers?: JsonSchema;
}

const retryAfter = { 'Retry-After': { description: 'Seconds until another try is worth it.', schema: { type: 'string' } } };

const refusals: Readonly<Record<number, Refusal>> = {
  400: { name: 'Invalid', description: 'A rule is broken: `field` and `detail` say which.', byGateway: true },
  401: { name: 'Unauthenticated', description: 'The token or the signature is missing, false or too old.', byGateway: true },
  403: { name: 'Forbidden', description: 'The caller may not do this.', byGateway: true },
  404: { name: 'NotFound', description: 'There is no such thing.', byGateway: true },
  409: { name: 'Conflict', description: 'As things stand, this cannot be done.' },
  410: { name: 'Gone', description: 'It was there, and is no more.' },
  412: { name: 'Stale', description: 'Its version is none that `If-Match` names, or one that `If-None-Match` does.' },
  413: { name: 'TooLarge', description: 'More than is taken: `detail` says how much is.', byGateway: true },
  415: { name: 'UnsupportedType', description: 'Not a media type that is read here.' },
  422: { name: 'Unprocessable', description: 'It reads well, and makes no sense here.' },
  429: { name: 'TooMany', description: 'Too often.', byGateway: true, headers: retryAfter },
  500: { name: 'Internal', description: 'A fault of ours: `requestId` is what our log has it under.', byGateway: true },
};

const refusalOf = (status: number): Refusal => {
  const refusal = refusals[status];
  if (!refusal) throw new Error(`no operation may refuse with ${status} without a description of it here`);
  return refusal;
};

/** Every refusal that an operation may answer, by status. Throws for a status that is described nowhere. */
export function refusalsOf({ by, refusals: own = [] }: Pick<AnyOperation, 'by' | 'refusals'>): JsonSchema {
  const always = [400, 429, 500, ...(isForAgents(by) ? [401, 403] : by === 'signed' ? [401] : [])];
  const statuses = [...new Set([...always, ...own])].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/${refusalOf(status).name}` }]),
  );
}

export const refusalResponses = (schemas: JsonSchemas): JsonSchema =>
  Object.fromEntries(
    Object.values(refusals).map(({ name, description, byGateway, headers }) => [
      name,
      {
        description,
        ...(headers && { headers }),
        content: {
          'application/problem+json': { schema: schemas.answered(problem) },
          ...(byGateway && { 'application/json': { schema: schemas.answered(gatewayRefusal) } }),
        },
      },
    ]),
  );

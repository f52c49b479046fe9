import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openApiDocument } from '../../../shared/api/openapi.ts';
import { none, operation } from '../../../shared/api/operation.ts';
import { operations } from '../../../shared/api/operations.ts';
import type { Json } from '../../support/cloud.ts';

const serverUrl = 'https://api.example.org';
const document: Json = openApiDocument({ operations, serverUrl });
const described = (made: Partial<Parameters<typeof operation>[0]>): Json =>
  openApiDocument({
    serverUrl,
    operations: [
      operation({
        route: 'POST /things/{id}',
        id: 'makeThing',
        tag: 'things',
        summary: 'Make a thing',
        by: 'agent',
        path: z.object({ id: z.string() }),
        query: none,
        body: none,
        answers: { 204: { description: 'Made.' } },
        ...made,
      }),
    ],
  });
const thing = (made: Partial<Parameters<typeof operation>[0]>) => described(made).paths['/things/{id}'].post;

describe('the document of all operations', () => {
  it('is valid OpenAPI 3.1 by the schema of the OpenAPI Initiative', async () => {
    const validator = new Validator();
    const result = await validator.validate(JSON.parse(JSON.stringify(document)));
    expect(result.errors ?? []).toEqual([]);
    expect([result.valid, validator.version]).toEqual([true, '3.1']);
  });

  it('would not be with a mistake in it', async () => {
    const wrong = { ...document, paths: { '/x': { get: { responses: { 200: { summary: 'no description' } } } } } };
    expect((await new Validator().validate(JSON.parse(JSON.stringify(wrong)))).valid).toBe(false);
  });

  it('has every operation once, by an id of its own', () => {
    const found = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, { operationId }]) => [operationId, `${method.toUpperCase()} ${path}`]),
    );
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(operations.map(({ id, route }) => [id, route])));
    expect(found).toHaveLength(operations.length);
  });

  it('names what is the same everywhere, and refers to nothing that is not there', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Clock', 'GatewayRefusal', 'Problem', 'Receipt', 'Ticket', 'TicketSummary', 'TimelineEvent']),
    );
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g);
    for (const [, kind = '', name = ''] of references) expect(document.components[kind], `${kind} ${name}`).toHaveProperty(name);
    expect(JSON.stringify(document)).not.toContain('#/$defs/');
  });

  it('leaves answers open, so that they may grow', () => {
    expect(JSON.stringify(document)).not.toContain('"additionalProperties":false');
  });
});

describe('an operation', () => {
  it('for agents asks for a token and says for whom; for partners, for a signature; for anybody, for nothing', () => {
    expect(thing({ by: 'manager' })).toMatchObject({ security: [{ agent: [] }], 'x-role': 'manager' });
    expect(Object.keys(thing({ by: 'manager' }).responses)).toEqual(['204', '400', '401', '403', '429', '500']);
    const signed = thing({ by: 'signed' });
    expect(signed).toMatchObject({ security: [{ signature: [] }] });
    expect(signed.parameters.map(({ name }: Json) => name)).toEqual(['id', 'webhook-id', 'webhook-timestamp']);
    expect(thing({ by: 'anybody' })).toMatchObject({ security: [] });
    expect(Object.keys(thing({ by: 'anybody' }).responses)).toEqual(['204', '400', '429', '500']);
  });

  it('that may be repeated or is conditional says by which header', () => {
    const { parameters } = thing({ repeatable: true, conditional: true, ifNoneMatch: '304 while it is the same.' });
    expect(parameters.map((each: Json) => [each.name, each.in, each.required])).toEqual([
      ['id', 'path', true],
      ['Idempotency-Key', 'header', false],
      ['If-Match', 'header', false],
      ['If-None-Match', 'header', false],
    ]);
    expect(parameters.at(-1).description).toBe('304 while it is the same.');
  });

  it('has its query as parameters, those with a default not required', () => {
    const query = z.object({ q: z.string(), limit: z._default(z.coerce.number().check(z.int(), z.maximum(9)), 5) });
    expect(thing({ query }).parameters.slice(1)).toEqual([
      { name: 'q', in: 'query', required: true, schema: { type: 'string' } },
      { name: 'limit', in: 'query', required: false, schema: { default: 5, type: 'integer', maximum: 9 } },
    ]);
  });

  it('takes what may be left out, and answers what then is there', () => {
    const schema = z.object({ tags: z._default(z.array(z.string()), []) });
    const { requestBody, responses } = thing({ body: schema, answers: { 200: { description: 'Made.', schema } } });
    expect(requestBody.required).toBe(true);
    expect(requestBody.content['application/json'].schema.required).toBeUndefined();
    expect(responses[200].content['application/json'].schema.required).toEqual(['tags']);
  });

  it('may not refuse with a status that nobody described', () => {
    expect(() => thing({ refusals: [418] })).toThrow('418');
  });

  it('tells events as webhooks', () => {
    const events = [{ type: 'ticket.opened', summary: 'A ticket', schema: z.object({ type: z.literal('ticket.opened') }) }];
    const { webhooks }: Json = openApiDocument({ operations, events, serverUrl });
    expect(webhooks['ticket.opened'].post.requestBody.content['application/json'].schema).toMatchObject({ required: ['type'] });
    expect(document.webhooks).toBeUndefined();
  });
});

import * as z from 'zod/mini';
import { none, operation } from './operation.ts';

/** What describes the API, itself included. */
export const describeApi = operation({
  route: 'GET /openapi.json',
  id: 'describeApi',
  tag: 'api',
  summary: 'This description',
  by: 'anybody',
  path: none,
  query: none,
  body: none,
  ifNoneMatch: 'The `ETag` of what the caller has: 304 while it is still that.',
  answers: {
    200: {
      description: 'OpenAPI 3.1.',
      schema: z.looseObject({ openapi: z.string() }),
      headers: { ETag: 'Of this very text, for If-None-Match.', 'Cache-Control': 'How long it may be kept.' },
    },
    304: { description: 'It is still as `If-None-Match` says.' },
  },
});

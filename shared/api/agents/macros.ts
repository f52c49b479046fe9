import * as z from 'zod/mini';
import { macro, macroContent } from '../../macros/macro.ts';
import { none, operation } from '../operation.ts';
import { count, cursor } from './requests.ts';
import { aChange } from './tickets.ts';

const macroId = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must have 1 to 60 lower-case letters, digits and hyphens, no hyphen first'));
const macroPath = z.object({ macro: macroId });
const etag = { ETag: 'The version of the macro, for If-Match.' };
const kept = { tag: 'macros', by: 'manager', path: macroPath, query: none, conditional: true } as const;

export const listMacros = operation({
  route: 'GET /macros',
  id: 'listMacros',
  tag: 'macros',
  summary: 'What agents can have done to a ticket under one name',
  by: 'agent',
  path: none,
  query: z.object({ limit: count(100, 50), after: cursor }),
  body: none,
  answers: {
    200: {
      description: 'A page; `next` leads to the one after it.',
      schema: z.object({ macros: z.array(macro), next: z.optional(z.string()) }),
    },
  },
});

export const saveMacro = operation({
  ...kept,
  route: 'PUT /macros/{macro}',
  id: 'saveMacro',
  summary: 'Make a macro, or put another in its place',
  body: macroContent,
  ifNoneMatch: 'With `*` the macro is only made: 412 where there is one.',
  answers: {
    200: { description: 'The macro as it is now.', schema: z.object({ macro }), headers: etag },
    201: { description: 'The new macro.', schema: z.object({ macro }), headers: etag },
  },
  refusals: [409, 412, 413, 415],
});

export const deleteMacro = operation({
  ...kept,
  route: 'DELETE /macros/{macro}',
  id: 'deleteMacro',
  summary: 'Remove a macro; what it has done stays',
  body: none,
  answers: { 204: { description: 'It is gone.' } },
  refusals: [404, 412],
});

export const carryOutMacro = operation({
  ...aChange,
  tag: 'macros',
  route: 'POST /tickets/{id}/macros/{macro}',
  id: 'carryOutMacro',
  summary: 'Do to the ticket what the macro says, all of it or nothing',
  path: z.object({ id: z.string(), macro: macroId }),
  body: none,
});

import * as z from 'zod/mini';
import { auditEntry } from '../../audit/audit.ts';
import { day } from '../../instant.ts';
import { none, operation } from '../operation.ts';
import { count, cursor } from './requests.ts';

export const listAudit = operation({
  route: 'GET /audit',
  id: 'listAudit',
  tag: 'audit',
  summary: 'Who did what on a day (UTC), of all that is no event of a ticket',
  by: 'manager',
  path: none,
  query: z.object({ day, limit: count(200, 100), after: cursor }),
  body: none,
  answers: {
    200: {
      description: 'A page, oldest first; `next` leads to the one after it.',
      schema: z.object({ entries: z.array(auditEntry), next: z.optional(z.string()) }),
    },
  },
});

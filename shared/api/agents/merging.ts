import * as z from 'zod/mini';
import { operation } from '../operation.ts';
import { reason } from './requests.ts';
import { aChange } from './tickets.ts';

export const mergeTicket = operation({
  ...aChange,
  route: 'POST /tickets/{id}/merge',
  id: 'mergeTicket',
  summary: 'Merge the ticket into another: it is closed, and what comes to it goes there',
  body: z.object({ into: z.string('must be the id of a ticket'), reason }),
});

export const unmergeTicket = operation({
  ...aChange,
  route: 'POST /tickets/{id}/unmerge',
  id: 'unmergeTicket',
  summary: 'Take a merge back: state and promises are as before, but for the time that has run on',
  body: z.object({ reason }),
});

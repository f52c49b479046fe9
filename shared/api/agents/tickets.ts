import * as z from 'zod/mini';
import { clockMetric, clockStates } from '../../sla/clock.ts';
import { ticket } from '../../tickets/ticket.ts';
import { ticketSummary } from '../../tickets/ticket-queue.ts';
import { none, operation } from '../operation.ts';
import { fileAnswer, noticeRow, timelineEvent, uploadAnswer } from './answers.ts';
import { known } from './contacts.ts';
import { listing } from './listing.ts';
import {
  acknowledgement,
  announcement,
  assignment,
  contractChange,
  kindChange,
  opening,
  priorityChange,
  reading,
  reply,
  statusChange,
  write,
} from './requests.ts';

export const ticketPath = z.object({ id: z.string() });
const ofTicket = { tag: 'tickets', by: 'agent', path: ticketPath, query: none } as const;
export const ticketAnswer = z.object({ ticket });
const etag = { ETag: 'The version of the ticket, for If-Match.' };
/** The ticket as it is afterwards. */
const changed = { 200: { description: 'The ticket as it is afterwards.', schema: ticketAnswer, headers: etag } } as const;
export const aChange = {
  ...ofTicket,
  repeatable: true,
  conditional: true,
  answers: changed,
  refusals: [404, 409, 412, 413, 415],
} as const;

export const listTickets = operation({
  route: 'GET /tickets',
  id: 'listTickets',
  tag: 'tickets',
  summary: 'Tickets that are wanted, most urgent first: open ones, unless statuses or a search say otherwise',
  by: 'agent',
  path: none,
  query: listing,
  body: none,
  answers: {
    200: {
      description:
        'A page; `next` leads to the one after it. Where few of many are wanted it may be short, or empty, and lead on.',
      schema: z.object({ tickets: z.array(ticketSummary), next: z.optional(z.string()) }),
    },
  },
});

export const openTicket = operation({
  route: 'POST /tickets',
  id: 'openTicket',
  tag: 'tickets',
  summary: 'Take down a request that came by other ways: a letter, a call, a visit',
  by: 'agent',
  path: none,
  query: none,
  body: opening,
  repeatable: true,
  answers: {
    201: { description: 'The new ticket.', schema: ticketAnswer, headers: etag },
    200: { description: 'The ticket that the same request opened before.', schema: ticketAnswer, headers: etag },
  },
  refusals: [413, 415],
});

export const readTicket = operation({
  ...ofTicket,
  route: 'GET /tickets/{id}',
  id: 'readTicket',
  summary: 'A ticket with its timeline, its promises and their receipts',
  query: reading,
  body: none,
  ifNoneMatch: 'The `ETag` of what the caller has: 304 while the ticket is of that version.',
  answers: {
    200: {
      description: 'The ticket and its events, oldest first, about a megabyte of them; `next` goes into `after` for more.',
      schema: z.object({
        ticket,
        /** Whom its requester stands for, where somebody vouches for who they are. */
        contact: z.optional(known),
        promises: z.record(clockMetric, z.enum([...clockStates, 'none'])),
        events: z.array(timelineEvent),
        next: z.optional(z.int()),
      }),
      headers: etag,
    },
    304: { description: 'The ticket is still of the version that `If-None-Match` names.', headers: etag },
  },
  refusals: [404],
});

export const replyToTicket = operation({
  ...aChange,
  route: 'POST /tickets/{id}/replies',
  id: 'replyToTicket',
  summary: 'Answer the customer',
  body: reply,
});
export const addNote = operation({
  ...aChange,
  route: 'POST /tickets/{id}/notes',
  id: 'addNote',
  summary: 'Note something for colleagues',
  body: write,
});
export const assignTicket = operation({
  ...aChange,
  route: 'PUT /tickets/{id}/assignee',
  id: 'assignTicket',
  summary: 'Give the ticket to somebody, or to nobody',
  body: assignment,
});
export const setStatus = operation({
  ...aChange,
  route: 'PUT /tickets/{id}/status',
  id: 'setStatus',
  summary: 'Change the state, and say whom a pending ticket waits for',
  body: statusChange,
});
export const setPriority = operation({
  ...aChange,
  route: 'PUT /tickets/{id}/priority',
  id: 'setPriority',
  summary: 'Change the priority, and with it what is promised',
  body: priorityChange,
});
export const setKind = operation({
  ...aChange,
  route: 'PUT /tickets/{id}/kind',
  id: 'setKind',
  summary: 'Change the kind, and with it what is promised',
  body: kindChange,
});
export const setContract = operation({
  ...aChange,
  route: 'PUT /tickets/{id}/contract',
  id: 'setContract',
  summary: 'Move the ticket to another contract',
  body: contractChange,
});
export const acknowledgeEscalation = operation({
  ...aChange,
  route: 'POST /tickets/{id}/acknowledgements',
  id: 'acknowledgeEscalation',
  summary: 'Take note of a warning or an escalation',
  body: acknowledgement,
});

export const listNotices = operation({
  ...ofTicket,
  route: 'GET /tickets/{id}/notices',
  id: 'listNotices',
  summary: 'What was mailed about the ticket, and what became of it',
  body: none,
  answers: { 200: { description: 'Oldest first.', schema: z.object({ notices: z.array(noticeRow) }) } },
  refusals: [404],
});

export const announceFile = operation({
  ...ofTicket,
  route: 'POST /tickets/{id}/attachments',
  id: 'announceFile',
  summary: 'Announce a file for an answer, and learn where to put it',
  body: announcement,
  repeatable: true,
  answers: {
    201: { description: 'Put the bytes to `upload.url` with `upload.headers`; name the id in an answer.', schema: uploadAnswer },
  },
  refusals: [404, 413, 415],
});
export const fetchFile = operation({
  ...ofTicket,
  route: 'GET /tickets/{id}/attachments/{messageId}/{n}',
  id: 'fetchFile',
  summary: 'Where the n-th file of a message can be fetched; `html` or `raw` for the mail itself',
  path: z.object({ id: z.string(), messageId: z.string(), n: z.string() }),
  body: none,
  answers: { 200: { description: 'An address that holds for 15 minutes.', schema: fileAnswer } },
  refusals: [404],
});

import * as z from 'zod/mini';
import { mailRow as receivedMail } from '../../intake/mail-ledger.ts';
import { none, operation } from '../operation.ts';
import { mailRow } from './answers.ts';
import { mailListing, mailPath } from './requests.ts';

export const listMails = operation({
  route: 'GET /mails',
  id: 'listMails',
  tag: 'mails',
  summary: 'The ledger of mails of a day: what became of each, in and out',
  by: 'agent',
  path: none,
  query: mailListing,
  body: none,
  answers: {
    200: {
      description: 'A page; `next` leads to the one after it.',
      schema: z.object({ mails: z.array(mailRow), next: z.optional(z.string()) }),
    },
  },
});

export const releaseMail = operation({
  route: 'POST /mails/{day}/{sesMessageId}/release',
  id: 'releaseMail',
  tag: 'mails',
  summary: 'Let a mail out of quarantine',
  by: 'agent',
  path: mailPath,
  query: none,
  body: none,
  answers: {
    202: { description: 'It is on its way.', schema: z.object({ mail: receivedMail }) },
    200: { description: 'It was released before: what became of it.', schema: z.object({ mail: receivedMail }) },
  },
  refusals: [404, 409],
});

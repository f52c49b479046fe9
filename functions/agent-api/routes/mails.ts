import * as operations from '../../../shared/api/agents/mails.ts';
import { audited } from '../../../shared/audit/audit.ts';
import { CallerError } from '../../../shared/errors.ts';
import type { Dependencies } from '../handler.ts';
import type { Route, Serve } from '../serve.ts';

/** The ledger of mails, and what lies in quarantine. */
export const mails = (serve: Serve, { ledger, release, audit, now }: Dependencies): Route[] => [
  serve(operations.listMails, async ({ query: { day, limit, after, direction } }) => {
    const { rows, next } = await ledger.list(day, limit, after, direction);
    return { status: 200, body: { mails: rows, next } };
  }),
  // 202 while it is on its way to being taken in, 200 with what became of it once it is.
  serve(operations.releaseMail, async ({ path: { day, sesMessageId }, caller }) => {
    const mail = await ledger.find(new Date(`${day}T00:00:00Z`), sesMessageId);
    if (!mail) throw new CallerError('not-found', 'there is no such mail on this day', 'sesMessageId');
    if (mail.releasedBy !== undefined) return { status: 200, body: { mail } };
    if (mail.outcome !== 'quarantined') throw new CallerError('conflict', 'only a mail in quarantine can be released', 'outcome');
    // First, so that nobody releases a mail and leaves no trace; who asks again leaves another.
    await audit.record(audited({ action: 'mail.released', about: `${day}/${sesMessageId}` }, caller, now()));
    await release(mail, caller.id);
    return { status: 202, body: { mail } };
  }),
];

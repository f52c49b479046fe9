import { CallerError } from '../../shared/errors.ts';
import type { MailLedger } from '../../shared/intake/mail-ledger.ts';
import type { Release } from '../../shared/intake/release-mail.ts';
import { type Answer, type ApiEvent, parsed } from '../../shared/lambda/http.ts';
import { callerOf } from './caller.ts';
import { mailPath } from './requests.ts';

/** Lets a mail out of quarantine: 202 while it is on its way to being taken in, 200 with what became of it once it is. */
export function releaseMail({ ledger, release }: { ledger: Pick<MailLedger, 'find'>; release: Release }) {
  return async (event: ApiEvent): Promise<Answer> => {
    const caller = callerOf(event);
    const { day, sesMessageId } = parsed(event.pathParameters ?? {}, mailPath, 'path');
    const mail = await ledger.find(new Date(`${day}T00:00:00Z`), sesMessageId);
    if (!mail) throw new CallerError('not-found', 'there is no such mail on this day', 'sesMessageId');
    if (mail.releasedBy !== undefined) return { status: 200, body: { mail } };
    if (mail.outcome !== 'quarantined') throw new CallerError('conflict', 'only a mail in quarantine can be released', 'outcome');
    await release(mail, caller.id);
    return { status: 202, body: { mail } };
  };
}

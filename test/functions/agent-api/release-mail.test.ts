import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../functions/agent-api/handler.ts';
import { mails } from '../../../functions/agent-api/routes/mails.ts';
import { serving } from '../../../functions/agent-api/serve.ts';
import type { AuditEntry } from '../../../shared/audit/audit.ts';
import { CallerError } from '../../../shared/errors.ts';
import { parseSesNotification } from '../../../shared/intake/email/ses-notification.ts';
import type { MailRow } from '../../../shared/intake/mail-ledger.ts';
import { releasedNotification } from '../../../shared/intake/release-mail.ts';
import { monday } from '../../support/builders.ts';
import { aCall } from '../../support/lambda-events.ts';

const route = 'POST /mails/{day}/{sesMessageId}/release';
const quarantined: MailRow = {
  sesMessageId: 'ses-1',
  receivedAt: '2026-01-05T08:00:00.000Z',
  outcome: 'quarantined',
  reason: 'sender not verified',
  rawKey: 'inbound/ses-1',
  envelope: { recipients: ['support@desk.example'], sender: '' },
};

function api(row: MailRow | undefined) {
  const released: [string, string][] = [];
  const entries: AuditEntry[] = [];
  const routes = mails(
    serving(async () => undefined),
    {
      ledger: { find: async () => row } as unknown as Dependencies['ledger'],
      now: () => monday,
      audit: {
        record: async (entry) => {
          entries.push(entry);
        },
      } as Dependencies['audit'],
      release: async ({ sesMessageId }, agent) => {
        released.push([sesMessageId, agent]);
      },
    } as Dependencies,
  );
  const answer = new Map(routes).get(route)!;
  const call = (pathParameters = { day: '2026-01-05', sesMessageId: 'ses-1' }, groups = '[agent]') =>
    answer({ ...aCall(route, undefined, { groups }), pathParameters });
  return { call, released, entries };
}

describe('releasing a mail', () => {
  it('in quarantine puts it back on its way, in the name of the agent', async () => {
    const { call, released, entries } = api(quarantined);
    expect(await call()).toMatchObject({ status: 202, body: { mail: { sesMessageId: 'ses-1' } } });
    expect(released).toEqual([['ses-1', 'ana']]);
    expect(entries).toMatchObject([{ action: 'mail.released', about: '2026-01-05/ses-1', by: { id: 'ana', role: 'agent' } }]);
  });
  it('that was released answers what became of it', async () => {
    const { call, released } = api({ ...quarantined, outcome: 'ticket', ticketId: 'tkt_1', releasedBy: 'max' });
    expect(await call()).toMatchObject({ status: 200, body: { mail: { ticketId: 'tkt_1' } } });
    expect(released).toEqual([]);
  });
  it.each([
    ['there is not', undefined, undefined, 'not-found'],
    ['was refused', { ...quarantined, outcome: 'refused' } as const, undefined, 'conflict'],
    ['is of no day', quarantined, { day: '2026-13-45', sesMessageId: 'ses-1' }, 'invalid'],
    ['has an id that SES would not give', quarantined, { day: '2026-01-05', sesMessageId: 'a/b' }, 'invalid'],
  ])('that %s is refused', async (_, row, path, code) => {
    const { call, released } = api(row);
    const refused = await call(path).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CallerError);
    expect(refused).toMatchObject({ code });
    expect(released).toEqual([]);
  });
  it('is for agents', async () => {
    await expect(api(quarantined).call(undefined, '[customer]')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('what goes to the queue of mails', () => {
  it('is what SES told of it, without verdicts', () => {
    expect(parseSesNotification(releasedNotification(quarantined, 'mail'))).toMatchObject({
      kind: 'received',
      sesMessageId: 'ses-1',
      recipients: ['support@desk.example'],
      isNullSender: true,
      verdicts: { spam: 'unknown', virus: 'unknown', sender: 'unknown' },
      key: 'inbound/ses-1',
    });
  });
  it('is nothing for a mail that is not in quarantine', () => {
    expect(() => releasedNotification({ ...quarantined, envelope: undefined }, 'mail')).toThrow('not in quarantine');
  });
});

import { describe, expect, it } from 'vitest';
import { parseSesNotification } from '../../../shared/intake/email/ses-notification.ts';
import { recoveredNotification, recoveryHeadBytes, sesIdOf } from '../../../shared/intake/mail-ledger-recovery.ts';
import { monday } from '../../support/builders.ts';

const id = 'o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1';
const trace = (of = id, recipient = 'support+abc.def@desk.example') =>
  `Received: from mx.client.example (mx.client.example [192.0.2.1])\r\n by inbound-smtp.eu-west-1.amazonaws.com with SMTP id ${of}\r\n for ${recipient};\r\n Mon, 05 Jan 2026 08:00:00 +0000 (UTC)`;
const recovered = (...lines: string[]) => {
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\nHello.\r\n`);
  const stored = { bucket: 'mail', key: `inbound/${id}`, storedAt: monday, head };
  return parseSesNotification(recoveredNotification(stored, 'desk.example'));
};

describe('what SES would have told of a mail in the bucket', () => {
  it('is its id, its place, when it was stored, and no verdict', () => {
    expect(recovered('From: ana@client.example', 'To: support@desk.example')).toMatchObject({
      kind: 'received',
      sesMessageId: id,
      receivedAt: monday,
      bucket: 'mail',
      key: `inbound/${id}`,
      verdicts: { spam: 'unknown', virus: 'unknown', sender: 'unknown' },
    });
  });
  it('names the recipient that SES wrote down, then the others that are ours', () => {
    const lines = [trace(), 'To: Sales <Sales@desk.example>, eve@evil.example', 'Cc: support@desk.example'];
    expect(recovered(...lines)).toMatchObject({
      recipients: ['support+abc.def@desk.example', 'sales@desk.example', 'support@desk.example'],
    });
  });
  it.each([
    ['bears another id', trace('another')],
    ['is not the topmost', `Received: by mx.desk.example; today\r\n${trace()}`],
  ])('believes no trace that %s', (_, line) => {
    expect(recovered(line, 'To: support@desk.example')).toMatchObject({ recipients: ['support@desk.example'] });
  });
  it('says that the recipient is unknown where only the envelope had one', () => {
    expect(recovered('From: ana@client.example', 'To: undisclosed-recipients:;')).toMatchObject({
      recipients: ['unknown@desk.example'],
    });
    expect(recovered('To: eve@notdesk.example')).toMatchObject({ recipients: ['unknown@desk.example'] });
  });
  it('counts the address that nobody reads only where SES wrote it down', () => {
    const to = 'To: no-reply@desk.example';
    expect(recovered(to)).toMatchObject({ recipients: ['unknown@desk.example'] });
    expect(recovered(to, 'Cc: support@desk.example')).toMatchObject({ recipients: ['support@desk.example'] });
    expect(recovered(trace(id, 'no-reply@desk.example'), to)).toMatchObject({ recipients: ['no-reply@desk.example'] });
  });
  it('takes the envelope sender from Return-Path, also the empty one of a bounce', () => {
    expect(recovered('Return-Path: <b@client.example>', trace())).toMatchObject({ envelopeFrom: 'b@client.example' });
    expect(recovered('Return-Path: <>', trace())).toMatchObject({ isNullSender: true });
    expect(recovered('From: ana@client.example')).toMatchObject({ envelopeFrom: 'ana@client.example', isNullSender: false });
  });
  it('is there for whatever the object holds, in no time', () => {
    const started = performance.now();
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(recoveryHeadBytes, 255), Buffer.from('Received: by '.repeat(5000))])
      expect(
        parseSesNotification(
          recoveredNotification({ bucket: 'mail', key: `inbound/${id}`, storedAt: monday, head: bytes }, 'desk.example'),
        ),
      ).toMatchObject({ recipients: ['unknown@desk.example'] });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('the key of a mail', () => {
  it('ends with SES’s id', () => expect(sesIdOf(`inbound/${id}`)).toBe(id));
  it.each(['inbound/', 'inbound/a/b', 'attachments/x', `inbound/${'x'.repeat(201)}`, 'inbound/a b'])(
    'that SES would not write is none: %s',
    (key) => expect(sesIdOf(key)).toBeUndefined(),
  );
});

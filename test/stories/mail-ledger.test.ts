import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';
import { command } from '../support/command.ts';

/** Every mail that SES ever handed over, and every one that we handed to it, can be accounted for. */
let stage: Stage;
let s3: S3Client;
beforeAll(async () => {
  stage = await startStage();
  s3 = new S3Client(stage.account);
});
afterAll(async () => {
  s3.destroy();
  await stage.stop();
});

const today = async () => (await stage.now()).toISOString().slice(0, 10);
const ledger = async (query = '') => (await stage.api('GET', `/mails?day=${await today()}${query}`)).body.mails;
const reconcile = (...args: string[]) => command('mail', ['reconcile', '--local', ...args], stage);
const lastLine = ({ out }: { out: string }) => out.trim().split('\n').at(-1);

/** As if SES had written it and never said so. */
async function storeUnannounced(id: string, subject: string): Promise<void> {
  const Bucket = stage.cloud.app.byType('AWS::S3::Bucket').find(({ name }) => /MailBucket(?!Log)/i.test(name))!.name;
  const lines = [
    'Return-Path: <bob@customer.example>',
    'From: Bob <bob@customer.example>',
    'To: support@guichet.example',
    `Subject: ${subject}`,
    `Message-ID: <${id}@customer.example>`,
    '',
    'Did anybody read this?',
  ];
  await s3.send(new PutObjectCommand({ Bucket, Key: `inbound/${id}`, Body: lines.join('\r\n') }));
}

describe('the ledger', () => {
  it('has the mail that came in and the mail that went out, each by its direction', async () => {
    await stage.mail({ from: 'success@simulator.amazonses.com', subject: 'Toner', text: 'None left.' });
    await stage.settle();
    expect(await ledger()).toMatchObject([
      { direction: 'in', outcome: 'ticket' },
      { direction: 'out', outcome: 'delivered', reason: 'acknowledgement', noticeId: '1-acknowledgement-1' },
    ]);
    expect(await ledger('&direction=in')).toHaveLength(1);
    const [sent] = await ledger('&direction=out');
    const [mail] = await stage.outbox('success@simulator');
    expect(mail?.messageId).toContain(sent.sesMessageId);
    expect(JSON.stringify(sent)).not.toContain('simulator');
  });
});

describe('a mail in the bucket that was never announced', () => {
  it('is found, and only named by a dry run', async () => {
    await storeUnannounced('neverannounced1', 'Unheard');
    const dry = await reconcile('--dry-run');
    expect(dry).toMatchObject({ code: 1, out: expect.stringContaining('inbound/neverannounced1') });
    expect(lastLine(dry)).toBe('2 mails stored, 1 in the ledger, 0 taken in again, 0 still on their way, 1 not accounted for');
    expect(await ledger('&direction=in')).toHaveLength(1);
  });

  it('becomes a ticket, whose row says that it was recovered, and is acknowledged', async () => {
    const ran = await reconcile();
    expect(ran.code).toBe(0);
    expect(lastLine(ran)).toBe('2 mails stored, 1 in the ledger, 1 taken in again, 0 still on their way, 0 not accounted for');
    expect(ran.out).toMatch(/inbound\/neverannounced1, stored .*, taken in again: ticket \(new\) tkt_/);
    await stage.settle();
    const [ticket] = (await stage.tickets()).filter(({ subject }) => subject === 'Unheard');
    expect(await ledger('&direction=in')).toContainEqual(
      expect.objectContaining({ sesMessageId: 'neverannounced1', recovered: true, ticketId: ticket.id }),
    );
    expect(await stage.outbox('bob@customer.example')).toHaveLength(1);
  });

  it('is a ticket once, however often the bucket is gone through', async () => {
    const again = await Promise.all([reconcile(), reconcile()]);
    for (const ran of again) {
      expect(ran.code).toBe(0);
      expect(lastLine(ran)).toBe('2 mails stored, 2 in the ledger, 0 taken in again, 0 still on their way, 0 not accounted for');
    }
    await stage.settle();
    expect((await stage.tickets()).filter(({ subject }) => subject === 'Unheard')).toHaveLength(1);
    expect(await ledger('&direction=in')).toHaveLength(2);
    expect(await stage.outbox('bob@customer.example')).toHaveLength(1);
  });

  it('is a ticket once when two look for it at the same time', async () => {
    await storeUnannounced('neverannounced2', 'Unheard twice');
    for (const ran of await Promise.all([reconcile(), reconcile()])) expect(ran.code).toBe(0);
    await stage.settle();
    expect((await stage.tickets()).filter(({ subject }) => subject === 'Unheard twice')).toHaveLength(1);
    expect(await stage.outbox('bob@customer.example')).toHaveLength(2);
  });

  it('is asked for in words that are understood', async () => {
    for (const args of [[], ['reconcile'], ['reconcile', '--local', '--from', 'monday'], ['reconcile', '--table', 't']])
      expect(await command('mail', args, stage)).toMatchObject({
        code: 1,
        err: expect.stringContaining('usage: mail reconcile'),
      });
  });
});

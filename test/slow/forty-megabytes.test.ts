import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maximumReceivedBytes } from '../../infra/local/smtp/smtp.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** Mails on both sides of the limit of SES: 40 MB, headers included. */
let stage: Stage;
let s3: S3Client;
beforeAll(async () => {
  stage = await startStage();
  s3 = new S3Client({ ...stage.account, forcePathStyle: true });
});
afterAll(async () => {
  s3.destroy();
  await stage.stop();
});

/** Lines of this content until the whole has exactly so many bytes. */
function filled(head: string, foot: string, bytes: number): Buffer {
  const line = `${'QUJD'.repeat(19)}\r\n`;
  const room = bytes - Buffer.byteLength(head) - Buffer.byteLength(foot);
  const whole = Buffer.alloc(room, line);
  // The last line is cut anywhere, so it gets an end of its own.
  whole.write('=\r\n', room - 3, 'latin1');
  return Buffer.concat([Buffer.from(head), whole, Buffer.from(foot)]);
}

const withAttachment = (from: string, bytes: number) =>
  filled(
    [
      `From: ${from}`,
      'To: support@guichet.example',
      'Subject: The log',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Please see the log.',
      '--b',
      'Content-Type: application/octet-stream; name="printer.log"',
      'Content-Disposition: attachment; filename="printer.log"',
      'Content-Transfer-Encoding: base64',
      '',
      '',
    ].join('\r\n'),
    '--b--\r\n',
    bytes,
  );

const asText = (from: string, bytes: number) =>
  filled(`From: ${from}\r\nTo: support@guichet.example\r\nSubject: The log\r\n\r\n`, '\r\n', bytes);

const rawMails = async (): Promise<string[]> => {
  const bucket = stage.cloud.app.byType('AWS::S3::Bucket').find(({ logicalId }) => logicalId.startsWith('MailBucket'))!.name;
  const { Contents = [], IsTruncated } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'inbound/' }));
  expect(IsTruncated ?? false).toBe(false);
  return Contents.map(({ Key }) => Key!).sort();
};

const firstMessageOf = async (sender: string): Promise<Json> => {
  const { id } = (await stage.tickets()).find(({ requester }) => requester.address === sender);
  return (await stage.ticket(id)).events[0].message;
};

describe('a mail of 40 MB', { timeout: 120_000 }, () => {
  it('to the byte is a ticket with its attachment, and acknowledged', async () => {
    const from = 'full@customer.example';
    const mail = withAttachment(from, maximumReceivedBytes);
    expect(mail.length).toBe(maximumReceivedBytes);
    await stage.raw(mail, { from });
    await stage.settle();
    const { attachments, text } = await firstMessageOf(from);
    expect(text).toBe('Please see the log.');
    expect(attachments).toMatchObject([{ name: 'printer.log', type: 'application/octet-stream' }]);
    expect(attachments[0].size).toBeGreaterThan(29_000_000);
    expect(await stage.outbox(from)).toHaveLength(1);
  });

  it('that is all text is a ticket with the beginning of the text', async () => {
    const from = 'wordy@customer.example';
    await stage.raw(asText(from, maximumReceivedBytes), { from });
    await stage.settle();
    const { textCut, text } = await firstMessageOf(from);
    expect([textCut, text.length]).toEqual([true, 60_000]);
  });

  it('with one byte more is refused with 552 and leaves nothing', async () => {
    const from = 'over@customer.example';
    const [rows, stored] = [await stage.ledger(), await rawMails()];
    await expect(stage.raw(withAttachment(from, maximumReceivedBytes + 1), { from })).rejects.toMatchObject({
      responseCode: 552,
    });
    await stage.settle();
    expect(await stage.ledger()).toEqual(rows);
    expect(await rawMails()).toEqual(stored);
  });

  it('comes in with others like it at the same time, and all are tickets', async () => {
    const senders = [...Array(4).keys()].map((n) => `crowd-${n}@customer.example`);
    await Promise.all(senders.map((from) => stage.raw(withAttachment(from, maximumReceivedBytes), { from })));
    await stage.settle();
    for (const sender of senders) expect((await firstMessageOf(sender)).attachments).toHaveLength(1);
    expect(stage.queue('ReceiveEmailQueue').depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });
});

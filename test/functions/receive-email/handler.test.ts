import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/receive-email/handler.ts';
import { aDesk, type Desk } from '../../shared/intake/a-desk.ts';
import { aMail } from '../../shared/intake/email/an-email.ts';
import { monday } from '../../support/builders.ts';
import { aQueueEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await aDesk();
});
afterEach(() => desk.table.stop());

/** The function with a bucket in memory; `raw` are the mails that SES put there, by their number. */
function receiving(raw: Uint8Array[] = [], keep: () => void = () => undefined) {
  const { work, lines, messages, metrics } = aWork();
  const kept: string[] = [];
  const handler = createHandler({
    work,
    bucket: {
      withMail: async (key, work) => {
        const mail = raw[Number(key.split('-')[1])];
        if (!mail) throw new Error(`NoSuchKey: ${key}`);
        return work(mail);
      },
      keep: async ({ key }) => {
        keep();
        kept.push(key);
      },
    },
    ports: async () => ({ ...desk.table, replies: desk.replies }),
  });
  return {
    receive: async (...bodies: unknown[]) => failedIds(await handler(aQueueEvent(...bodies), context)),
    lines,
    messages,
    metrics,
    kept,
  };
}

const notification = (n: number, receipt: Record<string, unknown> = {}) => ({
  notificationType: 'Received',
  mail: { messageId: `ses-${n}`, timestamp: monday.toISOString(), source: 'ana@client.example' },
  receipt: {
    recipients: ['support@desk.example'],
    spamVerdict: { status: 'PASS' },
    virusVerdict: { status: 'PASS' },
    action: { type: 'S3', bucketName: 'mail', objectKey: `inbound/ses-${n}` },
    ...receipt,
  },
});
const inSns = (content: unknown) =>
  JSON.stringify({ Type: 'Notification', Message: typeof content === 'string' ? content : JSON.stringify(content) });
const rows = () => desk.table.items('mail');

const withFile = aMail(
  ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', 'Message-ID: <file@client.example>'],
  '--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: text/plain; name=log.txt\nContent-Disposition: attachment; filename=log.txt\n\nline\n--b--',
);

describe('a mail that SES handed over', () => {
  it('becomes a ticket, a row of the ledger and one metric line, with its attachments in the bucket', async () => {
    const { receive, kept, metrics, lines } = receiving([withFile]);
    expect(await receive(inSns(notification(0)))).toEqual([]);
    const [row] = await rows();
    const ticket = await desk.ticketOf({ ticketId: String(row?.ticketId) });
    const [opened] = await desk.events(ticket);
    expect(opened).toMatchObject({
      type: 'TicketOpened',
      message: { rawKey: 'inbound/ses-0', attachments: [{ name: 'log.txt', key: kept[0] }] },
    });
    expect(metrics).toMatchObject([{ MailsTaken: 1, Outcome: 'ticket', sesMessageId: 'ses-0' }]);
    expect(lines).toMatchObject([{ level: 'INFO', message: 'mail taken', outcome: 'ticket', ticketId: ticket.id }]);
  });
  it('leaves no word of a person in the log', async () => {
    const { receive, lines } = receiving([withFile]);
    await receive(inSns(notification(0)), inSns(notification(7)), 'no JSON');
    expect(JSON.stringify(lines)).not.toMatch(/ana|client\.example|printer|log\.txt|See the file/i);
  });
  it('that comes twice, at once or later, is taken once', async () => {
    const { receive, kept } = receiving([withFile]);
    expect(await receive(inSns(notification(0)), inSns(notification(0)))).toEqual([]);
    expect(await receive(inSns(notification(0)))).toEqual([]);
    expect(await desk.howManyTickets()).toBe(1);
    expect(new Set(kept).size).toBe(1);
  });
  it.each([
    ['virusVerdict', 'virus'],
    ['spamVerdict', 'spam'],
  ])('with a failed %s is refused, and none of its attachments is written', async (verdict, reason) => {
    const { receive, kept, metrics } = receiving([withFile]);
    expect(await receive(inSns(notification(0, { [verdict]: { status: 'FAIL' } })))).toEqual([]);
    expect(await rows()).toMatchObject([{ outcome: 'refused', reason, rawKey: 'inbound/ses-0' }]);
    expect(kept).toEqual([]);
    expect(await desk.howManyTickets()).toBe(0);
    expect(metrics).toMatchObject([{ MailsTaken: 1, Outcome: 'refused' }]);
  });
  it('that can be read only in part is taken all the same, and the log says what was wrong', async () => {
    const { receive, lines } = receiving([new Uint8Array(Buffer.from('\u0000 no mail at all'))]);
    expect(await receive(inSns(notification(0, { recipients: ['support@desk.example'] })))).toEqual([]);
    expect(await rows()).toMatchObject([{ outcome: 'ticket' }]);
    expect(lines[0]).toMatchObject({ level: 'WARN', message: 'mail read as far as it goes', sesMessageId: 'ses-0' });
  });
});

describe('what is no mail', () => {
  it.each([
    [
      'SES’s set-up message',
      inSns({ ...notification(0), mail: { ...notification(0).mail, messageId: 'AMAZON_SES_SETUP_NOTIFICATION' } }),
    ],
    ['the line by which SES tries a topic', inSns('Successfully validated SNS topic for Amazon SES event publishing.')],
    [
      'the confirmation of a subscription',
      JSON.stringify({ Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe' }),
    ],
  ])('%s is done with, and leaves nothing but a line in the log', async (_, body) => {
    const { receive, messages } = receiving();
    expect(await receive(body)).toEqual([]);
    expect(messages()).toEqual(['not a mail']);
    expect(await rows()).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['is no JSON', 'no JSON', 'must be JSON'],
    ['lacks its receipt', inSns({ notificationType: 'Received', mail: notification(0).mail }), 'receipt must be an object'],
    ['names no recipient', inSns(notification(0, { recipients: [] })), 'receipt.recipients must name at least one address'],
  ])('a notification that %s is reported as failed, so that the dead-letter queue keeps it', async (_, body, rule) => {
    const { receive, lines } = receiving([withFile]);
    expect(await receive(body)).toEqual(['m1']);
    expect(lines).toMatchObject([{ level: 'ERROR', messageId: 'm1', stack: expect.stringContaining(rule) }]);
  });
  it('one bad message of three fails alone', async () => {
    const { receive } = receiving([
      aMail(['Message-ID: <a@client.example>']),
      aMail(['Message-ID: <b@client.example>'], 'Other.'),
    ]);
    expect(await receive(inSns(notification(0)), inSns(notification(9)), inSns(notification(1)))).toEqual(['m2']);
    expect((await rows()).map(({ outcome }) => outcome)).toEqual(['ticket', 'ticket']);
  });
  it('a mail whose attachment cannot be written is not taken yet, and is the next time', async () => {
    let broken = true;
    const { receive } = receiving([withFile], () => {
      if (broken) throw new Error('SlowDown');
    });
    expect(await receive(inSns(notification(0)))).toEqual(['m1']);
    expect(await rows()).toEqual([]);
    broken = false;
    expect(await receive(inSns(notification(0)))).toEqual([]);
    expect(await desk.howManyTickets()).toBe(1);
  });
});

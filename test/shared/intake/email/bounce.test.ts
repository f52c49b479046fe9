import { describe, expect, it } from 'vitest';
import { aMail, bytes, read, sample } from './an-email.ts';

const failedDelivery = async (name: string) => {
  const { nature, failedDelivery } = (await read(sample(name), { envelopeFrom: '', isNullSender: true })).inbound;
  return { nature, failedDelivery };
};

describe('bounces', () => {
  it('reads a standard report: recipients, permanence, and which of our mails it was', async () => {
    expect(await failedDelivery('bounce-standard')).toEqual({
      nature: 'bounce',
      failedDelivery: {
        messageIds: ['0102018f-aa-000000@eu-west-1.amazonses.com'],
        recipients: ['gone@client.example', 'full@client.example'],
        permanent: true,
        detail: 'not delivered 5.1.1: 550 5.1.1 user unknown',
      },
    });
  });

  it('takes a delay for a bounce that may pass, with the recipient as we wrote it', async () => {
    expect(await failedDelivery('bounce-delayed')).toEqual({
      nature: 'bounce',
      failedDelivery: {
        messageIds: ['0102018f-bb-000000@eu-west-1.amazonses.com'],
        recipients: ['slow@client.example'],
        permanent: false,
        detail: 'delayed 4.4.1',
      },
    });
  });

  it('takes a report of success for no bounce', async () => {
    expect(await failedDelivery('delivered')).toEqual({ nature: 'auto-generated', failedDelivery: undefined });
  });

  it('reads a bounce without a report, and not the addresses of the copied mail', async () => {
    expect(await failedDelivery('bounce-old-style')).toEqual({
      nature: 'bounce',
      failedDelivery: {
        messageIds: ['0102018f-cc-000000@eu-west-1.amazonses.com'],
        recipients: ['gone@old.example'],
        permanent: true,
        detail: 'not delivered',
      },
    });
  });

  it('reads a complaint', async () => {
    expect(await failedDelivery('complaint')).toEqual({
      nature: 'bounce',
      failedDelivery: {
        messageIds: ['0102018f-dd-000000@eu-west-1.amazonses.com'],
        recipients: ['cross@provider.example'],
        permanent: false,
        detail: 'complaint: abuse',
      },
    });
  });

  it.each([
    ['a customer who pastes an error', ['Subject: Mail could not be delivered'], 'It says: 550 5.1.1 user unknown. What now?'],
    [
      'a customer who sends a bounce on',
      ['Subject: Fwd: Undelivered Mail Returned to Sender'],
      'See below.\n> could not be delivered',
    ],
    ['a customer with a lost parcel', ['Subject: Delivery failure of parcel 99123'], 'It was not delivered.'],
  ])('takes %s for a person', async (_, headers, body) => {
    expect((await read(aMail(headers, body))).inbound.nature).toBe('person');
  });

  it('takes the word of a header that mail servers write', async () => {
    const { inbound } = await read(aMail(['X-Failed-Recipients: Gone@client.example'], 'A message could not be delivered.'));
    expect(inbound).toMatchObject({ nature: 'bounce', failedDelivery: { recipients: ['gone@client.example'], permanent: true } });
  });

  it('reads the daemon that gives no address at all', async () => {
    const raw = bytes(
      'From: MAILER-DAEMON <>\nSubject: Mail delivery failed\n\nThere was an error delivering your mail to <gone@client.example>.\n',
    );
    expect((await read(raw)).inbound).toMatchObject({
      nature: 'bounce',
      failedDelivery: { recipients: ['gone@client.example'] },
    });
  });

  it.each([
    [
      'Delivery failure notification',
      'Your message with Subject: Invoice\ncould not be delivered to the following recipients:\n\ngone@client.example',
    ],
    [
      'Returned Mail - Error During Delivery',
      '------ Failed Recipients ------\n\n<gone@client.example>: mailbox unavailable. [SMTP Error Code 550]',
    ],
    ['RE: Invoice : non remis (delivery failed)', "*****\nVotre message n'a pas pu etre delivre a\ngone@client.example"],
    ['Undeliverable mail', 'Ihre Nachricht konnte nicht zugestellt werden:\n gone@client.example'],
  ])('reads "%s" of a server that hides what it is', async (subject, body) => {
    expect((await read(aMail([`Subject: ${subject}`], body))).inbound).toMatchObject({
      nature: 'bounce',
      failedDelivery: { recipients: ['gone@client.example'] },
    });
  });

  it.each([
    [
      'Mail delivery problem',
      'Hello,\nyour message to gone@client.example could not be delivered, says our server. Who is right?',
    ],
    ['Re: Delivery problem', 'Your message could not be delivered to bob@client.example, he left. Write to ann@client.example.'],
    [
      'Undeliverable mail',
      'We get this since Monday:\n\nYour message could not be delivered to gone@client.example\n\nCan you help?',
    ],
  ])('takes a customer who writes "%s" for a person', async (subject, body) => {
    expect((await read(aMail([`Subject: ${subject}`], body))).inbound.nature).toBe('person');
  });

  it('reads the postmaster whose own address came out broken', async () => {
    const raw = bytes(
      'From: <Postmaster\\\\@client.example@proxy.example>\nSubject: Mail Delivery Warning\n\nDelivery to this address\n"full@client.example"\nhas been postponed due to a full mailbox.\n',
    );
    expect((await read(raw)).inbound.nature).toBe('bounce');
  });

  describe('of SES that come as JSON by mail', () => {
    const from = ['From: no-reply@sns.amazonaws.com', 'Subject: AWS Notification Message'];
    const people = [{ emailAddress: 'Gone@client.example', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }];
    const bounce = { bounceType: 'Permanent', bouncedRecipients: people };
    const mail = { messageId: '0102-1-000000' };
    const asMail = (message: object) =>
      `${JSON.stringify({ Type: 'Notification', Message: JSON.stringify(message) }, null, 1)}\n--\nUnsubscribe: x\n`;

    it('say whom a mail did not reach and which it was', async () => {
      const { inbound } = await read(aMail(from, asMail({ notificationType: 'Bounce', bounce, mail })));
      expect(inbound).toMatchObject({
        nature: 'bounce',
        failedDelivery: { messageIds: ['0102-1-000000'], recipients: ['gone@client.example'], permanent: true },
      });
    });

    it('say who complained', async () => {
      const complaint = { complainedRecipients: people, complaintFeedbackType: 'abuse' };
      const { inbound } = await read(aMail(from, asMail({ notificationType: 'Complaint', complaint, mail })));
      expect(inbound.failedDelivery).toMatchObject({ permanent: false, detail: 'complaint: abuse' });
    });

    it('are not believed from a person', async () => {
      const { inbound } = await read(aMail(['Subject: See this'], asMail({ notificationType: 'Bounce', bounce, mail })));
      expect(inbound.nature).toBe('person');
    });
  });
});

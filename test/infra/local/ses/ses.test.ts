import {
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
  SendTemplatedEmailCommand,
} from '@aws-sdk/client-ses';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maximumSentBytes } from '../../../../infra/local/ses/outgoing-checks.ts';
import { createSes, type Ses } from '../../../../infra/local/ses/ses.ts';
import {
  account,
  anApp,
  aResource,
  aStage,
  type RunningGateway,
  region,
  type Stage,
  startGateway,
} from '../gateway/test-cloud.ts';

const topicArn = `arn:aws:sns:${region}:${account}:feedback`;
const app = anApp(
  aResource('AWS::SES::EmailIdentity', 'desk.example'),
  aResource('AWS::SES::EmailIdentity', 'boss@other.example', {
    ConfigurationSetAttributes: { ConfigurationSetName: 'outgoing' },
  }),
  aResource('AWS::SES::ConfigurationSet', 'outgoing'),
  aResource('AWS::SES::ConfigurationSetEventDestination', 'feedback', {
    ConfigurationSetName: 'outgoing',
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint'],
      SnsDestination: { TopicARN: topicArn },
    },
  }),
);

let stage: Stage;
let gateway: RunningGateway;
let ses: Ses;
let client: SESClient;
let published: { principal: unknown; topic: string; message: string }[];
let refuse: Error | undefined;

beforeEach(async () => {
  stage = aStage();
  published = [];
  refuse = undefined;
  const topics = {
    publish: (principal: unknown, topic: string, message: string) => {
      if (refuse) throw refuse;
      published.push({ principal, topic, message });
      return 'id';
    },
  };
  ses = createSes({ app, clock: stage.clock, topics, activity: stage.activity, onError: stage.onError });
  gateway = await startGateway(stage, [ses.service]);
  client = new SESClient(gateway.client);
});

afterEach(async () => {
  client.destroy();
  await gateway.stop();
});

const aMail = (headers: Record<string, string> = {}, body = 'Hello') => {
  const all = { From: 'Desk <help@desk.example>', To: 'ana@customer.example', Subject: 'Re: printer', ...headers };
  return Buffer.from(
    `${Object.entries(all)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n${body}`,
  );
};
const sendRaw = (Data: Buffer, rest: Partial<SendRawEmailCommandInput> = {}) =>
  client.send(new SendRawEmailCommand({ RawMessage: { Data }, ...rest }));
const onlyMail = async () => {
  const mails = await ses.mailbox.list();
  expect(mails).toHaveLength(1);
  return mails[0]!;
};
const events = async () => {
  await stage.activity.idle();
  return published.map(({ message }) => JSON.parse(message));
};

describe('a raw mail', () => {
  it('arrives with the Message-ID and date of SES and everything else as written', async () => {
    const raw = aMail({
      'Message-ID': '<mine@desk.example>',
      Date: 'Mon, 1 Jan 2001 00:00:00 +0000',
      'In-Reply-To': '<a@b>',
      'X-Odd': 'a\r\n  b',
    });
    const { MessageId } = await sendRaw(raw);
    expect(MessageId).toMatch(/^0102[0-9a-f]{12}-[0-9a-f-]{36}-000000$/);
    const mail = await onlyMail();
    expect(mail).toMatchObject({
      messageId: MessageId,
      from: 'help@desk.example',
      to: ['ana@customer.example'],
      subject: 'Re: printer',
      text: expect.stringContaining('Hello'),
      at: expect.stringMatching(/Z$/),
    });
    expect(mail.headers).toMatchObject({ 'message-id': `<${MessageId}@eu-west-1.amazonses.com>`, 'in-reply-to': '<a@b>' });
    expect(Date.parse(mail.headers.date!)).toBe(Math.floor(Date.parse(mail.at) / 1000) * 1000);
    expect(mail.raw).toContain('X-Odd: a\r\n  b\r\n');
    expect(mail.raw).not.toContain('mine@desk.example');
  });

  it('goes to its destinations where they are given, and shows no Bcc', async () => {
    await sendRaw(aMail({ Cc: 'c@x.example', Bcc: 'secret@x.example' }));
    await sendRaw(aMail({ Bcc: 'secret@x.example' }), { Destinations: ['only@x.example'] });
    const [first, second] = await ses.mailbox.list();
    expect(first?.to).toEqual(['ana@customer.example', 'c@x.example', 'secret@x.example']);
    expect(second?.to).toEqual(['only@x.example']);
    expect(first!.raw + second!.raw).not.toContain('secret@x.example');
  });

  it('may have ten megabytes and not one byte more', async () => {
    const head = aMail({}, '').length;
    await sendRaw(aMail({}, 'x'.repeat(maximumSentBytes - head)));
    await expect(sendRaw(aMail({}, 'x'.repeat(maximumSentBytes - head + 1)))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: `Message length is more than 10485760 bytes long: '10485761'.`,
    });
    expect(ses.mailbox.count()).toBe(1);
  });

  it('may have fifty recipients and not one more', async () => {
    const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@x.example`);
    await sendRaw(aMail(), { Destinations: people(50) });
    await expect(sendRaw(aMail(), { Destinations: people(51) })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  const wrong: [string, Buffer, string][] = [
    ['a header twice', Buffer.concat([Buffer.from('to: b@x.example\r\n'), aMail()]), "Duplicate header 'To'."],
    ['no From', Buffer.from('To: a@x.example\r\n\r\nx'), "Missing required header 'From'."],
    ['nobody to send to', Buffer.from('From: help@desk.example\r\n\r\nx'), "Missing required header 'To'."],
    ['an address without a domain', aMail({ To: 'ana' }), "Missing final '@domain'"],
    ['a domain with two dots', aMail({ To: 'ana@x..example' }), 'Domain contains dot-dot'],
    ['a local part that is not ASCII', aMail({ To: 'zoé@x.example' }), 'Local address contains non-ASCII characters'],
    ['a tag with a space', aMail({ 'X-SES-MESSAGE-TAGS': 'ti cket=1' }), 'Invalid tag name <ti cket>'],
  ];
  it.each(wrong)('is refused with %s', async (_what, raw, message) => {
    await expect(sendRaw(raw)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining(message),
    });
    expect(ses.mailbox.count()).toBe(0);
  });
});

describe('a composed mail', () => {
  it('has text and HTML, reply-to, and hides its Bcc', async () => {
    const { MessageId } = await client.send(
      new SendEmailCommand({
        Source: 'Désk <help@desk.example>',
        Destination: { ToAddresses: ['ana@customer.example'], BccAddresses: ['secret@x.example'] },
        Message: { Subject: { Data: 'Grüße 你好' }, Body: { Text: { Data: 'plain ✓' }, Html: { Data: '<b>rich</b>' } } },
        ReplyToAddresses: ['reply@desk.example'],
        Tags: [{ Name: 'ticket', Value: 'tkt_1' }],
      }),
    );
    const mail = await onlyMail();
    expect(mail).toMatchObject({
      messageId: MessageId,
      subject: 'Grüße 你好',
      text: expect.stringContaining('plain ✓'),
      html: expect.stringContaining('<b>rich</b>'),
      to: ['ana@customer.example', 'secret@x.example'],
      headers: expect.objectContaining({ 'reply-to': 'reply@desk.example' }),
      tags: { ticket: 'tkt_1' },
    });
    expect(mail.raw).not.toContain('secret@x.example');
  });
});

describe('who may send', () => {
  it('is an identity of the template: its domain, subdomains and labels', async () => {
    for (const From of ['a@desk.example', 'a@eu.desk.example', 'boss@other.example', 'boss+1@other.example'])
      await sendRaw(aMail({ From }));
    for (const From of ['a@other.example', 'a@notdesk.example']) {
      await expect(sendRaw(aMail({ From }))).rejects.toMatchObject({
        name: 'MessageRejected',
        message: `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${From}`,
      });
    }
    await expect(sendRaw(aMail(), { Source: 'a@other.example' })).rejects.toMatchObject({ name: 'MessageRejected' });
  });

  it('is asked on the identity and on the configuration set', async () => {
    await sendRaw(aMail(), { ConfigurationSetName: 'outgoing' });
    const context = { 'ses:FromAddress': 'help@desk.example', 'ses:Recipients': ['ana@customer.example'] };
    expect(stage.iam.asked.map(({ requirement }) => requirement)).toEqual([
      { action: 'ses:SendRawEmail', resource: `arn:aws:ses:${region}:${account}:identity/desk.example`, context },
      { action: 'ses:SendRawEmail', resource: `arn:aws:ses:${region}:${account}:configuration-set/outgoing`, context },
    ]);
    stage.iam.denies = (_principal, { resource }) => resource.includes('configuration-set');
    await expect(sendRaw(aMail(), { ConfigurationSetName: 'outgoing' })).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('needs a configuration set that exists, and an operation that does', async () => {
    await expect(sendRaw(aMail(), { ConfigurationSetName: 'none' })).rejects.toMatchObject({
      name: 'ConfigurationSetDoesNotExistException',
    });
    const templated = new SendTemplatedEmailCommand({
      Source: 'a@desk.example',
      Destination: {},
      Template: 't',
      TemplateData: '{}',
    });
    await expect(client.send(templated)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});

describe('events', () => {
  it('validates the topic at the start, as AWS does in plain text', () => {
    ses.start();
    expect(published).toEqual([
      {
        principal: {
          type: 'service',
          service: 'ses.amazonaws.com',
          sourceArn: `arn:aws:ses:${region}:${account}:configuration-set/outgoing`,
        },
        topic: topicArn,
        message: 'Successfully validated SNS topic for Amazon SES event publishing.',
      },
    ]);
    refuse = new Error('denied');
    expect(() => ses.start()).toThrow('denied');
  });

  it('tell of sending and delivery, with tags and the headers as the sender wrote them', async () => {
    const headers = {
      'Message-ID': '<mine@desk.example>',
      'X-SES-MESSAGE-TAGS': 'ticket=tkt_1, kind=ack',
      'X-SES-CONFIGURATION-SET': 'outgoing',
    };
    const { MessageId } = await sendRaw(aMail(headers), { Tags: [{ Name: 'kind', Value: 'reply' }] });
    const [sent, delivered] = await events();
    expect(sent).toMatchObject({
      eventType: 'Send',
      send: {},
      mail: {
        source: 'Desk <help@desk.example>',
        sourceArn: `arn:aws:ses:${region}:${account}:identity/desk.example`,
        sendingAccountId: account,
        messageId: MessageId,
        destination: ['ana@customer.example'],
        headersTruncated: false,
        commonHeaders: {
          from: ['Desk <help@desk.example>'],
          to: ['ana@customer.example'],
          messageId: MessageId,
          subject: 'Re: printer',
        },
        tags: { 'ses:configuration-set': ['outgoing'], 'ses:from-domain': ['desk.example'], ticket: ['tkt_1'], kind: ['reply'] },
      },
    });
    expect(sent.mail.headers).toContainEqual({ name: 'Message-ID', value: '<mine@desk.example>' });
    expect(delivered).toMatchObject({ eventType: 'Delivery', delivery: { recipients: ['ana@customer.example'] } });
    expect((await onlyMail()).raw).not.toContain('X-SES-');
  });

  it('follow the mailbox simulator, labels included', async () => {
    const Destinations = [
      'bounce+tkt_1@simulator.amazonses.com',
      'complaint@simulator.amazonses.com',
      'success@simulator.amazonses.com',
    ];
    await sendRaw(aMail(), { Destinations, ConfigurationSetName: 'outgoing' });
    const all = await events();
    expect(all.map(({ eventType }) => eventType)).toEqual(['Send', 'Bounce', 'Delivery', 'Complaint', 'Delivery']);
    expect(all[1].bounce).toMatchObject({
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: Destinations[0], action: 'failed', status: '5.1.1' }],
    });
    expect(all[3].complaint).toMatchObject({
      complainedRecipients: [{ emailAddress: Destinations[1] }],
      complaintFeedbackType: 'abuse',
    });
  });

  it('come through the default configuration set of an identity, and not without any set', async () => {
    await sendRaw(aMail());
    expect(await events()).toEqual([]);
    await sendRaw(aMail({ From: 'boss@other.example' }));
    expect(await events()).toHaveLength(2);
  });

  it('that no topic takes are reported, and the mail is sent all the same', async () => {
    refuse = new Error('denied');
    await sendRaw(aMail(), { ConfigurationSetName: 'outgoing' });
    await stage.activity.idle();
    expect(stage.errors).toMatchObject([{ error: refuse }, { error: refuse }]);
    expect(ses.mailbox.count()).toBe(1);
  });
});

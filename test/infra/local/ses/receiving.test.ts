import { beforeEach, describe, expect, it } from 'vitest';
import type { IncomingMail } from '../../../../infra/local/ses/received-mail.ts';
import { createReceiving, type ReceivingOptions } from '../../../../infra/local/ses/receiving.ts';
import { account, anApp, aResource, aStage, region, type Stage } from '../gateway/test-cloud.ts';

const topicArn = `arn:aws:sns:${region}:${account}:incoming`;
const ruleArn = `arn:aws:ses:${region}:${account}:receipt-rule-set/set:receipt-rule/support`;
const aRule = (name: string, rule: Record<string, unknown> = {}) =>
  aResource('AWS::SES::ReceiptRule', name, {
    RuleSetName: 'set',
    Rule: {
      Enabled: true,
      ScanEnabled: true,
      Recipients: ['support@desk.example', 'reply.desk.example'],
      Actions: [{ S3Action: { BucketName: 'mail', ObjectKeyPrefix: 'in/', TopicArn: topicArn } }],
      ...rule,
    },
  });

let stage: Stage;
let objects: Map<string, Buffer>;
let published: { principal: unknown; topic: string; message: string }[];
let failPublishing: Error | undefined;

beforeEach(() => {
  stage = aStage();
  objects = new Map();
  published = [];
  failPublishing = undefined;
});

const receivingWith = (rules: ReturnType<typeof aRule>[] = [aRule('support')], rest: Partial<ReceivingOptions> = {}) =>
  createReceiving({
    app: anApp(aResource('AWS::SES::EmailIdentity', 'desk.example'), ...rules),
    clock: stage.clock,
    iam: stage.iam,
    buckets: { put: (bucket, key, body) => void objects.set(`${bucket}/${key}`, body) },
    topics: {
      publish: (principal, topic, message) => {
        if (failPublishing) throw failPublishing;
        published.push({ principal, topic, message });
        return 'id';
      },
    },
    ...rest,
  });

const headers =
  'From: Ana <ana@customer.example>\r\nTo: support@desk.example\r\nSubject: =?utf-8?Q?caf=C3=A9?=\r\nMessage-ID: <1@customer.example>\r\n';
const aMail = (overrides: Partial<IncomingMail> = {}): IncomingMail => ({
  from: 'ana@customer.example',
  recipients: ['support@desk.example'],
  raw: Buffer.from(`${headers}\r\nHello\r\n`),
  helo: 'mx.customer.example',
  clientAddress: '127.0.0.1',
  ...overrides,
});
const stored = () => [...objects.values()][0]!;
const notification = () => JSON.parse(published[0]!.message);

describe('a mail', () => {
  it('is stored with the headers of SES in front and its own bytes untouched', () => {
    const raw = Buffer.concat([Buffer.from(`${headers}\r\n`), Buffer.from([0, 255, 128, 13, 10, 46, 10])]);
    const id = receivingWith().receive(aMail({ raw }));
    expect(id).toMatch(/^[0-9a-z]{40}$/);
    expect([...objects.keys()]).toEqual([`mail/in/${id}`]);
    expect(stored().subarray(-raw.length)).toEqual(raw);
    const front = stored().subarray(0, -raw.length).toString();
    expect(front).toMatch(/^Return-Path: <ana@customer\.example>\r\nReceived: from mx\.customer\.example/);
    expect(front).toContain(` by inbound-smtp.eu-west-1.amazonaws.com with SMTP id ${id}\r\n for support@desk.example;\r\n`);
    expect(front).toContain('X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\nReceived-SPF: pass (');
    expect(front).toContain('Authentication-Results: amazonses.com;\r\n spf=pass (');
    expect(front).toMatch(/ dkim=pass header\.i=@customer\.example;\r\n dmarc=pass header\.from=customer\.example;\r\n$/);
  });

  it('is announced in the shape that SES uses', () => {
    const id = receivingWith().receive(aMail({ recipients: ['support+tkt_7@desk.example', 'elsewhere@x.example'] }));
    expect(published).toMatchObject([
      { principal: { type: 'service', service: 'ses.amazonaws.com', sourceArn: ruleArn }, topic: topicArn },
    ]);
    expect(notification()).toEqual({
      notificationType: 'Received',
      mail: {
        timestamp: expect.any(String),
        source: 'ana@customer.example',
        messageId: id,
        destination: ['support@desk.example'],
        headersTruncated: false,
        headers: expect.arrayContaining([{ name: 'Subject', value: '=?utf-8?Q?caf=C3=A9?=' }]),
        commonHeaders: {
          returnPath: 'ana@customer.example',
          from: ['Ana <ana@customer.example>'],
          to: ['support@desk.example'],
          messageId: '<1@customer.example>',
          subject: 'café',
        },
      },
      receipt: {
        timestamp: expect.any(String),
        processingTimeMillis: expect.any(Number),
        recipients: ['support+tkt_7@desk.example'],
        spamVerdict: { status: 'PASS' },
        virusVerdict: { status: 'PASS' },
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'PASS' },
        dmarcVerdict: { status: 'PASS' },
        action: { type: 'S3', topicArn, bucketName: 'mail', objectKeyPrefix: 'in/', objectKey: `in/${id}` },
      },
    });
    expect(notification().mail.headers[0]).toEqual({ name: 'Return-Path', value: '<ana@customer.example>' });
  });

  it.each(['', 'no headers at all', 'From: broken <\r\nTo: ,,;\r\nSubject\r\n\r\nx', ': \r\n\r\n', '\u0000\u0001'])(
    'is taken even when it is %j',
    (raw) => {
      receivingWith().receive(aMail({ from: '', raw: Buffer.from(raw) }));
      expect(stored().toString()).toMatch(/^Return-Path: <>\r\n/);
      expect(notification()).toMatchObject({ mail: { source: '', commonHeaders: { returnPath: '' } } });
    },
  );

  it('cannot put headers of its own among those of SES', () => {
    const evil = 'x;\r\nX-SES-Spam-Verdict: PASS\r\nAuthentication-Results: amazonses.com; dmarc=pass (';
    receivingWith().receive(
      aMail({ helo: evil, from: `a@${evil}`, raw: Buffer.from(`From: a@${evil.replaceAll('\r\n', '')}\r\n\r\n`) }),
    );
    const front = stored().toString().split('\r\nFrom: ')[0]!;
    expect(front.match(/^[\w-]+:/gm)).toEqual([
      'Return-Path:',
      'Received:',
      'X-SES-Spam-Verdict:',
      'X-SES-Virus-Verdict:',
      'Received-SPF:',
      'Authentication-Results:',
    ]);
  });

  it('is announced within what SNS takes, however long its headers are', () => {
    const crowd = Array.from(
      { length: 20_000 },
      (_, index) => `"Person ${index} \\u00e9\u00e9" <p${index}@customer.example>`,
    ).join(',\r\n ');
    const raw = Buffer.from(
      `X-Long: ${'y'.repeat(9_000)}\r\nTo: ${crowd}\r\nCc: ${crowd}\r\nReply-To: ${crowd}\r\nSubject: ${'é'.repeat(50_000)}\r\n\r\n`,
    );
    receivingWith().receive(aMail({ raw }));
    expect(notification().mail).toMatchObject({ headersTruncated: true });
    expect(notification().mail.headers.map(({ name }: { name: string }) => name)).toContain('X-Long');
    expect(Buffer.byteLength(published[0]!.message)).toBeLessThan(200_000);
    expect(stored().subarray(-raw.length).equals(raw)).toBe(true);
  });
});

describe('verdicts', () => {
  const gtube = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
  const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
  const verdictsFor = (body: string) => {
    receivingWith().receive(aMail({ raw: Buffer.from(`${headers}\r\n${body}`) }));
    const { spamVerdict, virusVerdict } = notification().receipt;
    return [spamVerdict.status, virusVerdict.status];
  };

  it('fail for the test string of spam filters', () => {
    expect(verdictsFor(gtube)).toEqual(['FAIL', 'PASS']);
    expect(stored().toString()).toContain('X-SES-Spam-Verdict: FAIL\r\n');
  });

  it('fail for the test string of virus scanners, plain or as an attachment', () => {
    expect(verdictsFor(eicar)).toEqual(['PASS', 'FAIL']);
    published = [];
    expect(verdictsFor(Buffer.from(eicar).toString('base64').replace(/.{76}/, '$&\r\n'))).toEqual(['PASS', 'FAIL']);
  });

  it('can be set by a test, not by a sender', () => {
    receivingWith([aRule('support')], { verdicts: () => ({ dmarc: 'FAIL', spf: 'GRAY' }) }).receive(aMail());
    expect(notification().receipt).toMatchObject({
      dmarcVerdict: { status: 'FAIL' },
      dmarcPolicy: 'none',
      dkimVerdict: { status: 'PASS' },
    });
    expect(stored().toString()).toContain(' dmarc=fail header.from=customer.example;');
  });

  it('are DISABLED for spam and viruses when the rule does not scan', () => {
    receivingWith([aRule('support', { ScanEnabled: false })]).receive(aMail());
    expect(notification().receipt).toMatchObject({ spamVerdict: { status: 'DISABLED' }, dkimVerdict: { status: 'PASS' } });
  });
});

describe('rules', () => {
  it('decide which recipients are accepted', () => {
    const receiving = receivingWith();
    expect(
      ['support+1@desk.example', 'x@reply.desk.example', 'sales@desk.example'].map((address) => receiving.accepts(address)),
    ).toEqual([true, true, false]);
    const everyone = receivingWith([aRule('all', { Recipients: [] })]);
    expect(['a@desk.example', 'a@sub.desk.example', 'a@x.example'].map((address) => everyone.accepts(address))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('each act on the recipients they cover, until one stops', () => {
    const action = { S3Action: { BucketName: 'mail', ObjectKeyPrefix: 'all/' } };
    const all = aRule('all', { Recipients: ['desk.example'], Actions: [action, { StopAction: { Scope: 'RuleSet' } }] });
    const support = { ...aRule('support'), properties: { ...aRule('support').properties, After: 'all' } };
    const id = receivingWith([all, support]).receive(aMail({ recipients: ['x@reply.desk.example', 'support@desk.example'] }));
    expect([...objects.keys()]).toEqual([`mail/all/${id}`]);
    const second = receivingWith([all, support]).receive(aMail({ recipients: ['x@reply.desk.example'] }));
    expect([...objects.keys()]).toContain(`mail/in/${second}`);
  });
});

describe('permissions', () => {
  it('are asked of the bucket policy for the rule', () => {
    const id = receivingWith().receive(aMail());
    expect(stage.iam.asked).toEqual([
      {
        principal: { type: 'service', service: 'ses.amazonaws.com', sourceArn: ruleArn },
        requirement: { action: 's3:PutObject', resource: `arn:aws:s3:::mail/in/${id}` },
      },
    ]);
  });

  it('that are missing stop the mail before it is stored', () => {
    stage.iam.denies = () => true;
    expect(() => receivingWith().receive(aMail())).toThrow(/s3:PutObject/);
    expect(objects.size).toBe(0);
    expect(() => receivingWith().start()).toThrow(/s3:PutObject/);
  });

  it('of the topic stop it, too', () => {
    failPublishing = new Error('denied');
    expect(() => receivingWith().receive(aMail())).toThrow('denied');
  });
});

it('writes and announces the set-up notification at the start', () => {
  receivingWith().start();
  expect([...objects.keys()]).toEqual(['mail/in/AMAZON_SES_SETUP_NOTIFICATION']);
  expect(stored().toString()).toContain('Subject: Amazon SES Setup Notification');
  expect(notification()).toMatchObject({
    mail: { messageId: 'AMAZON_SES_SETUP_NOTIFICATION' },
    receipt: { action: { objectKey: 'in/AMAZON_SES_SETUP_NOTIFICATION' } },
  });
});

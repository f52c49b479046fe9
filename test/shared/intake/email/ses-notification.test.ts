import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSesNotification } from '../../../../shared/intake/email/ses-notification.ts';
import { sharedData } from '../../../support/shared-data.ts';

function aNotification() {
  return {
    notificationType: 'Received',
    mail: { messageId: 'abc', timestamp: '2026-01-05T08:00:00.250Z', source: 'ana@client.example', headersTruncated: false },
    receipt: {
      recipients: ['Support@Guichet.example', 'support@guichet.example', 'support+tag@guichet.example'],
      spamVerdict: { status: 'PASS' },
      virusVerdict: { status: 'GRAY' },
      spfVerdict: { status: 'FAIL' },
      dkimVerdict: { status: 'GRAY' },
      dmarcVerdict: { status: 'FAIL' },
      dmarcPolicy: 'reject',
      action: {
        type: 'S3',
        topicArn: 'arn:aws:sns:eu-west-1:1:t',
        bucketName: 'mail',
        objectKeyPrefix: 'in/',
        objectKey: 'in/abc',
      },
    },
  };
}
const inSns = (content: unknown, type = 'Notification') =>
  JSON.stringify({ Type: type, MessageId: '1', Message: typeof content === 'string' ? content : JSON.stringify(content) });

describe('parseSesNotification', () => {
  it('reads a notification inside its SNS envelope and one delivered raw alike', () => {
    const expected = {
      kind: 'received',
      sesMessageId: 'abc',
      receivedAt: new Date('2026-01-05T08:00:00.250Z'),
      recipients: ['support@guichet.example', 'support+tag@guichet.example'],
      envelopeFrom: 'ana@client.example',
      isNullSender: false,
      verdicts: { spam: 'pass', virus: 'unknown', sender: 'fail' },
      spf: 'fail',
      dkim: 'gray',
      dmarc: 'fail',
      dmarcPolicy: 'reject',
      bucket: 'mail',
      key: 'in/abc',
    };
    expect(parseSesNotification(inSns(aNotification()))).toEqual(expected);
    expect(parseSesNotification(JSON.stringify(aNotification()))).toEqual(expected);
  });

  it.each(['', '<>', undefined, null])('takes an envelope sender of %j for the null sender', (source) => {
    const notification = aNotification();
    const content = { ...notification, mail: { ...notification.mail, source } };
    expect(parseSesNotification(inSns(content))).toMatchObject({ envelopeFrom: '', isNullSender: true });
  });

  it.each(['GRAY', 'PROCESSING_FAILED', 'DISABLED', 'something new'])('takes the verdict %s for unknown', (status) => {
    const { receipt, ...rest } = aNotification();
    const content = { ...rest, receipt: { ...receipt, spamVerdict: { status }, virusVerdict: undefined } };
    expect(parseSesNotification(inSns(content))).toMatchObject({ verdicts: { spam: 'unknown', virus: 'unknown' } });
  });

  it.each([
    ['PASS', 'GRAY', 'GRAY', 'pass'],
    ['GRAY', 'PASS', 'GRAY', 'unknown'],
    ['GRAY', 'FAIL', 'PASS', 'unknown'],
    ['GRAY', 'GRAY', 'GRAY', 'fail'],
    ['GRAY', 'FAIL', 'FAIL', 'fail'],
    ['FAIL', 'PASS', 'PASS', 'fail'],
    ['PROCESSING_FAILED', 'GRAY', 'GRAY', 'unknown'],
  ])('takes DMARC %s, SPF %s and DKIM %s for a sender who is vouched for: %s', (dmarc, spf, dkim, sender) => {
    const { receipt, ...rest } = aNotification();
    const verdicts = { spfVerdict: { status: spf }, dkimVerdict: { status: dkim }, dmarcVerdict: { status: dmarc } };
    expect(parseSesNotification(inSns({ ...rest, receipt: { ...receipt, ...verdicts } }))).toMatchObject({
      verdicts: { sender },
    });
  });

  it.each([
    ['the set-up mail', inSns({ notificationType: 'Received', mail: { messageId: 'AMAZON_SES_SETUP_NOTIFICATION' } })],
    ['a subscription request', inSns('You have chosen to subscribe…', 'SubscriptionConfirmation')],
    ['an unsubscription', inSns('You have unsubscribed…', 'UnsubscribeConfirmation')],
    ['the topic test, raw', 'Successfully validated SNS topic for Amazon SES event publishing.'],
    ['the topic test in an envelope', inSns('Successfully validated SNS topic for Amazon SES event publishing.')],
  ])('ignores %s with a reason', (_, body) => {
    expect(parseSesNotification(body)).toEqual({ kind: 'ignored', reason: expect.stringMatching(/\w/) });
  });

  it.each([
    ['body must be JSON', 'hello'],
    ['body must be JSON', inSns('hello')],
    ['message must be an object', inSns([])],
    ['notificationType must be "Received"', inSns({ ...aNotification(), notificationType: 'Bounce' })],
    ['mail must be an object', inSns({ ...aNotification(), mail: undefined })],
    ['mail.messageId must not be empty', inSns({ ...aNotification(), mail: { ...aNotification().mail, messageId: '' } })],
    [
      'mail.timestamp must be an ISO instant',
      inSns({ ...aNotification(), mail: { ...aNotification().mail, timestamp: 'soon' } }),
    ],
    ['receipt.recipients must name', inSns({ ...aNotification(), receipt: { ...aNotification().receipt, recipients: [] } })],
    [
      'receipt.action.type must be "S3"',
      inSns({ ...aNotification(), receipt: { ...aNotification().receipt, action: { type: 'SNS' } } }),
    ],
  ])('names the field and the rule: %s', (message, body) => {
    expect(() => parseSesNotification(body)).toThrow(message);
  });

  const documented = sharedData('aws-events', 'ses-inbound', 'docs-ses__s3-action-received-alert.txt');
  it.skipIf(!documented)('reads the sample of the SES guide (needs ../shared)', () => {
    // The published sample has one escape that JSON does not know.
    const body = readFileSync(documented ?? '', 'utf8').replace('"\\email"', '"email"');
    expect(parseSesNotification(body)).toMatchObject({
      sesMessageId: 'd6iitobk75ur44p8kdnnp7g2n800',
      recipients: ['recipient@example.com'],
      dmarc: 'unknown',
      bucket: 'my-S3-bucket',
      key: 'email',
    });
  });
});

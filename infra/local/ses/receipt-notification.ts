import type { Instant } from '../virtual-clock.ts';
import { bareAddresses } from './addresses.ts';
import { commonHeaders, notifiedHeaders, withinListLimit } from './common-headers.ts';
import { headerValue, readHeaders } from './mail-headers.ts';
import type { S3Action } from './receipt-rules.ts';
import type { Verdicts } from './verdicts.ts';

export interface StoredMail {
  id: string;
  /** With SES's own headers in front. */
  raw: Buffer;
  from: string;
  /** The envelope recipients that the rule matched. */
  recipients: string[];
  verdicts: Verdicts;
  receivedAt: Instant;
  processedAt: Instant;
}

/** What SES publishes after its S3 action ("Contents of notifications for Amazon SES email receiving"). Under SNS's 256 KB by its cuts. */
export function receiptNotificationJson(mail: StoredMail, { bucket, keyPrefix, topicArn }: S3Action): string {
  const { id, raw, from, recipients, verdicts, receivedAt, processedAt } = mail;
  const headers = readHeaders(raw);
  const timestamp = new Date(receivedAt).toISOString();
  const destination = ['to', 'cc'].flatMap((name) => bareAddresses(headerValue(headers, name)));
  return JSON.stringify({
    notificationType: 'Received',
    mail: {
      timestamp,
      source: from,
      messageId: id,
      destination: withinListLimit(destination),
      ...notifiedHeaders(headers),
      commonHeaders: { returnPath: from, ...commonHeaders(headers) },
    },
    receipt: {
      timestamp,
      processingTimeMillis: processedAt - receivedAt,
      recipients: withinListLimit(recipients),
      spamVerdict: { status: verdicts.spam },
      virusVerdict: { status: verdicts.virus },
      spfVerdict: { status: verdicts.spf },
      dkimVerdict: { status: verdicts.dkim },
      dmarcVerdict: { status: verdicts.dmarc },
      // SES gives the sender's policy only with a failure; locally nobody publishes one.
      ...(verdicts.dmarc === 'FAIL' ? { dmarcPolicy: 'none' } : {}),
      action: {
        type: 'S3',
        topicArn,
        bucketName: bucket,
        ...(keyPrefix === '' ? {} : { objectKeyPrefix: keyPrefix }),
        objectKey: `${keyPrefix}${id}`,
      },
    },
  });
}

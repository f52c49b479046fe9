import * as z from 'zod/mini';
import type { Verdicts } from '../inbound-message.ts';

/** GRAY is SES's word for "neither": no SPF record, no signature, no DMARC policy. */
export type Authentication = 'pass' | 'fail' | 'gray' | 'unknown';

/** A mail that SES received and wrote to the bucket, with what SES itself found out about it. */
export interface ReceivedNotification {
  kind: 'received';
  sesMessageId: string;
  receivedAt: Date;
  /** Our addresses from the envelope, lower case, each once: the only place where Bcc and plus-addresses show. */
  recipients: string[];
  /** The envelope sender, '' for the null sender of bounces and automatic replies. */
  envelopeFrom: string;
  isNullSender: boolean;
  verdicts: Verdicts;
  spf: Authentication;
  dkim: Authentication;
  dmarc: Authentication;
  /** What the sender's domain asks for; SES says it only where DMARC failed. */
  dmarcPolicy: 'none' | 'quarantine' | 'reject' | undefined;
  bucket: string;
  key: string;
}

export type SesNotification = ReceivedNotification | { kind: 'ignored'; reason: string };

const text = z.string({ error: 'must be text' }).check(z.minLength(1, { error: 'must not be empty' }));
const instant = z
  .string({ error: 'must be an ISO instant' })
  .check(z.refine((value) => Number.isFinite(Date.parse(value)), { error: 'must be an ISO instant' }));
const verdict = z.optional(z.object({ status: z.string({ error: 'must be text' }) }, { error: 'must be an object' }));

/** SES may add members at any time: what is not named here is passed over. */
const received = z.object(
  {
    notificationType: z.literal('Received', { error: 'must be "Received"' }),
    mail: z.object(
      {
        messageId: text,
        timestamp: instant,
        source: z._default(z.nullable(z.string({ error: 'must be text' })), ''),
      },
      { error: 'must be an object' },
    ),
    receipt: z.object(
      {
        recipients: z
          .array(text, { error: 'must be a list of addresses' })
          .check(z.minLength(1, { error: 'must name at least one address' })),
        spamVerdict: verdict,
        virusVerdict: verdict,
        spfVerdict: verdict,
        dkimVerdict: verdict,
        dmarcVerdict: verdict,
        dmarcPolicy: z.optional(z.nullable(z.string({ error: 'must be text' }))),
        action: z.object(
          { type: z.literal('S3', { error: 'must be "S3"' }), bucketName: text, objectKey: text },
          { error: 'must be an object' },
        ),
      },
      { error: 'must be an object' },
    ),
  },
  { error: 'must be an object' },
);

const envelope = z.object({ Type: z.string(), Message: z.string() });
const named = z.object({ mail: z.object({ messageId: z.string() }) });

/** SES writes this object and notification once when a receipt rule is made. */
const setupMessageId = 'AMAZON_SES_SETUP_NOTIFICATION';
const topicTest = 'Successfully validated SNS topic';
const ignored = (reason: string): SesNotification => ({ kind: 'ignored', reason });

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Error('SES notification: body must be JSON', { cause });
  }
}

function outcome(status: string | undefined): 'pass' | 'fail' | 'unknown' {
  return status === 'PASS' ? 'pass' : status === 'FAIL' ? 'fail' : 'unknown';
}

function authentication(status: string | undefined): Authentication {
  return status === 'GRAY' ? 'gray' : outcome(status);
}

/**
 * Whether the From address is vouched for. Where its domain has no DMARC policy, at least something must be: without SPF and DKIM, too,
 * the mail may be anybody's. A notification without any verdict says nothing either way.
 */
function senderOutcome(spf: Authentication, dkim: Authentication, dmarc: Authentication): Verdicts['sender'] {
  if (dmarc === 'gray') return spf === 'pass' || dkim === 'pass' ? 'unknown' : 'fail';
  return dmarc;
}

function policy(value: string | null | undefined): ReceivedNotification['dmarcPolicy'] {
  const lower = value?.toLowerCase();
  return lower === 'none' || lower === 'quarantine' || lower === 'reject' ? lower : undefined;
}

/**
 * Reads the body of an SQS message that an SES receipt rule's S3 action led to, inside its SNS envelope or delivered raw. What SES and
 * SNS send to try a new topic is `ignored`. Throws an Error that names the field and its rule for anything else: such a message belongs
 * in the dead-letter queue. Fields: SES developer guide, "Contents of notifications for Amazon SES email receiving".
 */
export function parseSesNotification(body: string): SesNotification {
  if (body.startsWith(topicTest)) return ignored('SES tried the topic');
  const outer = parseJson(body);
  const sns = z.safeParse(envelope, outer);
  if (sns.success && sns.data.Type !== 'Notification') return ignored(`SNS ${sns.data.Type}`);
  if (sns.success)
    return sns.data.Message.startsWith(topicTest) ? ignored('SES tried the topic') : readMessage(parseJson(sns.data.Message));
  return readMessage(outer);
}

function readMessage(content: unknown): SesNotification {
  const name = z.safeParse(named, content);
  if (name.success && name.data.mail.messageId === setupMessageId) return ignored('SES tried the receipt rule');
  const parsed = z.safeParse(received, content);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'message'} ${message}`);
    throw new Error(`SES notification: ${faults.join('; ')}`);
  }
  const { mail, receipt } = parsed.data;
  const source = (mail.source ?? '').trim();
  const envelopeFrom = source === '<>' ? '' : source;
  const spf = authentication(receipt.spfVerdict?.status);
  const dkim = authentication(receipt.dkimVerdict?.status);
  const dmarc = authentication(receipt.dmarcVerdict?.status);
  return {
    kind: 'received',
    sesMessageId: mail.messageId,
    receivedAt: new Date(mail.timestamp),
    recipients: [...new Set(receipt.recipients.map((recipient) => recipient.trim().toLowerCase()))],
    envelopeFrom,
    isNullSender: envelopeFrom === '',
    verdicts: {
      spam: outcome(receipt.spamVerdict?.status),
      virus: outcome(receipt.virusVerdict?.status),
      sender: senderOutcome(spf, dkim, dmarc),
    },
    spf,
    dkim,
    dmarc,
    dmarcPolicy: policy(receipt.dmarcPolicy),
    bucket: receipt.action.bucketName,
    key: receipt.action.objectKey,
  };
}

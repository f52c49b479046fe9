import type { App } from '../template/app.ts';
import type { Instant } from '../virtual-clock.ts';
import { commonHeaders, notifiedHeaders, withinListLimit } from './common-headers.ts';
import type { HeaderBlock } from './mail-headers.ts';
import { sentMailId } from './ses-ids.ts';

export type SendingEventType = 'Send' | 'Delivery' | 'Bounce' | 'Complaint';

/** What SES knows of a mail when it reports on it. */
export interface ReportedMail {
  messageId: string;
  at: Instant;
  source: string;
  sourceArn: string;
  recipients: string[];
  /** As the sender wrote them, its own Message-ID included. */
  headers: HeaderBlock;
  tags: Record<string, string[]>;
}

/** The mailbox simulator: `bounce+label@simulator.amazonses.com` bounces, and so on ("Using the mailbox simulator"). */
export function eventsFor(recipient: string): Exclude<SendingEventType, 'Send'>[] {
  const [, kind] = /^(\w+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(recipient) ?? [];
  if (kind?.toLowerCase() === 'bounce') return ['Bounce'];
  // A complaint comes from somebody who got the mail.
  if (kind?.toLowerCase() === 'complaint') return ['Delivery', 'Complaint'];
  return ['Delivery'];
}

function mailObject(
  app: App,
  { messageId, at, source, sourceArn, recipients, headers, tags }: ReportedMail,
): Record<string, unknown> {
  return {
    timestamp: new Date(at).toISOString(),
    source,
    sourceArn,
    sendingAccountId: app.account,
    messageId,
    destination: withinListLimit(recipients),
    ...notifiedHeaders(headers),
    commonHeaders: { ...commonHeaders(headers), messageId },
    tags,
  };
}

function outcome(app: App, type: SendingEventType, recipient: string, at: Instant): Record<string, unknown> {
  const timestamp = new Date(at).toISOString();
  switch (type) {
    case 'Send':
      return { send: {} };
    case 'Delivery':
      return {
        delivery: {
          timestamp,
          processingTimeMillis: 500,
          recipients: [recipient],
          smtpResponse: '250 2.6.0 Message received',
          reportingMTA: `a8-30.smtp-out.${app.region}.amazonses.com`,
        },
      };
    case 'Bounce':
      return {
        bounce: {
          feedbackId: sentMailId(app.region, at),
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: [
            { emailAddress: recipient, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
          ],
          timestamp,
          reportingMTA: `dns; a8-30.smtp-out.${app.region}.amazonses.com`,
        },
      };
    case 'Complaint':
      return {
        complaint: {
          feedbackId: sentMailId(app.region, at),
          complaintSubType: null,
          complainedRecipients: [{ emailAddress: recipient }],
          timestamp,
          userAgent: 'Amazon SES Mailbox Simulator',
          complaintFeedbackType: 'abuse',
          arrivalDate: timestamp,
        },
      };
  }
}

/** The JSON of one event, as SES publishes it to SNS ("Contents of event data that Amazon SES publishes to Amazon SNS"). */
export function sendingEventJson(app: App, type: SendingEventType, mail: ReportedMail, recipient: string, at: Instant): string {
  return JSON.stringify({ eventType: type, mail: mailObject(app, mail), ...outcome(app, type, recipient, at) });
}

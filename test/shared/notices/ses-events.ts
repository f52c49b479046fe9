import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ticketId } from '../../support/builders.ts';
import { sharedData } from '../../support/shared-data.ts';

export const noticeId = '2-reply-1';
export const sesMessageId = 'EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000';

const aMail = () => ({
  timestamp: '2026-01-05T08:00:01.000Z',
  messageId: sesMessageId,
  tags: { ticket: [ticketId], notice: [noticeId], 'ses:configuration-set': ['ConfigSet'] },
});

/** What SES publishes of a mail of ours. */
export const anEvent = (eventType: string, detail: Record<string, unknown> = {}) => ({ eventType, mail: aMail(), ...detail });
export const taken = () => anEvent('Send', { send: {} });
export const delivered = () => anEvent('Delivery', { delivery: { timestamp: '2026-01-05T08:00:10.000Z' } });
export const bounced = (feedbackId = 'feedback-1') =>
  anEvent('Bounce', {
    bounce: {
      timestamp: '2026-01-05T08:00:09.000Z',
      feedbackId,
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'ana@customer.example', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }],
    },
  });

export const inSns = (content: unknown) =>
  JSON.stringify({
    Type: 'Notification',
    TopicArn: 'arn:aws:sns:eu-west-1:1:t',
    Message: typeof content === 'string' ? content : JSON.stringify(content),
  });

export interface Published {
  eventType?: string;
  mail: { messageId: string; timestamp: string; tags?: Record<string, string[]> };
}

const folder = sharedData('aws-events', 'ses-outbound-feedback');
/** The samples of SES's documentation by name: `event-bounce`, `notification-bounce-with-dsn`, …; none on a machine without them. */
export const samples: [name: string, event: Published][] = folder
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file.replace(/^docs-ses__|\.json$/g, ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))])
  : [];

/** A sample as it would be if the mail had been ours. */
export const asOurs = (event: Published): Published => ({
  ...event,
  mail: { ...event.mail, tags: { ...event.mail.tags, ticket: [ticketId], notice: [noticeId] } },
});

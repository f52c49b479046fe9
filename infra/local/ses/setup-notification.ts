import type { Instant } from '../virtual-clock.ts';
import { mailDate } from './mail-date.ts';

/** The id, and the end of the object key, of the mail that SES makes up when a rule with an S3 action is made. */
export const setupNotificationId = 'AMAZON_SES_SETUP_NOTIFICATION';

export function setupMail(at: Instant): Buffer {
  const lines = [
    'Return-Path: <no-reply-aws@amazon.com>',
    'From: Amazon Web Services <no-reply-aws@amazon.com>',
    'To: recipient@example.com',
    `Date: ${mailDate(at)}`,
    'Message-ID: <amazon-ses-setup-notification@amazon.com>',
    'Subject: Amazon SES Setup Notification',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    '',
    'Hello,',
    '',
    'You received this message because you attempted to set up Amazon SES to deliver emails to this S3 bucket.',
    '',
    'Please ignore this email.',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

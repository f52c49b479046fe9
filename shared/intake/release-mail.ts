import type { MailRow } from './mail-ledger.ts';

/** On the queue of mails: the agent who lets this mail out of quarantine. */
export const releasedAttribute = 'released';

/** Has a quarantined mail taken in as accepted. Doing it twice does nothing more. */
export type Release = (row: MailRow, agent: string) => Promise<void>;

/**
 * What SES told of a mail in quarantine, without verdicts: spam and viruses were refused before, and of the sender the agent has judged.
 * Throws Error for a row that is of no such mail.
 */
export function releasedNotification({ sesMessageId, receivedAt, rawKey, envelope }: MailRow, bucket: string): string {
  if (!envelope || rawKey === undefined) throw new Error(`mail ${sesMessageId} is not in quarantine`);
  return JSON.stringify({
    notificationType: 'Received',
    mail: { messageId: sesMessageId, timestamp: receivedAt, source: envelope.sender },
    receipt: {
      recipients: envelope.recipients,
      action: { type: 'S3', bucketName: bucket, objectKey: rawKey },
    },
  });
}

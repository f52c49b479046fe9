import { readEmail } from '../../shared/intake/email/read-email.ts';
import { parseSesNotification } from '../../shared/intake/email/ses-notification.ts';
import type { MailBucket } from '../../shared/intake/mail-bucket.ts';
import { recoveredAttribute } from '../../shared/intake/mail-ledger-recovery.ts';
import { releasedAttribute } from '../../shared/intake/release-mail.ts';
import { refusalOf, type TakingIn, takeIn } from '../../shared/intake/take-in.ts';
import { queueConsumer } from '../../shared/lambda/queue-consumer.ts';
import type { Work } from '../../shared/lambda/work.ts';

export interface Dependencies {
  work: Work;
  bucket: MailBucket;
  /** What `takeIn` needs; asked for per mail, because the key that signs reply addresses is read when first needed. */
  ports: () => Promise<TakingIn>;
}

export function createHandler({ work, bucket, ports }: Dependencies) {
  return queueConsumer(work, async ({ body, attributes, messageAttributes }) => {
    const notification = parseSesNotification(body);
    if (notification.kind === 'ignored') {
      work.log.info('not a mail', { reason: notification.reason });
      return;
    }
    const releasedBy = messageAttributes[releasedAttribute]?.stringValue;
    if (attributes.ApproximateReceiveCount !== '1') {
      const { ledger } = await ports();
      const taken = await ledger.find(notification.receivedAt, notification.sesMessageId);
      // Of a mail that is released there is a row: that of its quarantine.
      if (taken && (releasedBy === undefined || taken.outcome !== 'quarantined')) return;
    }
    const row = await bucket.withMail(notification.key, async (raw) => {
      const { inbound, files, problems } = await readEmail(raw, notification, notification.key);
      if (problems.length > 0)
        work.log.warn('mail read as far as it goes', { sesMessageId: inbound.sourceId, problems: problems.join(' ') });
      // Attachments go first: should we stop in between, the repeat writes the same objects again.
      if (!refusalOf(inbound)) for (const file of files) await bucket.keep(file);
      const recovered = messageAttributes[recoveredAttribute] ? true : undefined;
      return takeIn({ ...inbound, recovered, releasedBy }, await ports());
    });
    work.meter('MailsTaken', 1, { Outcome: row.outcome }, { sesMessageId: row.sesMessageId });
    work.log.info('mail taken', {
      sesMessageId: row.sesMessageId,
      outcome: row.outcome,
      reason: row.reason,
      ticketId: row.ticketId,
    });
  });
}

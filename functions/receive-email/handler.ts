import { readEmail } from '../../shared/intake/email/read-email.ts';
import { parseSesNotification } from '../../shared/intake/email/ses-notification.ts';
import type { MailBucket } from '../../shared/intake/mail-bucket.ts';
import { refusalOf, type TakingIn, takeIn } from '../../shared/intake/take-in.ts';
import type { Log } from '../../shared/lambda/log.ts';
import { queueConsumer } from '../../shared/lambda/queue-consumer.ts';
import type { Meter } from '../../shared/metrics/meter.ts';

export interface Dependencies {
  log: Log;
  meter: Meter;
  bucket: MailBucket;
  /** What `takeIn` needs; asked for per mail, because the key that signs reply addresses is read when first needed. */
  ports: () => Promise<TakingIn>;
}

export function createHandler({ log, meter, bucket, ports }: Dependencies) {
  return queueConsumer(log, async ({ body }) => {
    const notification = parseSesNotification(body);
    if (notification.kind === 'ignored') {
      log.info('not a mail', { reason: notification.reason });
      return;
    }
    const row = await bucket.withMail(notification.key, async (raw) => {
      const { inbound, files, problems } = await readEmail(raw, notification, notification.key);
      if (problems.length > 0)
        log.warn('mail read as far as it goes', { sesMessageId: inbound.sourceId, problems: problems.join(' ') });
      // Attachments go first: should we stop in between, the repeat writes the same objects again.
      if (!refusalOf(inbound)) for (const file of files) await bucket.keep(file);
      return takeIn(inbound, await ports());
    });
    meter('MailsTaken', 1, { Outcome: row.outcome }, { sesMessageId: row.sesMessageId });
    log.info('mail taken', { sesMessageId: row.sesMessageId, outcome: row.outcome, reason: row.reason, ticketId: row.ticketId });
  });
}

import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { type Mailer, tags } from './mailer.ts';

/** The client must be made with `maxAttempts: 1`: SendRawEmail has no idempotency token, so its own retries could send twice. */
export function mailerOn(ses: SESClient, configurationSet: string): Mailer {
  return {
    send: async ({ raw, from, to, notice }) => {
      const { MessageId } = await ses.send(
        new SendRawEmailCommand({
          Source: from,
          Destinations: [to],
          RawMessage: { Data: raw },
          ConfigurationSetName: configurationSet,
          Tags: [
            { Name: tags.ticket, Value: notice.ticketId },
            { Name: tags.notice, Value: notice.noticeId },
          ],
        }),
      );
      if (!MessageId) throw new Error('SES took a mail without giving it an id');
      return MessageId;
    },
  };
}

import { setTimeout } from 'node:timers/promises';
import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { type Mailer, tags } from './mailer.ts';

/** SES allows an account so many mails a second, 14 at first; what comes faster waits this long at first, then twice as long each time. */
const firstPauseMilliseconds = 150;
const mostAttempts = 6;

/**
 * The client must be made with `maxAttempts: 1`: SendRawEmail has no idempotency token, so repeating it after an error that does not say
 * "not taken" could send twice. Throttling does say so, and only that is repeated.
 */
export function mailerOn(ses: SESClient, configurationSet: string): Mailer {
  return {
    send: async ({ raw, from, to, notice }) => {
      const mail = new SendRawEmailCommand({
        Source: from,
        Destinations: [to],
        RawMessage: { Data: raw },
        ConfigurationSetName: configurationSet,
        Tags: [
          { Name: tags.ticket, Value: notice.ticketId },
          { Name: tags.notice, Value: notice.noticeId },
        ],
      });
      const { MessageId } = await untilNotThrottled(() => ses.send(mail));
      if (!MessageId) throw new Error('SES took a mail without giving it an id');
      return MessageId;
    },
  };
}

async function untilNotThrottled<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'Throttling' || tried === mostAttempts) throw error;
      await setTimeout((0.5 + Math.random() / 2) * firstPauseMilliseconds * 2 ** (tried - 1));
    }
  }
}

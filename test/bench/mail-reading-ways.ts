import type { ReceivedNotification } from '../../shared/intake/email/ses-notification.ts';

/** Reads a mail and gives what is new in it. */
export type Reading = (raw: Uint8Array) => Promise<string>;

const notification: ReceivedNotification = {
  kind: 'received',
  sesMessageId: 'bench',
  receivedAt: new Date(0),
  recipients: ['support@guichet.example'],
  envelopeFrom: 'someone@sender.example',
  isNullSender: false,
  verdicts: { spam: 'pass', virus: 'pass', sender: 'pass' },
  spf: 'pass',
  dkim: 'pass',
  dmarc: 'pass',
  dmarcPolicy: undefined,
  bucket: 'mail',
  key: 'inbound/bench',
};

/** Three ways to read a mail and trim its text. A library is loaded only when its way is asked for. */
export const ways = {
  guichet: async (): Promise<Reading> => {
    const { readEmail } = await import('../../shared/intake/email/read-email.ts');
    return async (raw) => {
      const { inbound } = await readEmail(raw, notification, notification.key);
      return inbound.message.visible ?? inbound.message.text;
    };
  },

  'mailparser + email-reply-parser': async (): Promise<Reading> => {
    const { simpleParser } = await import('mailparser');
    const { default: EmailReplyParser } = await import('email-reply-parser');
    return async (raw) => {
      const { text = '' } = await simpleParser(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
      return new EmailReplyParser().parseReply(text);
    };
  },

  'postal-mime + planer': async (): Promise<Reading> => {
    const { default: PostalMime } = await import('postal-mime');
    // It has no types of its own.
    const name: string = 'planer';
    const { default: planer } = (await import(name)) as { default: { extractFrom(text: string, type: string): string } };
    return async (raw) => {
      const { text = '' } = await PostalMime.parse(raw);
      return planer.extractFrom(text, 'text/plain');
    };
  },
};
export type Way = keyof typeof ways;

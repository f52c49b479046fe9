import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEmail } from '../../../../shared/intake/email/read-email.ts';
import type { ReceivedNotification } from '../../../../shared/intake/email/ses-notification.ts';

const samples = join(import.meta.dirname, '..', '..', '..', 'samples', 'mail');

/** What SES says of a mail from a person; overrides only for what a test is about. */
export function received(overrides: Partial<ReceivedNotification> = {}): ReceivedNotification {
  return {
    kind: 'received',
    sesMessageId: 'd6iitobk75ur44p8kdnnp7g2n800',
    receivedAt: new Date('2026-01-05T08:12:33.936Z'),
    recipients: ['support@guichet.example'],
    envelopeFrom: 'bounce-address@sender.example',
    isNullSender: false,
    verdicts: { spam: 'pass', virus: 'pass', sender: 'pass' },
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'pass',
    dmarcPolicy: undefined,
    bucket: 'mail',
    key: 'in/d6iitobk75ur44p8kdnnp7g2n800',
    ...overrides,
  };
}

/** The bytes of a sample mail with the line ends that mail has. The files themselves end their lines with LF. */
export function sample(name: string): Uint8Array {
  return bytes(readFileSync(join(samples, `${name}.eml`), 'latin1'));
}

/** A mail out of lines as a test writes them; characters above U+00FF are not for here. */
export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1'));
}

/** A small mail with these header lines. */
export function aMail(headers: string[] = [], body = 'Hello.'): Uint8Array {
  const given = headers.map((line) => line.split(':')[0]?.toLowerCase());
  const usual = ['From: ana@client.example', 'To: support@guichet.example', 'Subject: Printer'];
  return bytes([...usual.filter((line) => !given.includes(line.split(':')[0]?.toLowerCase())), ...headers, '', body].join('\n'));
}

/** Reads a mail as `readEmail` does for the usual notification. */
export async function read(raw: Uint8Array, overrides: Partial<ReceivedNotification> = {}) {
  const notification = received(overrides);
  return await readEmail(raw, notification, notification.key);
}

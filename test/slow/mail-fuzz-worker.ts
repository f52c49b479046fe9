import { parentPort } from 'node:worker_threads';
import { readEmail } from '../../shared/intake/email/read-email.ts';
import type { ReceivedNotification } from '../../shared/intake/email/ses-notification.ts';
import { longestText, mostAttachments, natures } from '../../shared/intake/inbound-message.ts';

/** Reads the mails that the test sends, one after the other, and says of each how long it took and what is wrong with the outcome. */
export interface Reading {
  ms: number;
  faults: string[];
}

const notification: ReceivedNotification = {
  kind: 'received',
  sesMessageId: 'fuzz',
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
  key: 'inbound/fuzz',
};

async function faultsOf(raw: Uint8Array): Promise<string[]> {
  const { inbound, files } = await readEmail(raw, notification, notification.key);
  const { message, subject, nature } = inbound;
  const sizes = files.reduce((sum, { content }) => sum + content.length, 0);
  const rules: Record<string, boolean> = {
    'a nature of the list': natures.includes(nature),
    'an address of the sender': /^[^\s@]+@[^\s@]+$/.test(message.from.address),
    'text within the limit': message.text.length <= longestText && (message.visible ?? '').length <= longestText,
    'text of whole characters': message.text.isWellFormed() && (message.visible ?? '').isWellFormed() && subject.isWellFormed(),
    'names and subject on one line': !/\p{Cc}/u.test(
      [subject, message.from.name, ...message.attachments.map(({ name }) => name)].join(''),
    ),
    'names without a path': message.attachments.every(({ name }) => name !== '' && !/[/\\]|^\.\.?$/.test(name)),
    'attachments within the limit': message.attachments.length <= mostAttachments,
    'a file for each attachment': message.attachments.every(
      ({ key, size }, at) => files[at]?.key === key && files[at].content.length === size,
    ),
    // Escaping makes six characters of one; everything else can only shrink.
    'files no larger than the mail allows': sizes <= 6 * raw.length + 10_000,
  };
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]));
}

async function answer(raw: Uint8Array): Promise<void> {
  const started = performance.now();
  const faults = await faultsOf(raw).catch((error: unknown) => [`threw ${String(error)}`]);
  parentPort?.postMessage({ ms: performance.now() - started, faults } satisfies Reading);
}

parentPort?.on('message', (raw: Uint8Array) => {
  void answer(raw);
});

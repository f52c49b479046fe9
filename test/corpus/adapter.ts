import { conversationsOf } from '../../shared/intake/email/conversations.ts';
import { readForward } from '../../shared/intake/email/forward.ts';
import { readEmail } from '../../shared/intake/email/read-email.ts';
import type { ReceivedNotification } from '../../shared/intake/email/ses-notification.ts';
import { visibleReply } from '../../shared/intake/email/visible.ts';

/** What ../shared/mail/score.mjs asks of a mail reader, answered by ours. */
type Body = { text: string } | { html: string };

/** SES takes the envelope sender from SMTP and writes it into Return-Path; a file has only the latter. */
function notificationOf(raw: Uint8Array): ReceivedNotification {
  const head = Buffer.from(raw.subarray(0, 4_000)).toString('latin1');
  const isNullSender = /^return-path:\s*<>/im.test(head);
  return {
    kind: 'received',
    sesMessageId: 'corpus',
    receivedAt: new Date('2026-01-05T08:12:33.936Z'),
    recipients: ['support@guichet.example'],
    envelopeFrom: isNullSender ? '' : 'someone@sender.example',
    isNullSender,
    verdicts: { spam: 'pass', virus: 'pass', sender: 'pass' },
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'pass',
    dmarcPolicy: undefined,
    bucket: 'mail',
    key: 'in/corpus',
  };
}

export async function read(raw: Uint8Array) {
  const { inbound, files } = await readEmail(raw, notificationOf(raw), 'in/corpus');
  const { message, nature, references, subject } = inbound;
  const correspondents = [message.from, ...message.to, ...message.cc].map(({ address }) => address);
  return {
    subject,
    text: message.text,
    date: message.sentAt ?? null,
    messageId: message.rfcMessageId,
    from: [message.from],
    to: message.to,
    cc: message.cc,
    inReplyTo: references,
    references,
    attachments: message.attachments.map(({ name, size }, index) => ({ name, size, content: files[index]?.content })),
    visible: message.visible ?? message.text,
    forward: readForward(message.text, undefined, { subject, correspondents }) ?? null,
    suppress: nature !== 'person',
    // A complaint is a mail that did arrive.
    bounce: nature === 'bounce' && inbound.failedDelivery?.detail.startsWith('complaint') !== true,
    autoReply: nature === 'auto-reply',
  };
}

export function trim(body: Body, options: { delimiter?: string } = {}): string {
  return visibleReply(body, options);
}

export async function threads(raws: Uint8Array[]): Promise<string[][]> {
  const mails = await Promise.all(raws.map((raw) => readEmail(raw, notificationOf(raw), 'in/corpus')));
  return conversationsOf(mails.map(({ inbound }) => inbound));
}

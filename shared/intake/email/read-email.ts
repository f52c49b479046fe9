import { digest, idFrom } from '../../ids.ts';
import { type Attachment, type InboundMessage, mostAttachments } from '../inbound-message.ts';
import type { MailFile } from '../mail-bucket.ts';
import { addressesOf, namesOneSender, senderOf, unknownSender } from './addresses.ts';
import { natureOf, natureOfReport } from './automatic.ts';
import { bodyText } from './body-text.ts';
import { readBounce } from './bounce.ts';
import { dangerOf } from './dangerous-file.ts';
import { decodeWords } from './encoded-words.ts';
import { attachmentKey, safeFileName, safePageKey } from './file-names.ts';
import { firstHeader, type Header } from './header-block.ts';
import { readMessageIds, referencesOf } from './message-ids.ts';
import { oneLine } from './one-line.ts';
import { type ParsedMail, parseMime } from './parse-mime.ts';
import { safePage } from './safe-html.ts';
import type { ReceivedNotification } from './ses-notification.ts';
import { whatIsNew } from './what-is-new.ts';

export const longestSubject = 500;
const longestType = 100;

/** What was not as it should be, for the log and the metrics; no word of the mail itself. */
export type MailProblem = 'no-sender' | 'malformed' | 'text-cut';

/** ISO, or `undefined` for what is no date or lies outside the years of mail. */
function sentAt(headers: readonly Header[]): string | undefined {
  const value = firstHeader(headers, 'date')
    ?.slice(0, 200)
    .replace(/\([^()]*\)/g, '')
    .trim();
  const time = value ? Date.parse(value) : Number.NaN;
  return time > 0 && time < Date.UTC(2200, 0) ? new Date(time).toISOString() : undefined;
}

/** The same bytes under another type or encoding are another message. */
const howToRead = (headers: readonly Header[]): string[] =>
  ['content-type', 'content-transfer-encoding'].map((name) => (firstHeader(headers, name) ?? '').replaceAll(/\s+/g, ' '));

/** The first language the mail program names (RFC 3282), without its region. */
function languageOf(headers: readonly Header[]): string | undefined {
  const value = firstHeader(headers, 'content-language') ?? firstHeader(headers, 'accept-language') ?? '';
  return /^\s*([a-z]{2,3})(?![a-z])/i.exec(value)?.[1]?.toLowerCase();
}

function readAttachments({ parts }: ParsedMail, messageId: string): { attachments: Attachment[]; files: MailFile[] } {
  const files: MailFile[] = [];
  const attachments = parts.slice(0, mostAttachments).map((part, index): Attachment => {
    const name = safeFileName(part.name, part.type, index + 1);
    const key = attachmentKey(messageId, index + 1, name);
    const type =
      /^[\w.+-]+\/[\w.+-]+$/.test(part.type) && part.type.length <= longestType ? part.type : 'application/octet-stream';
    files.push({ key, type, content: part.content });
    const { contentId } = part;
    const dangerous = dangerOf(name, part.content);
    return {
      name,
      type,
      size: part.content.length,
      key,
      ...(contentId === undefined ? {} : { contentId }),
      ...(dangerous === undefined ? {} : { dangerous }),
    };
  });
  return { attachments, files };
}

/**
 * Reads a mail that SES received. Never rejects, whatever the bytes are: what cannot be read is left out and named in `problems`, and
 * the original stays in the bucket under `rawKey`. Verdicts come from the notification alone; headers that claim any are ignored. For a
 * sender that is not the one address of one From field nobody vouches, whatever the notification says.
 */
export async function readEmail(
  raw: Uint8Array,
  received: ReceivedNotification,
  rawKey: string,
): Promise<{ inbound: InboundMessage; files: MailFile[]; problems: MailProblem[] }> {
  const mail = parseMime(raw);
  const { headers } = mail;
  const id = idFrom('message', 'email', received.sesMessageId);
  const from = senderOf(headers, received.envelopeFrom);
  const subject = oneLine(decodeWords((firstHeader(headers, 'subject') ?? '').slice(0, 16_000)), longestSubject);
  const { recipients, isNullSender, receivedAt } = received;
  const verdicts = namesOneSender(headers) ? received.verdicts : { ...received.verdicts, sender: 'fail' as const };
  const { text, textCut } = bodyText(mail);
  const { envelopeFrom } = received;
  const judged = natureOf({ headers, isNullSender, from: from.address, envelopeFrom, subject, text });
  const isAutomatic = judged.nature !== 'person';
  const report = readBounce(mail, { isNullSender, from, subject, text, envelopeFrom, recipients, isAutomatic });
  const { nature, reason } = report ? natureOfReport(report) : judged;
  const { attachments, files } = readAttachments(mail, id);
  const htmlKey = mail.html === undefined ? undefined : safePageKey(id);
  if (htmlKey !== undefined) files.push({ key: htmlKey, type: 'text/html', content: Buffer.from(safePage(mail.html ?? '')) });
  const to = addressesOf(headers, 'to');
  const cc = addressesOf(headers, 'cc');
  const correspondents = [...recipients, ...[from, ...to, ...cc].map(({ address }) => address)];
  const problems: MailProblem[] = [];
  if (from.address === unknownSender) problems.push('no-sender');
  if (mail.damage !== undefined) problems.push('malformed');
  else if (mail.cut) problems.push('text-cut');
  const inbound: InboundMessage = {
    channel: 'email',
    sourceId: received.sesMessageId,
    receivedAt,
    recipients,
    subject,
    message: {
      id,
      from,
      to,
      cc,
      text,
      textCut,
      ...whatIsNew(mail, text, { subject, correspondents }),
      attachments,
      attachmentsCut: mail.parts.length > mostAttachments || (mail.cut && mail.parts.length > 0),
      rawKey,
      htmlKey,
      protection: mail.protection,
      rfcMessageId: readMessageIds(firstHeader(headers, 'message-id') ?? '')[0],
      sentAt: sentAt(headers),
    },
    nature,
    natureReason: reason,
    verdicts,
    references: referencesOf(headers),
    failedDelivery: report === 'delivered' ? undefined : report,
    contentDigest: digest(subject, from.address, ...howToRead(headers), mail.body),
    language: languageOf(headers),
    envelopeFrom,
  };
  return { inbound, files, problems };
}

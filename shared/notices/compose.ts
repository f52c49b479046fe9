import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import type { Address } from '../intake/inbound-message.ts';
import { headerText, longestName, longestSubject } from './header-text.ts';
import { wireAddress } from './mail-address.ts';
import type { NoticeOf } from './notice.ts';

export interface MailAttachment {
  name: string;
  type: string;
  content: Uint8Array;
}

interface AnyMail {
  ticketId: string;
  from: Address;
  to: Address;
  subject: string;
  text: string;
  html: string;
  /** For the Date header. SES writes its own, and its own Message-ID (SES developer guide, header fields). */
  at: Date;
  attachments?: readonly MailAttachment[];
}

interface CustomerMail extends AnyMail {
  kind: NoticeOf<'acknowledgement' | 'reply'>['kind'];
  /** The signed address by which an answer finds its ticket. */
  replyTo: string;
  /** Message-IDs of the conversation, bare, oldest first. */
  references: readonly string[];
  /** The Message-ID that is answered; the last of the references unless said. */
  inReplyTo?: string | undefined;
}

/** Belongs to no conversation with a customer and offers no way into one. */
interface StaffMail extends AnyMail {
  kind: NoticeOf<'warning' | 'escalation'>['kind'] | 'subscription-disabled';
  replyTo?: never;
  references?: never;
  inReplyTo?: never;
}

export type Mail = CustomerMail | StaffMail;

/** The header by which a mail of ours is known when it comes back; its value is the ticket's id. */
export const noticeHeader = 'X-Guichet-Notice';

/** Bytes of a mail with its attachments in base64 that SES takes through SendRawEmail (SES developer guide, "Service quotas"): 10 MB. */
export const largestMail = 10 * 1024 * 1024;

/**
 * A mail or a multipart may not be put into base64 (RFC 2046, 5.1 and 5.2.1), and as it is its bytes would not arrive as they were: relays
 * wrap lines and change their ends. As a file without a type of its own it arrives byte for byte.
 */
const carriedAs = (type: string): string => (/^(?:message|multipart)\//i.test(type) ? 'application/octet-stream' : type);

/**
 * The mail as bytes for SES, with exactly one recipient. Throws when `from`, `to` or `replyTo` is nothing that mail can be sent to, or when
 * it is larger than `largestMail`: trying again would not help.
 */
export async function compose(mail: Mail): Promise<Uint8Array> {
  const thread = mail.references?.filter(isMessageId) ?? [];
  const answered = mail.inReplyTo !== undefined && isMessageId(mail.inReplyTo) ? mail.inReplyTo : thread.at(-1);
  const references = answered === undefined || thread.includes(answered) ? thread : [...thread, answered];
  const composer = new MailComposer({
    from: party(mail.from),
    to: party(mail.to),
    replyTo: mail.replyTo === undefined ? undefined : party({ address: mail.replyTo }),
    subject: subjectOf(mail.subject),
    date: mail.at,
    inReplyTo: answered === undefined ? undefined : `<${answered}>`,
    references: references.map((id) => `<${id}>`),
    headers: { [noticeHeader]: mail.ticketId, ...automatic[mail.kind] },
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments?.map(({ name, type, content }) => ({
      filename: headerText(name, longestName),
      contentType: carriedAs(type),
      contentTransferEncoding: 'base64',
      content: Buffer.from(content),
    })),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer.compile().build();
  if (bytes.length > largestMail) throw new Error(`the mail has ${bytes.length} bytes, more than ${largestMail}`);
  return bytes;
}

/** By this another Guichet knows a mail that nobody wrote, should Auto-Submitted be lost on the way. */
const automaticHeader = 'X-Guichet-Automatic';

/**
 * RFC 3834 for everybody, X-Auto-Response-Suppress for Exchange, which heeds nothing else. No Precedence: it is in no standard, what
 * honours it honours one of these, and `bulk` gets a customer's acknowledgement filed as advertising. An agent's answer is a letter.
 */
const automatic: Record<Mail['kind'], Record<string, string>> = {
  acknowledgement: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', [automaticHeader]: 'acknowledgement' },
  reply: {},
  warning: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', [automaticHeader]: 'warning' },
  escalation: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', [automaticHeader]: 'escalation' },
  'subscription-disabled': {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    [automaticHeader]: 'subscription-disabled',
  },
};

function party({ name, address }: Address): { name: string; address: string } {
  const wire = wireAddress(address);
  if (wire === undefined) throw new Error('the mail has an address that nothing can be sent to');
  // Readers decode what looks like an encoded word even between quotes; so it must not look like one.
  return { name: headerText(name ?? '', longestName).replaceAll('=?', '= ?'), address: wire };
}

/** A subject that spells an encoded word would go out as it is and be read as what that word encodes. */
function subjectOf(subject: string): string {
  const line = headerText(subject, longestSubject);
  return line.includes('=?') ? encodeWord(line, 'B', 52) : line;
}

/** What a sender put there: only what fits on a header line (RFC 5322, 2.1.1: 998 characters) and cannot end one. */
const isMessageId = (id: string): boolean => /^[!-;=?-~]{1,900}$/.test(id);

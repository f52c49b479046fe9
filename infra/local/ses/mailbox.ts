import PostalMime from 'postal-mime';
import type { Instant } from '../virtual-clock.ts';
import { readHeaders } from './mail-headers.ts';

/** A mail that went out, for people and tests to read. */
export interface SentMail {
  /** SES's id, as the API answered it. */
  messageId: string;
  /** The bare address of the From header. */
  from: string;
  /** Everyone it went to, Bcc included. */
  to: string[];
  /** Decoded. */
  subject: string;
  /** Lower-case names; the values of a repeated header joined by commas. */
  headers: Record<string, string>;
  text: string;
  html?: string;
  /** The whole mail; bytes that are not UTF-8 show as U+FFFD. */
  raw: string;
  /** ISO 8601, on the virtual clock. */
  at: string;
  tags: Record<string, string>;
}

export interface DeliveredMail {
  messageId: string;
  from: string;
  to: string[];
  raw: Buffer;
  at: Instant;
  tags: Record<string, string>;
}

export interface Mailbox {
  add(mail: DeliveredMail): void;
  /** In the order of sending. Parses each mail when first asked for it, not while it is sent. */
  list(): Promise<SentMail[]>;
  count(): number;
}

function headersOf(raw: Buffer): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { name, value } of readHeaders(raw).fields) {
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return headers;
}

async function parse({ messageId, from, to, raw, at, tags }: DeliveredMail): Promise<SentMail> {
  const { subject = '', text = '', html } = await PostalMime.parse(raw);
  return {
    messageId,
    from,
    to,
    subject,
    headers: headersOf(raw),
    text,
    ...(html === undefined ? {} : { html }),
    raw: raw.toString(),
    at: new Date(at).toISOString(),
    tags,
  };
}

export function createMailbox(): Mailbox {
  const mails: { mail: DeliveredMail; parsed?: Promise<SentMail> }[] = [];
  return {
    add: (mail) => {
      mails.push({ mail });
    },
    list: () =>
      Promise.all(
        mails.map((entry) => {
          entry.parsed ??= parse(entry.mail);
          return entry.parsed;
        }),
      ),
    count: () => mails.length,
  };
}

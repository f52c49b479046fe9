import { decodeWords } from 'postal-mime';
import { splitAddresses } from './addresses.ts';
import { type HeaderBlock, headerValue } from './mail-headers.ts';

/** SES cuts the headers in a notification at 10 KB ("Service quotas in Amazon SES"). */
export const notifiedHeaderBytes = 10 * 1024;
/** Ours: how much of one list of addresses a notification carries, so that five of them stay well inside SNS's 256 KB. */
const notifiedListBytes = 20 * 1024;

export interface NotifiedHeader {
  name: string;
  value: string;
}

function within<T>(entries: T[], limit: number): T[] {
  let bytes = 0;
  const end = entries.findIndex((entry) => {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    return bytes > limit;
  });
  return end < 0 ? entries : entries.slice(0, end);
}

export function withinListLimit(addresses: string[]): string[] {
  return within(addresses, notifiedListBytes);
}

/** `headers` and `headersTruncated` of a notification. */
export function notifiedHeaders(block: HeaderBlock): { headersTruncated: boolean; headers: NotifiedHeader[] } {
  const all = block.fields.map(({ name, value }) => ({ name, value }));
  const headers = within(all, notifiedHeaderBytes);
  return { headersTruncated: headers.length < all.length, headers };
}

/** The part of `commonHeaders` that incoming and outgoing mail share; members without a header are left out. */
export function commonHeaders(block: HeaderBlock): Record<string, string | string[]> {
  const common: Record<string, string | string[]> = {};
  const list = (member: string, header: string) => {
    const entries = withinListLimit(splitAddresses(headerValue(block, header)));
    if (entries.length > 0) common[member] = entries;
  };
  const text = (member: string, value: string | undefined) => {
    if (value !== undefined) common[member] = value.slice(0, notifiedHeaderBytes / 4);
  };
  list('from', 'from');
  text('date', headerValue(block, 'date'));
  list('to', 'to');
  list('cc', 'cc');
  list('replyTo', 'reply-to');
  text('messageId', headerValue(block, 'message-id'));
  const subject = headerValue(block, 'subject');
  text('subject', subject === undefined ? undefined : decodeWords(subject));
  return common;
}

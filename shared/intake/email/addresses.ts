import { addressParser } from 'postal-mime';
import type { Address } from '../inbound-message.ts';
import { decodeWords } from './encoded-words.ts';
import { allHeaders, type Header } from './header-block.ts';
import { oneLine } from './one-line.ts';

/** RFC 5321: 64 for the local part, 255 for the domain, and the @. */
export const longestAddress = 320;
export const longestName = 200;
/** Addresses of To and of Cc that a message keeps; the raw mail has the rest. */
export const mostAddresses = 100;
/** Characters of one address field that are looked at. */
const longestField = 64 * 1024;

/** Stands for the sender of a mail that names none anywhere; `.invalid` can never be delivered to (RFC 2606). */
export const unknownSender = 'unknown@invalid';

/** The address in lower case, or `undefined` if this is none that mail could be sent to. */
export function cleanAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^<(.*)>$/s, '$1')
    .toLowerCase();
  return bare.length <= longestAddress && /^[^\s@<>,;\u0000-\u001f\u007f]+@[^\s@<>,;\u0000-\u001f\u007f]+$/.test(bare)
    ? bare
    : undefined;
}

/** What stands before the @. */
export function localPart(address: string): string {
  return address.slice(0, Math.max(address.lastIndexOf('@'), 0));
}

/** Encoded words in one form that the parser of addresses knows: their charsets are ours to read, and a name may hold commas. */
function inOneCharset(value: string): string {
  if (!value.includes('=?')) return value;
  return value.replace(/=\?[^?\s]{1,80}\?[bq]\?[^?]*\?=(?:\s+=\?[^?\s]{1,80}\?[bq]\?[^?]*\?=)*/gi, (words) => {
    const text = decodeWords(words);
    return text === words ? words : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  });
}

function readField(value: string): Address[] {
  return addressParser(inOneCharset(value.slice(0, longestField)), { flatten: true }).flatMap((mailbox) => {
    const address = mailbox.address === undefined ? undefined : cleanAddress(mailbox.address);
    if (address === undefined) return [];
    const name = oneLine(mailbox.name, longestName);
    return [name === '' ? { address } : { address, name }];
  });
}

/** The usable addresses of all fields of this name, groups taken apart, at most `mostAddresses`. */
export function addressesOf(headers: readonly Header[], name: string): Address[] {
  const found: Address[] = [];
  for (const value of allHeaders(headers, name)) {
    if (found.length >= mostAddresses) break;
    found.push(...readField(value));
  }
  return found.slice(0, mostAddresses);
}

/**
 * Whether one From field names one address. DMARC speaks of that alone: not of Reply-To and Sender, and of several nobody can say whose
 * domain was asked.
 */
export function namesOneSender(headers: readonly Header[]): boolean {
  const [field, ...more] = allHeaders(headers, 'from');
  if (field === undefined || more.length > 0 || field.length > longestField) return false;
  const named = addressParser(inOneCharset(field), { flatten: true }).filter(({ address }) => address?.includes('@'));
  return named.length === 1 && readField(field).length === 1;
}

/** Who wrote: From, else Reply-To, else Sender, else the envelope sender, else `unknownSender`. */
export function senderOf(headers: readonly Header[], envelopeFrom: string): Address {
  for (const name of ['from', 'reply-to', 'sender']) {
    const [first] = addressesOf(headers, name);
    if (first) return first;
  }
  return { address: cleanAddress(envelopeFrom) ?? unknownSender };
}

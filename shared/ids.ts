import { createHash } from 'node:crypto';
import { ulid } from 'ulid';

/** What each kind of id begins with, so that a bare id in a log or a URL says what it names. */
const prefixes = {
  ticket: 'tkt',
  message: 'msg',
  contact: 'con',
  contract: 'ctr',
  partner: 'prt',
  event: 'evt',
  attachment: 'att',
  chat: 'cht',
  subscription: 'sub',
} as const;

export type IdKind = keyof typeof prefixes;

/** A new id, `tkt_01J…`: sortable by the millisecond of `now` (epoch milliseconds). */
export function newId(kind: IdKind, now: number): string {
  return `${prefixes[kind]}_${ulid(now)}`;
}

/** Whether a text has the form of such an id: what has not is looked up nowhere. */
export const isId = (kind: IdKind, text: string): boolean =>
  text.startsWith(`${prefixes[kind]}_`) && /^[0-9A-Za-z]{26}$/.test(text.slice(prefixes[kind].length + 1));

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

/** Base 32 in Crockford's alphabet, lower case: survives mail systems that fold the case of an address. Five bits a character. */
export function base32(bytes: Uint8Array, length: number): string {
  let text = '';
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += crockford.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
}

/** Hex SHA-256 of the parts, each kept apart from the next. */
export function digest(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\u0000');
  return hash.digest('hex');
}

/** The same id for the same source every time: what a retry of the same input must produce again. 130 bits of SHA-256. */
export function idFrom(kind: IdKind, ...source: string[]): string {
  return `${prefixes[kind]}_${base32(Buffer.from(digest(...source), 'hex'), 26)}`;
}

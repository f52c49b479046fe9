import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { type Language, language } from '../contracts/vocabulary.ts';
import type { LinkScope } from '../notices/acknowledgement-link.ts';

/** What the link to a request stands for: whoever has it may read this request, and add to it. */
export interface RequestLink {
  ticketId: string;
  /** What its page is written in. */
  language: Language;
}

const macLength = 32;
const payload = z.tuple([z.string(), language]);

/** The same key signs reply addresses; the purpose keeps one from passing for the other. */
const macOf = (content: Uint8Array, key: LinkScope['key']): Buffer =>
  createHmac('sha256', key).update('follow-request\u0000').update(content).digest();

/** Where a customer follows a request. Signed, not secret: the token can be read, and is good for nothing else. */
export function requestUrl({ ticketId, language: reads }: RequestLink, { publicUrl, key }: LinkScope): string {
  const content = Buffer.from(JSON.stringify([ticketId, reads]));
  return `${publicUrl}/requests/${Buffer.concat([macOf(content, key), content]).toString('base64url')}`;
}

/** What a token says; undefined for one that we have not made, or that was altered, be it in a single bit. */
export function readRequestToken(token: string, key: LinkScope['key']): RequestLink | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const [mac, content] = [bytes.subarray(0, macLength), bytes.subarray(macLength)];
  // Decoding is lenient: other spellings of the same bytes are not what we sent.
  if (mac.length < macLength || bytes.toString('base64url') !== token || !timingSafeEqual(mac, macOf(content, key)))
    return undefined;
  const [ticketId, reads] = payload.parse(JSON.parse(content.toString('utf8')));
  return { ticketId, language: reads };
}

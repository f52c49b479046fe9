import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { type Language, language } from '../contracts/vocabulary.ts';
import { type ClockMetric, clockMetric } from '../sla/clock.ts';

/** What the link in a warning or an escalation stands for: this person may take note of this step, and reads this language. */
export interface AcknowledgementLink {
  ticketId: string;
  clock: ClockMetric;
  cycle: number;
  step: string;
  address: string;
  language: Language;
}

/** What signs the links of one stage. */
export interface LinkScope {
  /** What every link begins with, without a slash at its end. */
  publicUrl: string;
  /** The HMAC key, at least 32 random bytes or characters. */
  key: string | Uint8Array;
}

/** Bytes of an HMAC-SHA256. */
const macLength = 32;

const payload = z.tuple([z.string(), clockMetric, z.int(), z.string(), z.string(), language]);

/** The same key signs reply addresses; the purpose keeps one from passing for the other. */
const macOf = (content: Uint8Array, key: LinkScope['key']): Buffer =>
  createHmac('sha256', key).update('acknowledge-escalation\u0000').update(content).digest();

/** Where somebody takes note of an escalation. Signed, not secret: the token can be read, and is good for nothing else. */
export function acknowledgementUrl(link: AcknowledgementLink, { publicUrl, key }: LinkScope): string {
  const { ticketId, clock, cycle, step, address, language: reads } = link;
  const content = Buffer.from(JSON.stringify([ticketId, clock, cycle, step, address, reads]));
  return `${publicUrl}/escalations/${Buffer.concat([macOf(content, key), content]).toString('base64url')}`;
}

/** What a token says; undefined for one that we have not made, or that was altered, be it in a single bit. */
export function readAcknowledgementToken(token: string, key: LinkScope['key']): AcknowledgementLink | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const content = bytes.subarray(macLength);
  const mac = bytes.subarray(0, macLength);
  // Decoding is lenient: other spellings of the same bytes are not what we sent.
  if (mac.length < macLength || bytes.toString('base64url') !== token || !timingSafeEqual(mac, macOf(content, key)))
    return undefined;
  const [ticketId, clock, cycle, step, address, reads] = payload.parse(JSON.parse(content.toString('utf8')));
  return { ticketId, clock, cycle, step, address, language: reads };
}

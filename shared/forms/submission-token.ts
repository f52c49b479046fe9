import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

/** What a page is given with the form: whoever submits it shows when they got it. The nonce is what the submission is known by. */
export interface SubmissionToken {
  form: string;
  issuedAt: Date;
  nonce: string;
}

/** Nobody fills in a form faster than this. */
export const leastAgeSeconds = 3;
export const mostAgeSeconds = 24 * 3600;

const macLength = 32;
const payload = z.tuple([z.string(), z.int(), z.string()]);

/** The same key signs reply addresses and links; the purpose keeps one from passing for the other. */
const macOf = (content: Uint8Array, key: string): Buffer =>
  createHmac('sha256', key).update('form-submission\u0000').update(content).digest();

/** `nonce`: 128 random bits, unless said. */
export function newSubmissionToken(form: string, now: Date, key: string, nonce = randomBytes(16).toString('base64url')) {
  const content = Buffer.from(JSON.stringify([form, now.getTime(), nonce]));
  return {
    token: Buffer.concat([macOf(content, key), content]).toString('base64url'),
    notBefore: new Date(now.getTime() + leastAgeSeconds * 1000).toISOString(),
    expiresAt: new Date(now.getTime() + mostAgeSeconds * 1000).toISOString(),
  };
}

/** What a token says; undefined for one that we have not made, that was altered, or that is another form's. */
export function readSubmissionToken(token: string, form: string, key: string): SubmissionToken | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const [mac, content] = [bytes.subarray(0, macLength), bytes.subarray(macLength)];
  // Decoding is lenient: other spellings of the same bytes are not what we sent.
  if (mac.length < macLength || bytes.toString('base64url') !== token || !timingSafeEqual(mac, macOf(content, key)))
    return undefined;
  const [of, issuedAt, nonce] = payload.parse(JSON.parse(content.toString('utf8')));
  return of === form ? { form: of, issuedAt: new Date(issuedAt), nonce } : undefined;
}

/** Seconds until the token is good; 0 from then on. */
export const secondsTooSoon = ({ issuedAt }: SubmissionToken, at: Date): number =>
  Math.max(0, Math.ceil((issuedAt.getTime() + leastAgeSeconds * 1000 - at.getTime()) / 1000));

/** To the very second it is still good. */
export const isTooOld = ({ issuedAt }: SubmissionToken, at: Date): boolean =>
  at.getTime() - issuedAt.getTime() > mostAgeSeconds * 1000;

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { CallerError } from '../errors.ts';

/** How far the time of sending may lie from ours, both ways: a recorded delivery is good for no longer. */
export const mostSkewSeconds = 5 * 60;
export const longestWebhookId = 256;
/** More signatures than any rotation needs; each costs a comparison. */
export const mostSignatures = 20;

const secretPrefix = 'whsec_';
const secretBytes = 32;
const signatureVersion = 'v1';

/** A signing secret as partners are given it: `whsec_` and the base64 of 24 to 64 bytes. */
export const webhookSecret = z.string().check(
  z.refine(
    (text) => {
      const key = keyIn(text);
      return key !== undefined && key.length >= 24 && key.length <= 64;
    },
    { error: 'must be whsec_ and the base64 of 24 to 64 bytes' },
  ),
);

export const newWebhookSecret = (): string => `${secretPrefix}${randomBytes(secretBytes).toString('base64')}`;

/** What a delivery says about itself in its headers, well-formed and recent, but not yet known to be the sender's. */
export interface Stamp {
  id: string;
  /** As it came: the signature is over its digits. */
  timestamp: string;
  /** Those of version 1, decoded. Others are for those who know them. */
  signatures: readonly Uint8Array[];
}

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * The three headers of a delivery, with one signature for each secret, so that a receiver that knows any of them is content.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function sign(secrets: readonly string[], id: string, at: Date, body: string | Uint8Array) {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets
      .map((secret) => `${signatureVersion},${signature(secret, { id, timestamp }, body).toString('base64')}`)
      .join(' '),
  };
}

/** Reads and checks a delivery over its raw bytes. Throws CallerError naming the header: 400 for its form, 401 for its time or signature. */
export function verify(secrets: readonly string[], headers: Headers, body: string | Uint8Array, now: Date): Stamp {
  const stamp = stampIn(headers, now);
  if (!isSignedWith(secrets, stamp, body)) throw doesNotFit();
  return stamp;
}

/** Header names in lower case. Throws CallerError naming the header that is missing, malformed, too old or too new. */
export function stampIn(headers: Headers, now: Date): Stamp {
  const id = required(headers, 'webhook-id');
  // A full stop would let one signature stand for two readings: https://github.com/standard-webhooks, "Signature scheme".
  if (id.length > longestWebhookId || !/^[!-\-/-~]+$/.test(id))
    throw new CallerError(
      'invalid',
      `must have 1 to ${longestWebhookId} characters of ASCII, no blanks and no full stop`,
      'webhook-id',
    );
  const timestamp = required(headers, 'webhook-timestamp');
  if (!/^\d{1,12}$/.test(timestamp))
    throw new CallerError('invalid', 'must be a time in whole seconds since 1970-01-01T00:00:00Z', 'webhook-timestamp');
  const signatures = signaturesIn(required(headers, 'webhook-signature'));
  checkTime(Number(timestamp), now);
  return { id, timestamp, signatures };
}

function required(headers: Headers, name: string): string {
  const value = headers[name];
  if (value === undefined || value === '') throw new CallerError('invalid', `the header ${name} is missing`, name);
  return value;
}

function checkTime(seconds: number, now: Date): void {
  const age = Math.floor(now.getTime() / 1000) - seconds;
  if (Math.abs(age) <= mostSkewSeconds) return;
  const which = age > 0 ? 'old: it was sent' : 'new: it claims to be sent';
  const way = age > 0 ? 'ago' : 'from now';
  throw new CallerError(
    'unauthenticated',
    `too ${which} ${Math.abs(age)} s ${way}, and at most ${mostSkewSeconds} s are allowed; sign each attempt afresh`,
    'webhook-timestamp',
  );
}

function signaturesIn(header: string): Uint8Array[] {
  const listed = header.split(' ').filter((each) => each !== '');
  if (listed.length > mostSignatures)
    throw new CallerError('invalid', `must have at most ${mostSignatures} signatures`, 'webhook-signature');
  const ofOurVersion = listed
    .filter((each) => each.startsWith(`${signatureVersion},`))
    .map((each) => base64In(each.slice(signatureVersion.length + 1)));
  const known = ofOurVersion.filter((each) => each !== undefined);
  if (known.length < Math.max(1, ofOurVersion.length))
    throw new CallerError(
      'invalid',
      'must be v1, and the base64 of the signature; several are set apart by blanks',
      'webhook-signature',
    );
  return known;
}

/** Takes the same time wherever a signature differs. */
export function isSignedWith(secrets: readonly string[], stamp: Stamp, body: string | Uint8Array): boolean {
  let fits = false;
  for (const secret of secrets) {
    const expected = signature(secret, stamp, body);
    for (const given of stamp.signatures) if (given.length === expected.length && timingSafeEqual(given, expected)) fits = true;
  }
  return fits;
}

export const doesNotFit = () =>
  new CallerError(
    'unauthenticated',
    'does not fit: sign webhook-id.webhook-timestamp.body, over the bytes as they are sent, with a secret of yours in force',
    'webhook-signature',
  );

function signature(secret: string, { id, timestamp }: Pick<Stamp, 'id' | 'timestamp'>, body: string | Uint8Array): Buffer {
  const key = keyIn(secret);
  if (!key) throw new Error('not a webhook secret: it must be whsec_ and base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

const keyIn = (secret: string) => (secret.startsWith(secretPrefix) ? base64In(secret.slice(secretPrefix.length)) : undefined);

/** Node's own decoder passes over whatever is no base64. */
const base64In = (text: string) =>
  text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;

import { type KeyObject, verify } from 'node:crypto';
import * as z from 'zod/mini';

/** The issuer's public keys by key id. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

export type Claims = Record<string, unknown>;

export type Verdict = { valid: true; claims: Claims } | { valid: false; reason: string };

const headerSchema = z.object({ alg: z.string(), kid: z.string() });
const claimsSchema = z.looseObject({
  iss: z.optional(z.string()),
  aud: z.optional(z.union([z.string(), z.array(z.string())])),
  client_id: z.optional(z.string()),
  exp: z.number(),
  nbf: z.optional(z.number()),
  iat: z.optional(z.number()),
});

export interface Expected {
  keys: PublicKeys;
  issuer: string;
  audience: readonly string[];
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * What an HTTP API's JWT authorizer checks, in its order. `client_id` stands in for the audience only when `aud` is absent; nothing tells
 * an id token from an access token; there is no leeway for clock skew. Source: "Control access to HTTP APIs with JWT authorizers".
 */
export function verifyToken(token: string, { keys, issuer, audience, now }: Expected): Verdict {
  const [head, payload, signature, ...more] = token.split('.');
  if (head === undefined || payload === undefined || signature === undefined || more.length > 0)
    return invalid('token contains an invalid number of segments');
  const header = headerSchema.safeParse(decoded(head));
  if (!header.success) return invalid('the token header could not be read');
  if (header.data.alg !== 'RS256') return invalid(`the signing method ${header.data.alg} is not supported`);
  const key = keys.get(header.data.kid);
  if (!key) return invalid('no key of the issuer has the key id of the token');
  if (!verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')))
    return invalid('the token signature is invalid');

  const claims = claimsSchema.safeParse(decoded(payload));
  if (!claims.success) return invalid('the token claims could not be read');
  const { iss, aud, client_id, exp, nbf, iat } = claims.data;
  const seconds = now / 1000;
  if (iss !== issuer) return invalid('the token does not have a valid issuer');
  const named = [aud ?? client_id ?? []].flat();
  if (!named.some((name) => audience.includes(name))) return invalid('the token does not have a valid audience');
  if (seconds >= exp) return invalid('the token has expired');
  if (nbf !== undefined && seconds < nbf) return invalid('the token is not valid yet');
  if (iat !== undefined && seconds < iat) return invalid('the token was issued in the future');
  return { valid: true, claims: claims.data };
}

const invalid = (reason: string): Verdict => ({ valid: false, reason });

function decoded(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Every claim reaches Lambda as text: `["agent","manager"]` as `[agent manager]`, as Go prints it. */
export function claimTexts(claims: Claims): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, goText(value)]));
}

function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value === 'object' && value !== null)
    return `map[${Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${key}:${goText(member)}`)
      .join(' ')}]`;
  if (value === null) return '<nil>';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The scopes that a token carries: the claim `scope` or `scp`, separated by spaces or a list. */
export function scopesOf(claims: Claims): string[] {
  const claim = claims.scope ?? claims.scp;
  if (Array.isArray(claim)) return claim.filter((scope) => typeof scope === 'string');
  return typeof claim === 'string' ? claim.split(' ').filter((scope) => scope !== '') : [];
}

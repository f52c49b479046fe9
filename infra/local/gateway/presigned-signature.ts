import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface PresignedRequest {
  method: string;
  /** As it stands in the request: S3 takes the path as it is written. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** SigV4's own percent-encoding: everything but unreserved characters (RFC 3986). */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/**
 * Whether the address was signed with this secret, for this method and with the values that its signed headers have in this request
 * (SigV4, "Create a signed request: query string"). What a function hands out holds here as it would on AWS.
 */
export function isSignedBy(secret: string, { method, path, query, headers }: PresignedRequest): boolean {
  const [, ...scope] = (query.get('X-Amz-Credential') ?? '').split('/');
  const [date = '', region = '', service = ''] = scope;
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const lines = names.map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  const request = [method, path, canonicalQuery(query), lines.join(''), names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
  const digest = createHash('sha256').update(request).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', query.get('X-Amz-Date') ?? '', scope.join('/'), digest].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  const expected = hmac(key, toSign);
  const given = Buffer.from(query.get('X-Amz-Signature') ?? '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

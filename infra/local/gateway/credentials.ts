import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '../virtual-clock.ts';

/** What a SigV4 request says of itself. No signature is verified here: the local cloud trusts whoever can reach 127.0.0.1. */
export interface Credentials {
  accessKeyId: string;
  /** The service name of the credential scope. */
  service: string;
  /** Set for a presigned URL. */
  expiresAt?: Instant;
}

const presignedDate = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

function fromScope(scope: string): Credentials | undefined {
  const [accessKeyId, , , service] = scope.split('/');
  return accessKeyId && service ? { accessKeyId, service } : undefined;
}

function fromHeader(authorization: string): Credentials | undefined {
  const start = authorization.indexOf('Credential=');
  if (!authorization.startsWith('AWS4-HMAC-SHA256') || start < 0) return undefined;
  const from = start + 'Credential='.length;
  const comma = authorization.indexOf(',', from);
  return fromScope(authorization.slice(from, comma < 0 ? undefined : comma).trim());
}

function fromQuery(query: URLSearchParams): Credentials | undefined {
  const credentials = fromScope(query.get('X-Amz-Credential') ?? '');
  const [, year, month, day, hour, minute, second] = presignedDate.exec(query.get('X-Amz-Date') ?? '') ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const seconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (!credentials || Number.isNaN(signedAt) || Number.isNaN(seconds)) return undefined;
  return { ...credentials, expiresAt: signedAt + seconds * 1000 };
}

/** Reads the `Authorization` header, or the query of a presigned URL. undefined = the request carries neither, or a broken one. */
export function credentialsOf(headers: IncomingHttpHeaders, query: URLSearchParams): Credentials | undefined {
  return headers.authorization === undefined ? fromQuery(query) : fromHeader(headers.authorization);
}

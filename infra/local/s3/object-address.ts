import { AwsError, type AwsRequest } from '../service.ts';

/** Decoded. An empty key means the bucket itself. */
export interface ObjectAddress {
  bucket: string;
  key: string;
}

const virtualHost = /^(?<bucket>.+)\.(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

/**
 * Path style, `/<bucket>/<key>`, which the SDK uses by itself for an endpoint that is an IP address, or virtual-hosted style, which it
 * uses for every host name: `<bucket>.localhost`.
 */
export function objectAddress({ path, headers }: Pick<AwsRequest, 'path' | 'headers'>): ObjectAddress {
  const hosted = virtualHost.exec(headers.host ?? '')?.groups?.bucket;
  if (hosted !== undefined) return { bucket: hosted, key: decode(path.slice(1)) };
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: decode(path.slice(1)), key: '' };
  return { bucket: decode(path.slice(1, slash)), key: decode(path.slice(slash + 1)) };
}

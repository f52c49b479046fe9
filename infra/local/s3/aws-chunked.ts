import { AwsError } from '../service.ts';

export interface Payload {
  content: Buffer;
  /** Lower-case names: the checksum that the SDK computes while it streams. */
  trailers: Record<string, string>;
}

const newline = Buffer.from('\r\n');

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
}

function trailersOf(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

/**
 * Undoes `aws-chunked`, the encoding in which SDKs send streams: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n` until a chunk of size 0,
 * then trailers (S3 API reference, "Signature calculations: transfer payload in multiple chunks"). Throws `IncompleteBody`.
 */
export function decodeAwsChunked(body: Buffer): Payload {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf(newline, at);
    if (lineEnd < 0) throw incomplete();
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + newline.length;
    if (!(size >= 0) || start + size > body.length) throw incomplete();
    if (size === 0) return { content: Buffer.concat(chunks), trailers: trailersOf(body.toString('latin1', start)) };
    chunks.push(body.subarray(start, start + size));
    at = start + size + newline.length;
  }
}

import { AwsError, type AwsRequest, type AwsResponse } from '../service.ts';
import { decodeAwsChunked, type Payload } from './aws-chunked.ts';
import { checkCrc32 } from './checksum.ts';
import type { ObjectStore } from './object-store.ts';
import { tagsOfHeader } from './object-tags.ts';

const keptHeaders = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];
const isChecksum = (name: string) => /^x-amz-checksum-(?:crc32|crc32c|crc64nvme|sha1|sha256)$/.test(name);

/** The content of an upload, out of `aws-chunked` where the SDK streamed it. */
function payloadOf({ headers, body }: AwsRequest): Payload {
  return headers['x-amz-content-sha256']?.startsWith('STREAMING-') ? decodeAwsChunked(body) : { content: body, trailers: {} };
}

function headersToKeep({ headers }: AwsRequest, trailers: Record<string, string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(headers), ...Object.entries(trailers)]) {
    if (value !== undefined && (keptHeaders.includes(name) || name.startsWith('x-amz-meta-') || isChecksum(name)))
      kept[name] = value;
  }
  // aws-chunked describes the transfer, not the object; what else is listed stays.
  const encodings = (headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const encoding = encodings.filter((name) => name !== '' && name !== 'aws-chunked').join(',');
  return encoding === '' ? kept : { ...kept, 'content-encoding': encoding };
}

/** Keys are at most 1,024 bytes (S3 user guide, "Naming Amazon S3 objects"). `If-None-Match: *` refuses to replace an object. */
export function putObject(store: ObjectStore, key: string, request: AwsRequest): AwsResponse {
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long');
  if (request.headers['if-none-match'] === '*' && store.head(key)) {
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  }
  const { content, trailers } = payloadOf(request);
  checkCrc32(content, trailers['x-amz-checksum-crc32'] ?? request.headers['x-amz-checksum-crc32']);
  const headers = headersToKeep(request, trailers);
  const { etag } = store.put(key, content, headers, tagsOfHeader(request.headers['x-amz-tagging']));
  const checksums = Object.entries(headers).filter(([name]) => isChecksum(name));
  return { status: 200, headers: { ...Object.fromEntries(checksums), etag } };
}

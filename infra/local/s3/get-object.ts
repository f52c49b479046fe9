import { AwsError, type AwsRequest, type AwsResponse } from '../service.ts';
import { byteRange } from './byte-range.ts';
import type { ObjectHead, ObjectStore } from './object-store.ts';

/** `If-Match` and `If-None-Match`. Answers a status to stop at, or undefined to go on. */
function precondition({ headers }: AwsRequest, { etag }: ObjectHead): 304 | undefined {
  const names = (header: string | undefined) => header === '*' || (header ?? '').split(',').some((one) => one.trim() === etag);
  if (headers['if-match'] !== undefined && !names(headers['if-match'])) {
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  }
  return headers['if-none-match'] !== undefined && names(headers['if-none-match']) ? 304 : undefined;
}

function describe({ etag, lastModified, headers }: ObjectHead, withChecksum: boolean): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => withChecksum || !name.startsWith('x-amz-checksum-'));
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(own),
    etag,
    'last-modified': new Date(lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

/** Headers that the requester wants to be given instead of the object's own: `response-content-type` and its kin. */
const overridden = ({ query }: AwsRequest): Record<string, string> =>
  Object.fromEntries(
    ['content-type', 'content-disposition', 'content-language', 'content-encoding', 'cache-control', 'expires'].flatMap(
      (name) => {
        const value = query.get(`response-${name}`);
        return value === null ? [] : [[name, value]];
      },
    ),
  );

/** GetObject and HeadObject. `head` is the object that was found under the key. */
export function getObject(store: ObjectStore, head: ObjectHead, request: AwsRequest): AwsResponse {
  const { size, key } = head;
  const unchanged = precondition(request, head);
  if (unchanged !== undefined) return { status: unchanged, headers: { etag: head.etag } };
  const range = byteRange(request.headers.range, size);
  // A checksum is of the whole object: with a part of it the SDK would find it wrong.
  const headers = describe(head, request.headers['x-amz-checksum-mode'] === 'ENABLED' && range === undefined);
  const length = range ? range.end - range.start + 1 : size;
  const partial: Record<string, string> = range ? { 'content-range': `bytes ${range.start}-${range.end}/${size}` } : {};
  const answer = {
    status: range ? 206 : 200,
    headers: { ...headers, ...overridden(request), ...partial, 'content-length': String(length) },
  };
  if (request.method === 'HEAD') return answer;
  const content = store.read(key) ?? Buffer.alloc(0);
  return { ...answer, body: range ? content.subarray(range.start, range.end + 1) : content };
}

import { xmlElement } from '../gateway/xml.ts';
import { AwsError, type AwsResponse } from '../service.ts';
import type { ObjectStore } from './object-store.ts';

/** S3 never lists more at a time, whatever is asked. */
export const mostKeysPerPage = 1000;

const toToken = (key: string) => Buffer.from(key).toString('base64url');
const fromToken = (token: string) => Buffer.from(token, 'base64url').toString();

function pageSize(text: string | null): number {
  if (text === null) return mostKeysPerPage;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 0)
    throw new AwsError('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  return Math.min(size, mostKeysPerPage);
}

export function listBuckets(names: readonly string[]): AwsResponse {
  const buckets = names.map((name) => `<Bucket>${xmlElement('Name', name)}</Bucket>`);
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
      `<Buckets>${buckets.join('')}</Buckets></ListAllMyBucketsResult>`,
  };
}

/** ListObjectsV2 with prefix, max-keys, start-after and continuation token; without delimiters. */
export function listObjects(bucket: string, store: ObjectStore, query: URLSearchParams): AwsResponse {
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after = Buffer.from(token === null ? (query.get('start-after') ?? '') : fromToken(token));
  const size = pageSize(query.get('max-keys'));
  const written = query.get('encoding-type') === 'url' ? encodeURIComponent : (key: string) => key;

  const rest = store.list().filter(({ key }) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), after) > 0);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const more = last !== undefined && rest.length > page.length;
  const contents = page.map(
    (object) =>
      `<Contents>${xmlElement('Key', written(object.key))}` +
      `${xmlElement('LastModified', new Date(object.lastModified).toISOString())}${xmlElement('ETag', object.etag)}` +
      `${xmlElement('Size', object.size)}<StorageClass>STANDARD</StorageClass></Contents>`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
      `${xmlElement('Name', bucket)}${xmlElement('Prefix', written(prefix))}${xmlElement('KeyCount', page.length)}` +
      `${xmlElement('MaxKeys', size)}${xmlElement('IsTruncated', String(more))}` +
      `${more ? xmlElement('NextContinuationToken', toToken(last.key)) : ''}${contents.join('')}</ListBucketResult>`,
  };
}

import { type AwsRequest, unknownOperation } from '../service.ts';
import { type ObjectAddress, objectAddress } from './object-address.ts';

export type S3OperationName =
  | 'ListBuckets'
  | 'PutObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'GetObjectTagging'
  | 'PutObjectTagging'
  | 'DeleteObjectTagging'
  | 'ListObjectsV2';

export interface S3Operation extends ObjectAddress {
  name: S3OperationName;
}

/** Query parameters that belong to the operations above, or to no operation at all. Any other one asks for something not built. */
const knownParameters =
  /^(?:x-id|list-type|prefix|max-keys|continuation-token|start-after|encoding-type|fetch-owner|delete|tagging|response-.+|x-amz-.+)$/i;

function nameOf({ method, query, headers }: AwsRequest, { bucket, key }: ObjectAddress): S3OperationName | undefined {
  if (key === '') {
    if (bucket === '') return method === 'GET' ? 'ListBuckets' : undefined;
    if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
    return method === 'POST' && query.has('delete') ? 'DeleteObjects' : undefined;
  }
  if (query.has('tagging')) {
    const known = { GET: 'GetObjectTagging', PUT: 'PutObjectTagging', DELETE: 'DeleteObjectTagging' } as const;
    return Object.entries(known).find(([each]) => each === method)?.[1];
  }
  switch (method) {
    case 'PUT':
      return headers['x-amz-copy-source'] === undefined ? 'PutObject' : undefined;
    case 'GET':
      return 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'DELETE':
      return 'DeleteObject';
    default:
      return undefined;
  }
}

/** Throws `unknownOperation` for a sub-resource (`?acl`, `?uploads`, …), a copy, a listing by delimiter. */
export function s3Operation(request: AwsRequest): S3Operation {
  const address = objectAddress(request);
  const name = nameOf(request, address);
  const stranger = [...request.query.keys()].find((parameter) => !knownParameters.test(parameter));
  if (name === undefined || stranger !== undefined) {
    throw unknownOperation(
      's3',
      `${name ?? `${request.method} ${address.key === '' ? 'bucket' : 'object'}`}${stranger ? `?${stranger}` : ''}`,
    );
  }
  return { ...address, name };
}

import type { AwsRequest } from '../service.ts';

/**
 * The operation of a request, for tests that watch a function's calls and for reports. JSON protocols name it in a header, the Query
 * protocol in the body, the SDK's S3 client in `x-id`; of the other REST calls only method and path are known.
 */
export function operationName({ method, path, query, headers, body }: AwsRequest): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1);
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const action = /(?:^|&)Action=(\w+)/.exec(body.toString('latin1', 0, 4096))?.[1];
    if (action !== undefined) return action;
  }
  return query.get('x-id') ?? `${method} ${path}`;
}

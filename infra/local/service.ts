import type { Principal, Requirement } from './iam/iam.ts';

/** One signed request to an AWS service, as it arrived at the local endpoint. */
export interface AwsRequest {
  principal: Principal;
  /** The service name of the SigV4 credential scope: `dynamodb`, `sqs`, `s3`, `scheduler`, `ses`, … */
  service: string;
  method: string;
  /** Decoded by no one yet: still percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

export interface AwsResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** How a service writes its errors on the wire. */
export type ErrorFormat = 'json' | 'query-xml' | 's3-xml';

/**
 * One AWS service of the local cloud. It states which permissions a request needs, so that the endpoint can check them before the
 * service sees the request. An operation that it does not know is `unknownOperation`, never a silent success.
 */
export interface Service {
  name: string;
  errorFormat: ErrorFormat;
  /** HTTP status of this service's access-denied error: 400 for the AWS JSON protocols of DynamoDB and SQS, else 403. */
  deniedStatus: 400 | 403;
  /** What IAM must allow for this request. Throws `AwsError` for an operation that the local cloud does not have. */
  requirements(request: AwsRequest): Requirement[];
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** Headers that let pages of other origins see the answer; for an `OPTIONS` request those of the preflight. None: they may not. */
  crossOrigin?(request: Pick<AwsRequest, 'method' | 'path' | 'headers'>): Record<string, string>;
}

/** An error as AWS would answer it; the endpoint writes it in the service's own format. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of a JSON error body, such as DynamoDB's CancellationReasons. */
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, details: Record<string, unknown> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export function unknownOperation(service: string, operation: string): AwsError {
  return new AwsError('UnknownOperationException', `the local cloud has no ${service} operation ${operation}`, 501);
}

import type { Denial } from '../iam/iam.ts';
import { AwsError, type ErrorFormat, type Service } from '../service.ts';

/** A request that carries no credentials at all. */
export function unsigned(): AwsError {
  return new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
}

export function unknownService(name: string): AwsError {
  return new AwsError('UnknownServiceException', `the local cloud has no AWS service named ${name}`, 501);
}

const unknownKey: Record<ErrorFormat, { code: string; message: string }> = {
  json: { code: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.' },
  'query-xml': { code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.' },
  's3-xml': { code: 'InvalidAccessKeyId', message: 'The AWS Access Key Id you provided does not exist in our records.' },
};

/** An access key that belongs to no function of the local cloud. */
export function unknownAccessKey({ errorFormat, deniedStatus }: Service): AwsError {
  const { code, message } = unknownKey[errorFormat];
  return new AwsError(code, message, deniedStatus);
}

export function accessDenied({ errorFormat, deniedStatus }: Service, denial: Denial): AwsError {
  return new AwsError(errorFormat === 'json' ? 'AccessDeniedException' : 'AccessDenied', denial.message, deniedStatus);
}

/** Past `X-Amz-Expires`, in S3's words: the only service whose URLs are commonly presigned. */
export function presignedUrlExpired({ errorFormat }: Service): AwsError {
  return new AwsError(errorFormat === 'json' ? 'AccessDeniedException' : 'AccessDenied', 'Request has expired', 403);
}

/** A presigned address that was altered, or is used with another method or other headers than it was made for. */
export function signatureDoesNotMatch(): AwsError {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  return new AwsError('SignatureDoesNotMatch', message, 403);
}

/** Larger than any request of the services here: DynamoDB takes 16 MB, a raw mail 10 MB before base64, S3 what fits. */
export const maximumRequestBytes = 64 * 1024 * 1024;

export function tooLarge(): AwsError {
  return new AwsError('RequestEntityTooLarge', `a request may have at most ${maximumRequestBytes} bytes`, 413);
}

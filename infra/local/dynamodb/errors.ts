import { AwsError } from '../service.ts';
import { isDynaliteError } from './dynalite.ts';

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** The message of AWS's request validation, which counts what it found. */
export function constraintError(constraint: string): AwsError {
  return validationError(`1 validation error detected: ${constraint}`);
}

export function tableNotFound(name?: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found${name ? `: Table: ${name} not found` : ''}`);
}

/** What dynalite refused, as the error that AWS would answer; anything else is a fault of ours and passes through as it is. */
export function asAwsError(error: unknown): unknown {
  if (!isDynaliteError(error)) return error;
  const { __type, message, Message } = error.body;
  return new AwsError(__type.slice(__type.indexOf('#') + 1), message ?? Message ?? '', error.statusCode);
}

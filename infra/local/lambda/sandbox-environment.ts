import { randomBytes } from 'node:crypto';
import type { FunctionDefinition } from './function-definition.ts';

export interface SandboxPlace {
  region: string;
  /** `http://127.0.0.1:4466` */
  awsEndpoint: string;
}

/** Looks like the key of temporary credentials, and is nobody else's: the endpoint tells by it who makes a request. */
export function newAccessKeyId(): string {
  return `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
}

/** The secret of every key that a sandbox is given. */
export const sandboxSecretAccessKey = 'local';

/**
 * The whole environment of a sandbox: the function's own variables, those that Lambda sets (developer guide, "Defined runtime environment
 * variables"), where AWS is, and PATH. Nothing else of this process's environment goes in.
 */
export function sandboxEnvironment(fn: FunctionDefinition, place: SandboxPlace, accessKeyId: string): Record<string, string> {
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...fn.variables,
    PATH: process.env.PATH ?? '',
    _HANDLER: fn.handler,
    LAMBDA_TASK_ROOT: fn.folder,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${accessKeyId.toLowerCase()}`,
    AWS_ENDPOINT_URL: place.awsEndpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandboxSecretAccessKey,
    AWS_SESSION_TOKEN: 'local',
  };
}

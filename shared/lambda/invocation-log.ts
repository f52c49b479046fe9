import type { MiddlewareObj } from '@middy/core';
import type { Log } from './log.ts';

/** Logs an invocation that fails as a whole, with its request id; the error goes on to Lambda, which tries again or answers 500. */
export function invocationLog(log: Log): MiddlewareObj {
  return {
    onError: (request) => {
      log.error('invocation failed', request.error, { requestId: request.context.awsRequestId });
    },
  };
}

import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CallerError, type CallerErrorCode } from '../errors.ts';
import type { Log } from './log.ts';

/** What a route answers: a status and a JSON body, none where it is undefined. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The only place that turns what went wrong into a status. */
export const statuses: Record<CallerErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  stale: 412,
  'too-large': 413,
  unsupported: 415,
  'too-many': 429,
};

type HttpEvent = Pick<APIGatewayProxyEventV2, 'routeKey'>;
export type Routes<Event> = Record<string, (event: Event) => Promise<Answer>>;

/** A function behind the HTTP API: routes by API Gateway's route key (`GET /tickets/{id}`), JSON out, errors as problem+json (RFC 9457). */
export function httpApi<Event extends HttpEvent>(log: Log, routes: Routes<Event>) {
  return middy<Event, APIGatewayProxyStructuredResultV2>()
    .use({
      onError: (request) => {
        request.response = problem(log, request.error, request.context.awsRequestId);
      },
    })
    .handler(async (event) => {
      const route = routes[event.routeKey];
      if (!route) throw new CallerError('not-found', `there is no ${event.routeKey}`);
      return jsonResponse(await route(event));
    });
}

export const jsonResponse = ({ status, body, headers }: Answer): APIGatewayProxyStructuredResultV2 =>
  body === undefined
    ? { statusCode: status, headers: { ...headers } }
    : { statusCode: status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };

/** What went wrong, as problem+json. A fault of ours is logged, and nothing of it told but the id under which the log has it. */
export function problem(log: Log, error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  if (!(error instanceof CallerError)) log.error('request failed', error, { requestId });
  const status = error instanceof CallerError ? statuses[error.code] : 500;
  const detail =
    error instanceof CallerError
      ? { title: error.code, detail: error.message, field: error.field }
      : { title: 'internal', requestId };
  const retryAfter = error instanceof CallerError ? error.retryAfterSeconds : undefined;
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify({ status, ...detail }),
  };
}

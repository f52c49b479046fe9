import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { CallerError, type CallerErrorCode } from '../errors.ts';
import '../messages.ts';
import type { Log } from './log.ts';

export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** What a route answers: a status and a JSON body. */
export interface Answer {
  status: number;
  body: unknown;
}

/** The only place that turns what went wrong into a status. */
const statuses: Record<CallerErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
};

/** A function behind the HTTP API: routes by API Gateway's route key (`GET /tickets/{id}`), JSON out, errors as problem+json (RFC 9457). */
export function httpApi(log: Log, routes: Record<string, (event: ApiEvent) => Promise<Answer>>) {
  return middy<ApiEvent, APIGatewayProxyStructuredResultV2>()
    .use({
      onError: (request) => {
        request.response = problem(log, request.error, request.context.awsRequestId);
      },
    })
    .handler(async (event) => {
      const route = routes[event.routeKey];
      if (!route) throw new CallerError('not-found', `there is no ${event.routeKey}`);
      const { status, body } = await route(event);
      return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    });
}

function problem(log: Log, error: Error | null, requestId: string): APIGatewayProxyStructuredResultV2 {
  if (!(error instanceof CallerError)) log.error('request failed', error, { requestId });
  const status = error instanceof CallerError ? statuses[error.code] : 500;
  const detail =
    error instanceof CallerError
      ? { title: error.code, detail: error.message, field: error.field }
      : { title: 'internal', requestId };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ status, ...detail }),
  };
}

/** The body, parsed. Throws CallerError naming the field and the rule. */
export function bodyOf<Schema extends z.ZodMiniType>(event: ApiEvent, schema: Schema): z.infer<Schema> {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CallerError('invalid', 'the body must be JSON', 'body');
  }
  return parsed(json, schema, 'body');
}

/** Parses input of a caller. Throws CallerError naming the first field that breaks a rule. */
export function parsed<Schema extends z.ZodMiniType>(input: unknown, schema: Schema, whole: string): z.infer<Schema> {
  const result = z.safeParse(schema, input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new CallerError('invalid', issue?.message ?? 'does not fit', issue?.path.join('.') || whole);
}

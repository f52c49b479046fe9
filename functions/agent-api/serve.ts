import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type * as z from 'zod/mini';
import { none, type Operation, roles } from '../../shared/api/operation.ts';
import { CallerError } from '../../shared/errors.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { bodyOf } from '../../shared/lambda/json-body.ts';
import { parsed } from '../../shared/lambda/parsed.ts';
import type { Counting } from '../../shared/rates/rate.ts';
import { type Caller, callerOf } from './caller.ts';

export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

type Schema = z.ZodMiniType;

/** What was asked, by whom, every part of it checked. */
export interface Asked<Path extends Schema, Query extends Schema, Body extends Schema> {
  event: ApiEvent;
  caller: Caller;
  path: z.infer<Path>;
  query: z.infer<Query>;
  body: z.infer<Body>;
}

export type AskedOf<Of> = Of extends Operation<infer Path, infer Query, infer Body> ? Asked<Path, Query, Body> : never;

export type Route = readonly [routeKey: string, answer: (event: ApiEvent) => Promise<Answer>];

/** Requests of one agent in a minute: far above what a person's pages ask, far below what a program in a circle does. */
export const mostRequestsAMinute = 600;

export type Serve = <Path extends Schema, Query extends Schema, Body extends Schema>(
  operation: Operation<Path, Query, Body>,
  answer: (asked: Asked<Path, Query, Body>) => Promise<Answer>,
) => Route;

/** Serves operations: is the caller allowed to, and not too often? Then, and only then, is what they ask read. */
export const serving =
  (counting: Counting): Serve =>
  (operation, answer) => [
    operation.route,
    async (event) => {
      const least = roles.find((role) => role === operation.by);
      if (!least) throw new Error(`${operation.route} is not for agents`);
      const caller = callerOf(event, least);
      const retryAfterSeconds = await counting({
        purpose: 'agent-api',
        who: caller.id,
        most: mostRequestsAMinute,
        windowSeconds: 60,
      });
      if (retryAfterSeconds !== undefined) {
        const rule = `at most ${mostRequestsAMinute} requests a minute`;
        throw new CallerError('too-many', rule, 'authorization', { retryAfterSeconds });
      }
      const path = parsed(event.pathParameters ?? {}, operation.path, 'path');
      const query = parsed(event.queryStringParameters ?? {}, operation.query, 'query');
      const body = isRead(operation.body) ? bodyOf(event, operation.body) : parsed(undefined, operation.body, 'body');
      return answer({ event, caller, path, query, body });
    },
  ];

/** A body that nothing asks for may be anything. */
const isRead = (schema: Schema): boolean => schema !== none;

import { randomUUID } from 'node:crypto';
import type { Iam } from '../iam/iam.ts';
import type { AnsweredRequest } from '../metrics/api-metrics.ts';
import type { App } from '../template/app.ts';
import { type ApiDefinition, type Route, readHttpApi } from './api-definition.ts';
import { authorize } from './authorization.ts';
import { preflightResponse, withCrossOrigin } from './cross-origin.ts';
import { proxyEvent } from './event.ts';
import { type HttpRequest, type HttpResponse, jsonResponse, pathOf } from './exchange.ts';
import { internalServerError, responseFrom } from './function-response.ts';
import type { PublicKeys } from './json-web-token.ts';
import { matchRoute } from './route-matching.ts';

type Invocation = { ok: true; payload: unknown } | { ok: false; error: { errorType: string } };

export interface HttpApiOptions {
  app: App;
  iam: Pick<Iam, 'check'>;
  functions: { get(arn: string): { invoke(event: unknown): Promise<Invocation> } | undefined };
  keys: PublicKeys;
  clock: { now(): number };
  /** Told of each request that was answered, preflights and refused ones too. Must not throw. */
  onAnswered?: (request: AnsweredRequest) => void;
  newId?: () => string;
}

export interface HttpApi {
  /** undefined: the template has no HTTP API at all. */
  handle(request: HttpRequest): Promise<HttpResponse | undefined>;
}

/** Limits of an HTTP API. Source: "Quotas for configuring and running an HTTP API". */
export const largestRequestBody = 10 * 1024 * 1024;
export const largestRequestHead = 10_240;

/** The template's HTTP API, answering as API Gateway would. Throws when the template asks of it what the local cloud cannot play. */
export function createHttpApi({ app, iam, functions, keys, clock, onAnswered, newId = randomUUID }: HttpApiOptions): HttpApi {
  const api = readHttpApi(app);
  if (!api) return { handle: async () => undefined };

  const callFunction = async (route: Route, method: string, event: unknown): Promise<HttpResponse> => {
    const principal = { type: 'service', service: 'apigateway.amazonaws.com', sourceArn: routeArn(api, route, method) } as const;
    const denied = iam.check(principal, { action: 'lambda:InvokeFunction', resource: route.functionArn });
    const target = functions.get(route.functionArn);
    if (denied || !target) return internalServerError();
    const outcome = await withinTime(target.invoke(event), route.timeoutMilliseconds);
    if (outcome === 'too late') return jsonResponse(504, { message: 'Endpoint request timed out' });
    if (outcome.ok) return responseFrom(outcome.payload);
    return outcome.error.errorType === 'RequestEntityTooLargeException' ? entityTooLarge() : internalServerError();
  };

  const answer = async (request: HttpRequest, requestId: string): Promise<HttpResponse> => {
    const refused = tooLarge(request);
    if (refused) return refused;
    const matched = matchRoute(api.routes, request.method, pathOf(request.url));
    if (!matched) return jsonResponse(404, { message: 'Not Found' });
    const { route, parameters } = matched;
    const now = clock.now();
    const authorization = authorize(route, request, keys, now);
    if (!authorization.granted) return authorization.response;
    const { claims, scopes } = authorization;
    return callFunction(route, request.method, proxyEvent(request, { api, route, parameters, claims, scopes, requestId, now }));
  };

  const share = (request: HttpRequest, response: HttpResponse) =>
    api.cors ? withCrossOrigin(api.cors, request, response) : response;

  return {
    handle: async (request) => {
      const requestId = newId();
      const receivedAt = clock.now();
      const response = (api.cors && preflightResponse(api.cors, request)) ?? share(request, await answer(request, requestId));
      onAnswered?.({ apiId: api.id, status: response.status, receivedAt, milliseconds: clock.now() - receivedAt });
      return { ...response, headers: { ...response.headers, 'apigw-requestid': requestId } };
    },
  };
}

/** Also for a request that fits the API but, as an event, not the 6 MB that Lambda takes. */
const entityTooLarge = () => jsonResponse(413, { message: 'Request Entity Too Large' });

function tooLarge(request: HttpRequest): HttpResponse | undefined {
  if (request.body.length > largestRequestBody) return entityTooLarge();
  let head = Buffer.byteLength(`${request.method} ${request.url} HTTP/1.1\r\n`);
  for (const [name, values] of Object.entries(request.headers))
    for (const value of [values ?? []].flat()) head += Buffer.byteLength(`${name}: ${value}\r\n`);
  return head > largestRequestHead ? jsonResponse(431, { message: 'Request Header Fields Too Large' }) : undefined;
}

/** What a function's resource policy sees: stage, method and the route's own path, with its variables in braces. */
function routeArn(api: ApiDefinition, route: Route, method: string): string {
  const resource = route.path ? `${method}${route.path.text}` : '$default';
  return `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/$default/${resource}`;
}

/** The limit runs on the machine's clock: moving the virtual one must not time out a function that is at work. */
async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T | 'too late'> {
  const { promise: late, resolve } = Promise.withResolvers<'too late'>();
  const timer = setTimeout(() => resolve('too late'), milliseconds);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

import type { Cors } from './api-definition.ts';
import { type HttpRequest, type HttpResponse, headerOf } from './exchange.ts';

/** A browser's preflight, which an API with a CORS configuration answers itself: no route, no authorizer, no function. */
export function preflightResponse(cors: Cors, request: HttpRequest): HttpResponse | undefined {
  const preflight =
    request.method === 'OPTIONS' &&
    headerOf(request, 'origin') !== undefined &&
    headerOf(request, 'access-control-request-method') !== undefined;
  if (!preflight) return undefined;
  const shared = crossOriginHeaders(cors, request);
  if (shared['access-control-allow-origin'] === undefined) return { status: 204, headers: {}, body: '' };
  return {
    status: 204,
    body: '',
    headers: {
      ...shared,
      ...(cors.AllowMethods && { 'access-control-allow-methods': cors.AllowMethods.join(',') }),
      ...(cors.AllowHeaders && { 'access-control-allow-headers': cors.AllowHeaders.join(',') }),
      ...(cors.MaxAge !== undefined && { 'access-control-max-age': `${cors.MaxAge}` }),
    },
  };
}

/** Puts the API's CORS headers on a response in place of any that the function set: API Gateway ignores a backend's own. */
export function withCrossOrigin(cors: Cors, request: HttpRequest, response: HttpResponse): HttpResponse {
  const own = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...response, headers: { ...Object.fromEntries(own), ...crossOriginHeaders(cors, request) } };
}

function crossOriginHeaders(cors: Cors, request: HttpRequest): Record<string, string> {
  const origin = headerOf(request, 'origin');
  const allowed = cors.AllowOrigins ?? [];
  if (origin === undefined || !allowed.some((pattern) => allows(pattern, origin))) return {};
  const anyone = allowed.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    ...(!anyone && { vary: 'origin' }),
    ...(cors.AllowCredentials === true && { 'access-control-allow-credentials': 'true' }),
    ...(cors.ExposeHeaders && { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
  };
}

/** `*`, `https://*` (any origin of that scheme) or one origin, without regard to case. */
function allows(pattern: string, origin: string): boolean {
  if (pattern === '*') return true;
  if (pattern.endsWith('://*')) return origin.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase());
  return pattern.toLowerCase() === origin.toLowerCase();
}

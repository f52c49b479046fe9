import type { Authorizer, Route } from './api-definition.ts';
import { type HttpRequest, type HttpResponse, headerOf, jsonResponse, queryOf } from './exchange.ts';
import { type Claims, type PublicKeys, scopesOf, verifyToken } from './json-web-token.ts';

export type Authorization =
  | { granted: true; claims?: Claims; scopes: string[] | null }
  | { granted: false; response: HttpResponse };

/** Applies a route's JWT authorizer: 401 with the reason in `www-authenticate`, or 403 when the token lacks every scope of the route. */
export function authorize(route: Route, request: HttpRequest, keys: PublicKeys, now: number): Authorization {
  const { authorizer, scopes } = route;
  if (!authorizer) return { granted: true, scopes: null };
  const token = tokenOf(request, authorizer);
  if (token === undefined) return refused(401, 'Unauthorized', 'Bearer');
  const verdict = verifyToken(token, { keys, issuer: authorizer.issuer, audience: authorizer.audience, now });
  const challenge = `Bearer scope="${scopes.join(' ')}"`;
  if (!verdict.valid)
    return refused(401, 'Unauthorized', `${challenge} error="invalid_token" error_description="${verdict.reason}"`);
  if (scopes.length === 0) return { granted: true, claims: verdict.claims, scopes: null };
  const held = scopesOf(verdict.claims).filter((scope) => scopes.includes(scope));
  if (held.length === 0)
    return refused(
      403,
      'Forbidden',
      `${challenge} error="insufficient_scope" error_description="the token does not have a valid scope"`,
    );
  return { granted: true, claims: verdict.claims, scopes: held };
}

function tokenOf(request: HttpRequest, { identitySource }: Authorizer): string | undefined {
  const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(identitySource) ?? [];
  const value =
    place === 'querystring' ? new URLSearchParams(queryOf(request.url)).get(name) : headerOf(request, name.toLowerCase());
  return value?.replace(/^Bearer +/i, '') || undefined;
}

function refused(status: number, message: string, challenge: string): Authorization {
  return { granted: false, response: jsonResponse(status, { message }, { 'www-authenticate': challenge }) };
}

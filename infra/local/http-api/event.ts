import type { ApiDefinition, Route } from './api-definition.ts';
import { type HttpRequest, headerOf, pathOf, queryOf } from './exchange.ts';
import { type Claims, claimTexts } from './json-web-token.ts';

export interface EventFacts {
  api: ApiDefinition;
  route: Route;
  parameters: Record<string, string>;
  claims?: Claims | undefined;
  scopes: string[] | null;
  requestId: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * The event of payload format 2.0. As on AWS the path arrives decoded, `cookie` moves from the headers to `cookies`, members without
 * content are absent, and the host is the one the client used, as with a custom domain. Source: "Create AWS Lambda proxy integrations".
 */
export function proxyEvent(request: HttpRequest, facts: EventFacts): Record<string, unknown> {
  const { api, route, parameters, claims, scopes, requestId, now } = facts;
  const path = pathOf(request.url);
  const rawQueryString = queryOf(request.url);
  const host = headerOf(request, 'host') ?? `${api.id}.execute-api.${api.region}.amazonaws.com`;
  const domainName = host.replace(/:\d+$/, '');
  const cookies = cookiesOf(request);
  const encoded = request.body.length > 0 && !isText(request);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers: headersOf(request, host, requestId, now),
    ...(rawQueryString !== '' && { queryStringParameters: parametersOf(rawQueryString) }),
    requestContext: {
      accountId: api.account,
      apiId: api.id,
      ...(claims && { authorizer: { jwt: { claims: claimTexts(claims), scopes } } }),
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headerOf(request, 'user-agent') ?? '',
      },
      requestId,
      routeKey: route.key,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now,
    },
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
    ...(request.body.length > 0 && { body: request.body.toString(encoded ? 'base64' : 'utf8') }),
    isBase64Encoded: encoded,
  };
}

/** Headers that end at the gateway, or that it sets itself. */
const notPassedOn = new Set(['connection', 'cookie', 'keep-alive', 'transfer-encoding', 'upgrade']);

function headersOf(request: HttpRequest, host: string, requestId: string, now: number): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    const value = headerOf(request, name);
    if (value !== undefined && !notPassedOn.has(name)) passed[name] = value;
  }
  const came = passed['x-forwarded-for'];
  const trace = Buffer.from(requestId).toString('hex').padEnd(24, '0').slice(0, 24);
  return {
    ...passed,
    host,
    'content-length': `${request.body.length}`,
    'x-amzn-trace-id': passed['x-amzn-trace-id'] ?? `Root=1-${Math.floor(now / 1000).toString(16)}-${trace}`,
    'x-forwarded-for': came === undefined ? request.sourceIp : `${came}, ${request.sourceIp}`,
    'x-forwarded-port': /:(\d+)$/.exec(host)?.[1] ?? '80',
    'x-forwarded-proto': 'http',
  };
}

function cookiesOf(request: HttpRequest): string[] {
  const headers = [request.headers.cookie ?? []].flat();
  return headers.flatMap((header) => header.split(/; */)).filter((cookie) => cookie !== '');
}

function parametersOf(query: string): Record<string, string> {
  const values = new URLSearchParams(query);
  return Object.fromEntries([...new Set(values.keys())].map((name) => [name, values.getAll(name).join(',')]));
}

/** Anything else reaches the function in base64: form posts too, which surprises many. */
function isText(request: HttpRequest): boolean {
  if ((headerOf(request, 'content-encoding') ?? 'identity') !== 'identity') return false;
  const type = (headerOf(request, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^(text\/.+|application\/(json|xml|javascript|.+\+json|.+\+xml))$/.test(type);
}

/** `12/Mar/2020:19:03:58 +0000` */
export function commonLogTime(now: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

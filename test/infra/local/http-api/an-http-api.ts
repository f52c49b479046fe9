import type { HttpRequest, HttpResponse } from '../../../../infra/local/http-api/exchange.ts';
import { createHttpApi } from '../../../../infra/local/http-api/http-api.ts';
import type { Denial, Principal, Requirement } from '../../../../infra/local/iam/iam.ts';
import { createIssuer } from '../../../../infra/local/issuer/issuer.ts';
import { anApp, type Written } from './an-app.ts';

export const functionArn = 'arn:aws:lambda:eu-west-3:111122223333:function:agent-api';
export const now = Date.UTC(2026, 0, 5, 8);
const http = 'http://127.0.0.1:4400';

export interface ApiUnderTest {
  routes?: Record<string, Record<string, unknown>>;
  cors?: Record<string, unknown>;
  /** What the function answers; a function of the event. */
  answer?: (event: Record<string, unknown>) => unknown;
  /** The function fails with this error type. */
  fails?: string;
  timeoutMilliseconds?: number;
  denied?: boolean;
  clock?: { now(): number };
  more?: Written;
}

/** An HTTP API whose one function keeps the events that it got. */
export function anHttpApi(given: ApiUnderTest = {}) {
  const { routes = { $default: {} }, answer = () => ({ statusCode: 204 }), clock = { now: () => now } } = given;
  const app = anApp({
    api: {
      type: 'AWS::ApiGatewayV2::Api',
      properties: { ProtocolType: 'HTTP', ...(given.cors && { CorsConfiguration: given.cors }) },
    },
    stage: { type: 'AWS::ApiGatewayV2::Stage', name: '$default', properties: { ApiId: 'api', StageName: '$default' } },
    client: { type: 'AWS::Cognito::UserPoolClient' },
    authorizer: {
      type: 'AWS::ApiGatewayV2::Authorizer',
      properties: {
        ApiId: 'api',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: `${http}/_local/issuer`, Audience: ['client'] },
      },
    },
    integration: {
      type: 'AWS::ApiGatewayV2::Integration',
      properties: {
        ApiId: 'api',
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: `arn:aws:apigateway:eu-west-3:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
        PayloadFormatVersion: '2.0',
        ...(given.timeoutMilliseconds && { TimeoutInMillis: given.timeoutMilliseconds }),
      },
    },
    ...Object.fromEntries(
      Object.entries(routes).map(([RouteKey, properties], index) => [
        `route${index}`,
        {
          type: 'AWS::ApiGatewayV2::Route',
          properties: { ApiId: 'api', RouteKey, Target: 'integrations/integration', ...properties },
        },
      ]),
    ),
    ...given.more,
  });
  const issuer = createIssuer({ app, http, clock });
  const events: Record<string, unknown>[] = [];
  const checks: { principal: Principal; requirement: Requirement }[] = [];
  const api = createHttpApi({
    app,
    clock,
    keys: issuer.keys,
    newId: () => 'request-1',
    iam: {
      check: (principal, requirement) => {
        checks.push({ principal, requirement });
        return given.denied === true ? aDenial(requirement) : undefined;
      },
    },
    functions: {
      get: (arn) =>
        arn === functionArn
          ? {
              invoke: async (event) => {
                events.push(event as Record<string, unknown>);
                if (given.fails !== undefined) return { ok: false, error: { errorType: given.fails } };
                return { ok: true, payload: await answer(event as Record<string, unknown>) };
              },
            }
          : undefined,
    },
  });
  const send = async (request: Partial<HttpRequest> = {}): Promise<HttpResponse> => {
    const response = await api.handle(aRequest(request));
    if (!response) throw new Error('there is no HTTP API');
    return response;
  };
  return { send, events, checks, issuer };
}

export function aRequest(given: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url: '/', headers: { host: '127.0.0.1:4400' }, body: Buffer.alloc(0), sourceIp: '127.0.0.1', ...given };
}

function aDenial(requirement: Requirement): Denial {
  return { ...requirement, principal: 'apigateway.amazonaws.com', reason: 'no policy allows it', message: 'denied' };
}

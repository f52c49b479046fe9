import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { addApiDomain } from './api-domain.ts';
import type { ServiceStack } from './service-stack.ts';

/** Requests a second, on average and at once. */
export interface Throttle {
  rateLimit: number;
  burstLimit: number;
}

export interface RoutesProps {
  /** Names the integration; each function has one. */
  name: string;
  fn: IFunction;
  /** `GET /tickets/{id}` */
  routes: readonly string[];
  /** Without it, anybody may call: cdk-nag then asks for the reason. */
  authorizer?: api.IHttpRouteAuthorizer;
  /** Less than the whole API has. */
  throttle?: Throttle;
}

/** The one HTTP API of a stage. Each capability adds the routes of its own function. */
export interface HttpApi {
  /** What links in mails begin with: the address that the stage was given, the API's domain, or API Gateway's own. No slash at its end. */
  publicUrl: string;
  add(routes: RoutesProps): api.HttpRoute[];
  serverErrors(period: Duration): Metric;
}

/** Far above what a few hundred people do, far below what would drown the table. */
const throttle: Throttle = { rateLimit: 100, burstLimit: 200 };

/** The gateway, its stage and its log. The construct ids are those it was first deployed with: another id would be another address. */
export function makeHttpApi(stack: ServiceStack): HttpApi {
  const { stage } = stack;
  const httpApi = new api.HttpApi(stack, 'AgentApiGateway', {
    apiName: `guichet-${stage.name}`,
    createDefaultStage: false,
    ...(stage.corsOrigins.length > 0 && {
      corsPreflight: {
        allowOrigins: stage.corsOrigins,
        allowMethods: [api.CorsHttpMethod.GET, api.CorsHttpMethod.POST, api.CorsHttpMethod.PUT, api.CorsHttpMethod.DELETE],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
        // Of a page from elsewhere, browsers show no others to its scripts.
        exposeHeaders: ['etag', 'retry-after'],
        maxAge: Duration.hours(1),
      },
    }),
  });
  const deployed = new api.HttpStage(stack, 'AgentApiStage', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    throttle,
    accessLogSettings: { destination: new api.LogGroupLogDestination(accessLog(stack)), format: accessLogFormat },
  });
  new CfnOutput(stack, 'AgentApiUrl', { value: httpApi.apiEndpoint });
  const domain = addApiDomain(stack, httpApi, deployed);
  return {
    publicUrl: stage.publicUrl ?? domain ?? httpApi.apiEndpoint,
    serverErrors: (period) => httpApi.metricServerError({ period, statistic: 'Sum' }),
    add: ({ name, fn, routes, authorizer, throttle: own }) => {
      const integration = new HttpLambdaIntegration(name, fn);
      const added = routes.map(
        (route) => new api.HttpRoute(stack, route, { httpApi, routeKey: routeKey(route), authorizer, integration }),
      );
      if (own) throttleRoutes(deployed, routes, added, own);
      return added;
    },
  };
}

function routeKey(route: string): api.HttpRouteKey {
  const [method, path] = route.split(' ');
  const known = [api.HttpMethod.GET, api.HttpMethod.POST, api.HttpMethod.PUT, api.HttpMethod.DELETE].find(
    (each) => each === method,
  );
  if (!known || !path) throw new Error(`not a route: ${route}`);
  return api.HttpRouteKey.with(path, known);
}

/** API Gateway knows limits of single routes; the CDK's stage does not yet. It refuses settings of a route that is not there, so routes come first. */
function throttleRoutes(stage: api.HttpStage, routes: readonly string[], added: api.HttpRoute[], own: Throttle): void {
  const { defaultChild } = stage.node;
  if (!(defaultChild instanceof api.CfnStage)) throw new Error('the stage has no resource of its own');
  // A full stop leads deeper, unless it is escaped.
  for (const route of routes)
    defaultChild.addPropertyOverride(`RouteSettings.${route.replaceAll('.', '\\.')}`, {
      ThrottlingRateLimit: own.rateLimit,
      ThrottlingBurstLimit: own.burstLimit,
    });
  stage.node.addDependency(...added);
}

function accessLog(stack: ServiceStack): LogGroup {
  return new LogGroup(stack, 'AgentApiAccessLog', {
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/** Who did what is in the tickets' own events. This is for traffic and faults, and holds nothing about a person: no address, no path. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    milliseconds: '$context.responseLatency',
    integrationError: '$context.integrationErrorMessage',
    authorizerError: '$context.authorizer.error',
  }),
);

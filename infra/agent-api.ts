import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { env } from '../functions/agent-api/env.ts';
import { table as layout } from '../shared/dynamo/table.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** Every route there is. All of them ask for an agent's token. */
export const routes = [
  'GET /tickets',
  'GET /tickets/{id}',
  'POST /tickets/{id}/replies',
  'POST /tickets/{id}/notes',
  'PUT /tickets/{id}/assignee',
  'PUT /tickets/{id}/status',
  'PUT /tickets/{id}/priority',
  'GET /mails',
] as const;

/** What agents do with tickets, over HTTP. */
export function addAgentApi(stack: ServiceStack): void {
  const { stage, data } = stack;
  const fn = agentApi(stack);
  const httpApi = new api.HttpApi(stack, 'AgentApiGateway', {
    apiName: `guichet-${stage.name}-agents`,
    createDefaultStage: false,
    ...(stage.corsOrigins.length > 0 && {
      corsPreflight: {
        allowOrigins: stage.corsOrigins,
        allowMethods: [api.CorsHttpMethod.GET, api.CorsHttpMethod.POST, api.CorsHttpMethod.PUT],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
        maxAge: Duration.hours(1),
      },
    }),
  });
  const authorizer = new HttpJwtAuthorizer('Agents', data.agents.issuer, { jwtAudience: [data.agents.clientId] });
  const integration = new HttpLambdaIntegration('AgentApi', fn);
  for (const route of routes) {
    new api.HttpRoute(stack, route, { httpApi, routeKey: routeKey(route), authorizer, integration });
  }
  new api.HttpStage(stack, 'AgentApiStage', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    // Far above what a few hundred people do, far below what would drown the table.
    throttle: { rateLimit: 100, burstLimit: 200 },
    accessLogSettings: { destination: new api.LogGroupLogDestination(accessLog(stack)), format: accessLogFormat },
  });
  stack.alarms.raise('agent-api-failing', {
    impact: 'Agents cannot list, read or answer tickets.',
    metric: httpApi.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
    atLeast: 5,
    inPeriods: { breaching: 2, of: 3 },
    whenSilent: 'fine',
  });
  new CfnOutput(stack, 'AgentApiUrl', { value: httpApi.apiEndpoint });
}

function agentApi(stack: ServiceStack) {
  const { data } = stack;
  const fn = new ServiceFunction(stack, 'agent-api', {
    does: 'List, read, reply, note, assign, status, priority',
    code: stack.code,
    alarms: stack.alarms,
    env,
    environment: { TABLE_NAME: data.table.tableName },
    // Well inside the 30 seconds that API Gateway waits.
    timeout: Duration.seconds(15),
    memory: 512,
    impactOfErrors: 'Agents cannot list, read or answer tickets.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ListQueue', actions: ['dynamodb:Query'], on: [`${data.table.tableArn}/index/${layout.indexes.queue.name}`] });
  return fn;
}

function routeKey(route: (typeof routes)[number]): api.HttpRouteKey {
  const [method, path] = route.split(' ');
  const known = [api.HttpMethod.GET, api.HttpMethod.POST, api.HttpMethod.PUT].find((each) => each === method);
  if (!known || !path) throw new Error(`not a route: ${route}`);
  return api.HttpRouteKey.with(path, known);
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

import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Grant } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** The one WebSocket API of a stage. */
export interface WebSocketApi {
  /** `wss://…/chat`. Connections are managed at the same place by HTTP. */
  url: string;
  /** Lets a function post to connections, and end them where it may. */
  managing(verb: string, methods: readonly ('POST' | 'DELETE')[]): Grant;
  /** Hands every handshake, message and end to this function. */
  serve(fn: IFunction): void;
  /** Messages that its function could not be asked about, or failed at. */
  integrationErrors(period: Duration): Metric;
}

const stageName = 'chat';

/** Messages a second over all connections, on average and at once: far above what a few thousand people type. */
const throttle = { rateLimit: 500, burstLimit: 1000 };

/** What it takes to route by the function itself: the JSON's `action` names the request, and there is one route for all of them. */
export function makeWebSocketApi(stack: ServiceStack): WebSocketApi {
  const webSocketApi = new api.WebSocketApi(stack, 'ChatApi', {
    apiName: `guichet-${stack.stage.name}-chat`,
    routeSelectionExpression: '$request.body.action',
  });
  const stage = new api.WebSocketStage(stack, 'ChatStage', { webSocketApi, stageName, autoDeploy: true, throttle });
  Validations.of(stage).acknowledge({
    id: 'AwsSolutions-APIG1',
    reason:
      'API Gateway logs a WebSocket API only through a role that the whole account shares, which a stack of one team must not set. What is refused or fails is in the log of receive-chat.',
  });
  return {
    url: `${webSocketApi.apiEndpoint}/${stageName}`,
    managing: (verb, methods) => ({
      verb,
      actions: ['execute-api:ManageConnections'],
      on: methods.map((method) =>
        Stack.of(stack).formatArn({
          service: 'execute-api',
          resource: webSocketApi.apiId,
          resourceName: `${stageName}/${method}/@connections/*`,
        }),
      ),
      wildcardBecause: 'Each connection has an id of its own.',
    }),
    serve: (fn) => {
      for (const [key, id] of [
        ['$connect', 'Connect'],
        ['$disconnect', 'Disconnect'],
        ['$default', 'Default'],
      ] as const) {
        const integration = new WebSocketLambdaIntegration(`Chat${id}`, fn);
        const route = webSocketApi.addRoute(key, { integration });
        Validations.of(route).acknowledge({
          id: 'AwsSolutions-APIG4',
          reason:
            'Visitors have no account: their token, the origin of their page and throttles are what counts, and agents connect with a ticket that holds once. The function checks both.',
        });
      }
    },
    integrationErrors: (period) => stage.metric('IntegrationError', { period, statistic: 'Sum' }),
  };
}

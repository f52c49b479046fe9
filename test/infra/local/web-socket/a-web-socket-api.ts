import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { WebSocket } from 'ws';
import { createActivity } from '../../../../infra/local/activity.ts';
import { createFaults } from '../../../../infra/local/gateway/faults.ts';
import { createGateway } from '../../../../infra/local/gateway/gateway.ts';
import type { Requirement } from '../../../../infra/local/iam/iam.ts';
import type { AskedIntegration } from '../../../../infra/local/metrics/api-metrics.ts';
import { createVirtualClock } from '../../../../infra/local/virtual-clock.ts';
import { createConnections } from '../../../../infra/local/web-socket/connections.ts';
import { createManagement } from '../../../../infra/local/web-socket/management.ts';
import { startWebSocketApi } from '../../../../infra/local/web-socket/web-socket-api.ts';
import { anApp, type Written } from '../http-api/an-app.ts';

type Event = Record<string, never> & { requestContext: Record<string, unknown> };

const functionArn = 'arn:aws:lambda:eu-west-3:111122223333:function:chat';
export const start = Date.UTC(2026, 0, 5, 8);

export interface Given {
  routes?: string[];
  /** What the function answers; it fails where this throws. */
  answer?: (event: Event) => unknown;
  denied?: string[];
  template?: Written;
}

/** A WebSocket API whose one function keeps the events that it got, and a client of the connections behind it. */
export async function aWebSocketApi({
  routes = ['$connect', '$disconnect', '$default'],
  answer,
  denied = [],
  template,
}: Given = {}) {
  const activity = createActivity();
  const reported: unknown[] = [];
  const asked: AskedIntegration[] = [];
  const clock = createVirtualClock(activity, (error) => reported.push(error), start);
  const app = anApp(
    template ?? {
      api: {
        type: 'AWS::ApiGatewayV2::Api',
        properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
      },
      stage: { type: 'AWS::ApiGatewayV2::Stage', name: 'chat', properties: { ApiId: 'api', StageName: 'chat' } },
      integration: {
        type: 'AWS::ApiGatewayV2::Integration',
        properties: {
          ApiId: 'api',
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: `arn:aws:apigateway:eu-west-3:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
        },
      },
      ...Object.fromEntries(
        routes.map((RouteKey, i) => [
          `route${i}`,
          { type: 'AWS::ApiGatewayV2::Route', properties: { ApiId: 'api', RouteKey, Target: 'integrations/integration' } },
        ]),
      ),
    },
  );
  const events: Event[] = [];
  const checks: Requirement[] = [];
  const iam = {
    denials: [],
    checkTrust: () => undefined,
    check: (_: unknown, requirement: Requirement) => {
      checks.push(requirement);
      return denied.includes(requirement.action)
        ? { ...requirement, principal: 'p', reason: 'no policy allows it' as const, message: 'denied' }
        : undefined;
    },
  };
  const functions = {
    get: (arn: string) =>
      arn === functionArn
        ? {
            invoke: async (event: unknown) => {
              events.push(event as Event);
              try {
                return { ok: true as const, payload: (await answer?.(event as Event)) ?? { statusCode: 200 } };
              } catch {
                return { ok: false as const, error: { errorType: 'Error' } };
              }
            },
          }
        : undefined,
  };
  const connections = createConnections(clock);
  const gateway = createGateway({
    services: [createManagement({ app, connections })],
    iam,
    identify: () => ({ principal: { type: 'role', roleArn: 'arn:aws:iam::111122223333:role/chat' } }),
    faults: createFaults(),
    onError: (error) => reported.push(error),
    activity,
  });
  const aws = await gateway.listen(0);
  const report = (error: unknown) => reported.push(error);
  const server = await startWebSocketApi({
    port: 0,
    app,
    iam,
    functions,
    clock,
    activity,
    connections,
    management: gateway.server,
    onAsked: (each) => asked.push(each),
    report,
  });
  const client = (port: number) =>
    new ApiGatewayManagementApiClient({
      endpoint: `http://127.0.0.1:${port}/chat`,
      region: 'eu-west-3',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts: 1,
    });
  return {
    /** What functions were asked about, in order. */
    asked,
    port: server.port,
    url: `ws://127.0.0.1:${server.port}/chat`,
    events,
    checks,
    reported,
    clock,
    activity,
    /** On the host of the connections, as on AWS; and on the endpoint of all services. */
    management: client(server.port),
    onEndpoint: client(aws),
    stop: async () => {
      clock.stop();
      await Promise.all([server.stop(), gateway.stop()]);
    },
  };
}

/** A client that keeps what it hears. Rejects with the status of a refused handshake. */
export async function aClient(url: string, options: { protocols?: string[]; headers?: Record<string, string> } = {}) {
  const socket = new WebSocket(url, options.protocols ?? [], { headers: options.headers ?? {} });
  const heard: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on('message', (data) => {
    const text = (data as Buffer).toString();
    const wake = waiting.shift();
    if (wake) wake(text);
    else heard.push(text);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_, response) => reject(new Error(`status ${response.statusCode}`)));
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return {
    socket,
    closed,
    next: () => {
      const first = heard.shift();
      return first === undefined ? new Promise<string>((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
  };
}

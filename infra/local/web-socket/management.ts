import { AwsError, type AwsRequest, type AwsResponse, type Service, unknownOperation } from '../service.ts';
import type { App } from '../template/app.ts';
import { readWebSocketApi, type WebSocketDefinition } from './api-definition.ts';
import { type Connections, largestMessage } from './connections.ts';

const gone = () => new AwsError('GoneException', 'Gone', 410);

/**
 * `POST`, `GET` and `DELETE /{stage}/@connections/{connectionId}`, by which functions talk to connections. Source: API reference,
 * "Amazon API Gateway Management API"; permissions: "Control access to a WebSocket API".
 */
export function createManagement({ app, connections }: { app: App; connections: Connections }): Service {
  const api = readWebSocketApi(app);
  return {
    name: 'execute-api',
    errorFormat: 'json',
    deniedStatus: 403,
    requirements: (request) => {
      const { definition, connectionId } = target(api, request);
      const { region, account, id, stage } = definition;
      const resource = `arn:aws:execute-api:${region}:${account}:${id}/${stage}/${request.method}/@connections/${connectionId}`;
      return [{ action: 'execute-api:ManageConnections', resource }];
    },
    handle: async (request): Promise<AwsResponse> => {
      const connection = connections.get(target(api, request).connectionId);
      if (request.method === 'POST' && request.body.length > largestMessage)
        throw new AwsError('PayloadTooLargeException', 'Payload Too Large', 413);
      if (!connection) throw gone();
      switch (request.method) {
        case 'POST':
          await connection.send(request.body).catch(() => {
            throw gone();
          });
          connections.touch(connection);
          return { status: 200 };
        case 'DELETE':
          connection.close(1000, 'Connection Closed Normally');
          return { status: 204 };
        default: {
          const { connectedAt, sourceIp, userAgent } = connection.handshake;
          const body = {
            connectedAt: new Date(connectedAt).toISOString(),
            identity: { sourceIp, userAgent },
            lastActiveAt: new Date(connection.lastActiveAt).toISOString(),
          };
          return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
        }
      }
    },
  };
}

function target(api: WebSocketDefinition | undefined, { method, path }: AwsRequest) {
  const [, stage, connectionId] = /^\/([^/]+)\/@connections\/([^/]+)$/.exec(decodeURIComponent(path)) ?? [];
  if (!['POST', 'GET', 'DELETE'].includes(method) || connectionId === undefined)
    throw unknownOperation('execute-api', `${method} ${path}`);
  if (!api || stage !== api.stage) throw new AwsError('ForbiddenException', 'Forbidden', 403);
  return { definition: api, connectionId };
}

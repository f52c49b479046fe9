import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Activity } from '../activity.ts';
import type { Iam } from '../iam/iam.ts';
import type { AskedIntegration } from '../metrics/api-metrics.ts';
import { listen, type RunningServer } from '../pages/listening.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { readWebSocketApi } from './api-definition.ts';
import { type Connections, largestFrame, largestMessage, tooBig } from './connections.ts';
import { connectEvent, disconnectEvent, type Handshake, messageEvent } from './event.ts';
import { frameLengths } from './frame-lengths.ts';
import { handshakeOf, refuse } from './handshake.ts';
import { createIntegrations, type FunctionsToCall, type Outcome } from './integrations.ts';

export interface WebSocketApiOptions {
  /** 0 = any free one. */
  port: number;
  app: App;
  iam: Pick<Iam, 'check'>;
  functions: FunctionsToCall;
  clock: Pick<VirtualClock, 'now'>;
  activity: Pick<Activity, 'track'>;
  connections: Connections;
  /** Answers plain HTTP on the same host: on AWS that is where connections are managed. */
  management: Pick<Server, 'emit'>;
  onAsked: (asked: AskedIntegration) => void;
  report: (error: unknown) => void;
}

/**
 * The template's WebSocket API on a port of its own, answering as API Gateway would: a handshake is `$connect`, which may refuse it; each
 * message is a route, chosen by its JSON, and messages may overtake each other as on AWS; `$disconnect` follows the end.
 * Source: developer guide, "WebSocket APIs". Throttling and access logs have no effect here.
 */
export async function startWebSocketApi(options: WebSocketApiOptions): Promise<RunningServer> {
  const { activity, clock, connections, management, report } = options;
  const api = readWebSocketApi(options.app);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage, handleProtocols: () => false });
  const call = api && createIntegrations(api, options);

  const follow = (handshake: Handshake, request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    sockets.handleUpgrade(request, socket, head, (client) => {
      const connection = connections.add(handshake, client);
      const observe = frameLengths(largestFrame, () => connection.close(tooBig.code, tooBig.reason));
      // Before ws reads them: what comes in too long a frame is no message.
      socket.prependListener('data', observe);
      client.on('error', () => undefined);
      client.on('message', (data, isBinary) => {
        if (connections.get(handshake.connectionId) !== connection) return;
        connections.touch(connection);
        const body = Array.isArray(data)
          ? Buffer.concat(data)
          : Buffer.from(data instanceof Buffer ? data : new Uint8Array(data));
        const messaged = activity.track('web socket message', async () => {
          const outcome = await call?.message(handshake, body.toString('utf8'), (occurrence, messageId) =>
            messageEvent(occurrence, messageId, body, isBinary),
          );
          if (outcome && !outcome.ok) await connection.send(Buffer.from(JSON.stringify(outcome.told))).catch(() => undefined);
        });
        messaged.catch(report);
      });
      client.on('close', (code, reason) => {
        activity
          .track('web socket closed', async () => {
            await call?.route('$disconnect', handshake, (occurrence) =>
              disconnectEvent(occurrence, code, reason.toString('utf8')),
            );
          })
          .catch(report);
      });
    });
  };

  const server = createServer((request, response) => {
    management.emit('request', request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    // Without a listener, a client that hangs up early would end the whole process.
    socket.on('error', () => socket.destroy());
    const connected = activity.track('web socket handshake', async () => {
      if (!api || !call) return refuse(socket, 404, { message: 'the deployed stacks have no WebSocket API' });
      const handshake = handshakeOf(request, clock.now());
      if (new URL(request.url ?? '/', 'ws://local').pathname.replace(/\/$/, '') !== `/${api.stage}`)
        return refuse(socket, 403, { message: 'Forbidden', connectionId: handshake.connectionId });
      const outcome: Outcome | undefined = await call.route('$connect', handshake, connectEvent);
      if (outcome && !outcome.ok) return refuse(socket, 502, outcome.told);
      if (outcome && (outcome.status < 200 || outcome.status > 299)) return refuse(socket, outcome.status, undefined);
      const wanted = outcome?.headers['sec-websocket-protocol'];
      if (wanted === undefined) delete request.headers['sec-websocket-protocol'];
      sockets.options.handleProtocols = () => wanted ?? false;
      if (!socket.destroyed) follow(handshake, request, socket, head);
    });
    connected.catch((error: unknown) => {
      report(error);
      socket.destroy();
    });
  });
  const running = await listen(server, options.port);
  return {
    port: running.port,
    stop: async () => {
      connections.closeAll();
      await running.stop();
    },
  };
}

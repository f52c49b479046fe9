import { createServer } from 'node:http';
import type { App } from '../template/app.ts';
import { listen, type RunningServer } from './listening.ts';

export interface WebSocketServerOptions {
  /** 0 = any free one. */
  port: number;
  app: App;
}

const body = JSON.stringify({ message: 'the deployed stacks have no WebSocket API' });

/**
 * Holds the WebSocket port and says that there is nothing behind it. Throws when the template does have a WebSocket API, because then
 * saying so would be wrong.
 */
export async function startWebSocketServer({ port, app }: WebSocketServerOptions): Promise<RunningServer> {
  const api = app.byType('AWS::ApiGatewayV2::Api').find(({ properties }) => properties.ProtocolType === 'WEBSOCKET');
  if (api) throw new Error(`the local cloud cannot play the WebSocket API ${api.logicalId}`);
  const server = createServer((_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' }).end(body);
  });
  server.on('upgrade', (_, socket) => {
    // Without a listener, a client that hangs up early would end the whole process.
    socket.on('error', () => socket.destroy());
    const head = `HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    socket.end(`${head}connection: close\r\n\r\n${body}`);
  });
  return listen(server, port);
}

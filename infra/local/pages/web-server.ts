import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Activity } from '../activity.ts';
import type { Control } from '../control/control.ts';
import { type HttpRequest, type HttpResponse, jsonResponse, pathOf } from '../http-api/exchange.ts';
import { type HttpApi, largestRequestBody } from '../http-api/http-api.ts';
import { listen, type RunningServer } from './listening.ts';
import type { Pages } from './pages.ts';

export interface WebServerOptions {
  /** 0 = any free one. */
  port: number;
  pages: Pages;
  control: Control;
  httpApi: HttpApi;
  activity: Pick<Activity, 'track'>;
  /** Told of failures inside the local cloud itself; the client gets a 500. */
  report?: (error: unknown) => void;
}

/** Above API Gateway's own limit, so that the HTTP API can answer a head that is too large as AWS does. */
const maxHeaderSize = 64 * 1024;

/**
 * One server on 127.0.0.1: the local cloud's own pages and `/_local/*` first, everything else the HTTP API. Only calls of the HTTP API
 * count as activity: a request that waits for quiet must not wait for itself.
 */
export async function startWebServer(options: WebServerOptions): Promise<RunningServer> {
  const { pages, control, httpApi, activity, report = console.error } = options;

  const answer = async (request: HttpRequest): Promise<HttpResponse> =>
    pages.handle(request) ??
    (await control.handle(request)) ??
    (await activity.track(`${request.method} ${pathOf(request.url)}`, () => httpApi.handle(request))) ??
    jsonResponse(404, { message: 'the template has no HTTP API' });

  const server = createServer({ maxHeaderSize }, (incoming, outgoing) => {
    receive(incoming)
      .then(answer)
      .catch((error: unknown) => {
        report(error);
        return jsonResponse(500, { message: error instanceof Error ? error.message : 'the local cloud failed' });
      })
      .then((response) => send(response, outgoing))
      .catch(report);
  });
  return listen(server, options.port);
}

/** Keeps one byte more than the HTTP API takes, which is enough to refuse the rest. */
async function receive(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    if (size <= largestRequestBody) chunks.push(bytes);
    size += bytes.length;
  }
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: incoming.headersDistinct,
    body: Buffer.concat(chunks),
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
  };
}

function send({ status, headers, body, cookies }: HttpResponse, outgoing: ServerResponse): void {
  outgoing.statusCode = status;
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  if (cookies && cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.end(status === 204 || status === 304 ? undefined : body);
}

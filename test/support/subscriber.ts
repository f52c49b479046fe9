import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Json, Stage } from './cloud.ts';

export interface Received {
  id: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: Json;
}

/** How a subscriber answers; `hangs` never does. */
export type Manner = { status: number; headers?: Record<string, string> } | 'hangs';

/** A subscriber's system on this machine: remembers what it was sent, and answers as it is told. */
export async function startSubscriber() {
  const received: Received[] = [];
  const taken: Received[] = [];
  let manner: Manner | ((webhook: Received) => Manner) = { status: 204 };
  let left = () => undefined as unknown;
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const text = Buffer.concat(await request.toArray()).toString();
    const webhook = { id: String(request.headers['webhook-id']), headers: request.headers, text, body: JSON.parse(text) };
    received.push(webhook);
    const now = typeof manner === 'function' ? manner(webhook) : manner;
    if (now === 'hangs') {
      response.on('close', () => left());
      return;
    }
    if (now.status < 300) taken.push(webhook);
    response.writeHead(now.status, now.headers).end();
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    /** Every attempt, and those that it has answered with 2xx. */
    received,
    taken,
    answers: (next: typeof manner) => {
      manner = next;
    },
    /** Told when somebody goes who was not answered. */
    onLeft: (listener: () => void) => {
      left = listener;
    },
    /** What it has taken of a ticket: the numbers of the events. */
    sequencesOf: (ticketId: string): number[] =>
      taken.filter(({ body }) => body.data.ticket.id === ticketId).map(({ body }) => body.data.sequence),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Subscriber = Awaited<ReturnType<typeof startSubscriber>>;

/** Checks a webhook as a subscriber would, with the library of Standard Webhooks. Throws where the signature does not fit. `at`: the time there. */
export function verified({ headers, text }: Received, secret: string, at: Date): Json {
  const real = Date.now;
  Date.now = () => at.getTime();
  try {
    return new Webhook(secret).verify(text, headers as Record<string, string>);
  } finally {
    Date.now = real;
  }
}

/** Subscriptions of a stage, by an administrator. */
export function administrator(stage: Stage) {
  const call = async (method: string, path: string, body?: unknown) => {
    const { body: token } = await stage.local('POST', '/_local/token', { sub: 'root', groups: ['admin'] });
    return stage.local(method, path, body, { authorization: `Bearer ${token.token}` });
  };
  return {
    call,
    subscribe: async (url: string, terms: Record<string, unknown> = {}): Promise<{ id: string; secret: string }> => {
      const { status, body } = await call('POST', '/subscriptions', { url, owner: 'owner@partner.example', ...terms });
      if (status !== 201) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
      return { id: body.subscription.id, secret: body.secret };
    },
    read: async (id: string): Promise<Json> => (await call('GET', `/subscriptions/${id}`)).body,
  };
}

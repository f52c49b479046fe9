import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { posting } from '../../../shared/webhooks/post.https.ts';
import { monday } from '../../support/builders.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function aServer(listener: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?x=1`;
}

const now = () => monday;
const post = posting({ privateTargets: 'allowed', now, patience: 300 });

describe('an attempt', () => {
  it('puts the body and headers as they are, and is taken with any 2xx', async () => {
    let seen: unknown;
    const url = await aServer(async (request, response) => {
      const chunks = await request.toArray();
      seen = [request.method, request.url, request.headers['webhook-id'], Buffer.concat(chunks).toString()];
      response.writeHead(202).end('thanks');
    });
    expect(await post(url, { 'webhook-id': 'evt_1' }, '{"é":1}')).toEqual({ taken: true });
    expect(seen).toEqual(['POST', '/hooks?x=1', 'evt_1', '{"é":1}']);
  });

  it.each([301, 307, 400, 404, 410, 500])('with the answer %i is not taken', async (status) => {
    const url = await aServer((_, response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:1/', 'retry-after': '9' }).end(),
    );
    expect(await post(url, {}, '{}')).toEqual({ taken: false, failure: String(status), retryAfterSeconds: undefined });
  });

  it.each([429, 503])('with the answer %i says when to come again', async (status) => {
    const url = await aServer((_, response) => response.writeHead(status, { 'retry-after': '120' }).end());
    expect(await post(url, {}, '{}')).toEqual({ taken: false, failure: String(status), retryAfterSeconds: 120 });
  });

  it('that nobody answers is given up', async () => {
    const url = await aServer(() => undefined);
    expect(await post(url, {}, '{}')).toEqual({ taken: false, failure: 'time-out' });
  });

  it('whose answer never ends is taken by its status', async () => {
    const url = await aServer((_, response) => response.writeHead(200).write('and'));
    expect(await post(url, {}, '{}')).toEqual({ taken: true });
  });

  it('that is answered by another protocol is not taken, and does not hang', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: chat\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await post(url, {}, '{}')).toEqual({ taken: false, failure: '101', retryAfterSeconds: undefined });
  });

  it('whose answer is large is left after its beginning', async () => {
    let left = false;
    const url = await aServer((_, response) => {
      response.on('close', () => {
        left = !response.writableFinished;
      });
      response.writeHead(200).write(Buffer.alloc(5_000_000));
    });
    expect(await post(url, {}, '{}')).toEqual({ taken: true });
    await expect.poll(() => left).toBe(true);
  });

  it('that nobody listens to, or that is cut off, is a failure of the connection', async () => {
    const url = await aServer((request) => request.socket.destroy());
    expect(await post(url, {}, '{}')).toEqual({ taken: false, failure: 'connection' });
    expect(await post('http://127.0.0.1:1/', {}, '{}')).toEqual({ taken: false, failure: 'connection' });
  });
});

describe('where private targets are refused', () => {
  const resolvingTo = (...found: string[]) =>
    posting({
      privateTargets: 'refused',
      now,
      patience: 300,
      lookup: ((_: string, __: unknown, answer: (error: null, found: unknown[]) => void) =>
        answer(
          null,
          found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )) as never,
    });

  it.each([['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['2001:4860:4860::8888', '::1'], ['169.254.169.254'], ['64:ff9b::a00:1'], []])(
    'a name that resolves to %s is refused when the connection is made',
    async (...found) => {
      expect(await resolvingTo(...found)('https://rebinding.example.com/', {}, '{}')).toEqual({
        taken: false,
        failure: 'target',
      });
    },
  );

  it.each(['http://partner.example.com/', 'https://127.0.0.1/', 'https://[::1]/', 'https://a:b@partner.example.com/'])(
    '%s is refused before anything is resolved',
    async (url) => {
      const never = posting({ privateTargets: 'refused', now, lookup: (() => expect.fail('resolved')) as never });
      expect(await never(url, {}, '{}')).toEqual({ taken: false, failure: 'target' });
    },
  );
});

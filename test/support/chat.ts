import { WebSocket } from 'ws';
import type { Json, Stage } from './cloud.ts';

/** A client of the chat that keeps what it hears, by type. */
export interface ChatClient {
  socket: WebSocket;
  /** The close code and reason. */
  closed: Promise<{ code: number; reason: string }>;
  send(message: object): void;
  /** The next message of one of these types that was not yet asked for; waits for it. */
  next(...types: string[]): Promise<Json>;
  /** Sends and waits for an answer of one of these types, or an error. */
  ask(message: object, ...types: string[]): Promise<Json>;
  /** The next pushed event of this kind; others before it are passed over. */
  event(kind: string): Promise<Json>;
  /** What was heard of this type and not asked for, now. */
  heard(type: string): Json[];
  close(): Promise<void>;
}

/** Rejects with `status 403` where the handshake is refused. */
export async function connectChat(stage: Stage, query = '', headers: Record<string, string> = {}): Promise<ChatClient> {
  const socket = new WebSocket(`${stage.cloud.endpoints.ws}/chat${query}`, { headers });
  const kept: Json[] = [];
  const waiting: { types: string[]; resolve: (message: Json) => void }[] = [];
  socket.on('message', (data) => {
    const heard: Json = JSON.parse(Buffer.from(data as Buffer).toString());
    // API Gateway's own words have no type.
    const message = heard.type === undefined ? { ...heard, type: 'failed' } : heard;
    const at = waiting.findIndex(({ types }) => types.includes(message.type));
    if (at < 0) kept.push(message);
    else waiting.splice(at, 1)[0]?.resolve(message);
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
  const client: ChatClient = {
    socket,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    next: (...types) => {
      const at = kept.findIndex(({ type }) => types.includes(type));
      if (at >= 0) return Promise.resolve(kept.splice(at, 1)[0]);
      return new Promise((resolve, reject) => {
        waiting.push({ types, resolve });
        void closed.then(({ code }) => reject(new Error(`closed with ${code} while waiting for ${types.join()}`)));
      });
    },
    ask: (message, ...types) => {
      const answer = client.next(...types, 'error', 'failed');
      client.send(message);
      return answer;
    },
    event: async (kind) => {
      for (;;) {
        const { event } = await client.next('event');
        if ((event.kind ?? event.type) === kind) return event;
      }
    },
    heard: (wanted) => kept.filter(({ type }) => type === wanted),
    close: async () => {
      socket.close();
      await closed;
    },
  };
  return client;
}

export interface Visitor extends ChatClient {
  token: string;
  started: Json;
  /** Says the next message and waits until it is taken. */
  say(text: string, more?: object): Promise<Json>;
  /** The number of the next message. */
  n: number;
}

function expectType(message: Json, type: string): Json {
  if (message.type !== type) throw new Error(`${type} was expected, not ${JSON.stringify(message)}`);
  return message;
}

/** A visitor whose chat has just started. */
export async function aVisitor(stage: Stage, start: object = {}, query = ''): Promise<Visitor> {
  const client = await connectChat(stage, query);
  const started = expectType(await client.ask({ action: 'start', ...start }, 'started'), 'started');
  return visiting(client, started, started.token);
}

/** The same visitor on another connection. */
export async function returning(stage: Stage, token: string, n: number): Promise<Visitor> {
  const client = await connectChat(stage);
  const resumed = expectType(await client.ask({ action: 'resume', token }, 'resumed'), 'resumed');
  return visiting(client, resumed, resumed.token, n);
}

function visiting(client: ChatClient, started: Json, token: string, n = 1): Visitor {
  const visitor: Visitor = {
    ...client,
    token,
    started,
    n,
    say: (text, more = {}) => {
      const said = visitor.n++;
      return client.ask({ action: 'say', n: said, clientId: `c${said}`, text, ...more }, 'taken', 'expected');
    },
  };
  return visitor;
}

/** An agent on a connection of their own. */
export async function anAgent(stage: Stage, sub = 'ana'): Promise<ChatClient> {
  const { body } = await stage.local('POST', '/_local/token', { sub, groups: ['agent'] });
  const issued = await stage.local('POST', '/chat/tickets', undefined, { authorization: `Bearer ${body.token}` });
  return connectChat(stage, `?ticket=${issued.body.ticket}`);
}

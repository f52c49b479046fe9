import nodemailer from 'nodemailer';
import { applyContracts } from '../../infra/local/apply-contracts.ts';
import { applyPartners } from '../../infra/local/apply-partners.ts';
import { type Cloud, type CloudOptions, localAccount, startCloud } from '../../infra/local/cloud.ts';
import type { Queue } from '../../infra/local/sqs/queue.ts';
import { synthesize } from '../../infra/local/synthesize.ts';

export interface SentMail {
  messageId: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  headers: Record<string, string>;
  text: string;
  raw: string;
}

export interface Letter {
  from: string;
  to?: string | string[];
  subject?: string;
  text?: string;
  messageId?: string;
  inReplyTo?: string;
  references?: string[];
  headers?: Record<string, string>;
}

/** What came as JSON from outside: a test says by its assertions what it must be. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer<T = Json> {
  status: number;
  body: T;
}

/** Drives a local cloud from outside, by SMTP and HTTP only, as a newcomer or a check from elsewhere would. */
export interface Stage {
  cloud: Cloud;
  http: string;
  /** Sends a mail by SMTP and answers the server's last line. Rejects with the server's refusal. */
  mail(letter: Letter): Promise<string>;
  /** Sends these very bytes. */
  raw(bytes: Buffer | string, envelope?: { from?: string; to?: string | string[] }): Promise<string>;
  settle(): Promise<void>;
  advance(duration: string): Promise<void>;
  set(instant: string): Promise<Answer>;
  now(): Promise<Date>;
  outbox(to?: string): Promise<SentMail[]>;
  /** Calls the agents' API as this person. */
  api<T = Json>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  local<T = Json>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  tickets(status?: string): Promise<Json[]>;
  /** Every ticket of a status, however many pages they take. */
  everyTicket(status?: string): Promise<Json[]>;
  ticket(id: string): Promise<{ ticket: Json; events: Json[] }>;
  mails(): Promise<Json[]>;
  /** Every row of the mail ledger about a mail that came in since the stage started, however many days and pages they take. */
  ledger(): Promise<Json[]>;
  /** The queue whose name contains this. */
  queue(name: string): Queue;
  /** Delivers the next message of this queue so many times at once, as SQS may. The answer says how many it became. */
  multiplyNext(queue: string, copies: number): () => number;
  /** Settings for an AWS client of the account's owner, who may do everything. */
  account: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  /** Puts a message into the alarm queue, as a schedule would, and waits until it is dealt with. */
  ring(message: string): Promise<void>;
  stop(): Promise<void>;
}

export interface StageOptions extends Partial<CloudOptions> {
  /** Applies the example contracts and forms; on unless told otherwise. */
  contracts?: boolean;
  /** Applies the example partners; off unless told otherwise, since few stories have one. */
  partners?: boolean;
}

/** Starts a local cloud of its own on free ports, with what was asked for applied and everything settled. */
export async function startStage({ contracts = true, partners = false, ...cloudOptions }: StageOptions = {}): Promise<Stage> {
  const cloud = await startCloud({
    assembly: await synthesize(),
    ports: { http: 0, ws: 0, smtp: 0, aws: 0 },
    warm: false,
    ...cloudOptions,
  });
  await Promise.all([contracts && applyContracts(cloud), partners && applyPartners(cloud)]);
  const { http } = cloud.endpoints;
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: cloud.ports.smtp,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: 8,
    disableFileAccess: true,
  });

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${http}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text && JSON.parse(text) };
  };
  const expectOk = ({ status, body }: Answer) => {
    if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const api: Stage['api'] = async (method, path, body, headers = {}) => {
    const { token } = expectOk(await call('POST', '/_local/token', { sub: 'ana', groups: ['agent'] }));
    return call(method, path, body, { authorization: `Bearer ${token}`, ...headers });
  };

  /** Follows `next` from page to page of a list of the agents' API. */
  const everyPage = async (path: string, items: (body: Json) => Json[]): Promise<Json[]> => {
    const all: Json[] = [];
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const page: Json = expectOk(await api('GET', after === undefined ? path : `${path}&after=${encodeURIComponent(after)}`));
      all.push(...items(page));
      after = page.next;
    }
    return all;
  };

  const startedAt = cloudOptions.startAt ?? new Date();
  const dayOf = (at: Date) => at.toISOString().slice(0, 10);

  const stage: Stage = {
    cloud,
    http,
    account: {
      endpoint: cloud.endpoints.aws,
      region: localAccount.region,
      credentials: { accessKeyId: localAccount.accessKeyId, secretAccessKey: 'any' },
    },
    queue: (name) => {
      const queue = cloud.queues.all().find((each) => each.name.includes(name));
      if (!queue) throw new Error(`there is no queue ${name}`);
      return queue;
    },
    mail: async ({ to = 'support@guichet.example', ...letter }) => (await transport.sendMail({ to, ...letter })).response,
    raw: async (bytes, { from = 'ana@customer.example', to = 'support@guichet.example' } = {}) =>
      (await transport.sendMail({ raw: bytes, envelope: { from, to } })).response,
    settle: async () => expectOk(await call('POST', '/_local/settle')),
    advance: async (duration) => expectOk(await call('POST', '/_local/clock', { advance: duration })),
    set: (instant) => call('POST', '/_local/clock', { set: instant }),
    now: async () => new Date(expectOk(await call('GET', '/_local/clock')).now),
    outbox: async (to) => expectOk(await call('GET', `/_local/outbox${to ? `?to=${encodeURIComponent(to)}` : ''}`)),
    api,
    local: call,
    tickets: async (status = 'open') => expectOk(await api('GET', `/tickets?status=${status}&limit=100`)).tickets,
    multiplyNext: (name, copies) => {
      const queue = stage.queue(name);
      let sent = 0;
      const stop = queue.onVisible(() => {
        stop();
        const [message] = queue.messages();
        for (sent = 1; message && sent < copies; sent++) queue.send({ body: message.body });
      });
      return () => sent;
    },
    everyTicket: (status = 'open') => everyPage(`/tickets?status=${status}&limit=100`, ({ tickets }) => tickets),
    ledger: async () => {
      const rows: Json[] = [];
      const until = await stage.now();
      for (let day = startedAt; dayOf(day) <= dayOf(until); day = new Date(day.getTime() + 24 * 3600_000))
        rows.push(...(await everyPage(`/mails?day=${dayOf(day)}&direction=in&limit=200`, ({ mails }) => mails)));
      return rows;
    },
    ticket: async (id) => expectOk(await api('GET', `/tickets/${id}`)),
    mails: async () => {
      const day = (await stage.now()).toISOString().slice(0, 10);
      return expectOk(await api('GET', `/mails?day=${day}&direction=in&limit=200`)).mails;
    },
    ring: async (message) => {
      const queue = cloud.queues.all().find(({ name }) => name.includes('RingAlarmQueue'));
      if (!queue) throw new Error('there is no alarm queue');
      queue.send({ body: message });
      await stage.settle();
    },
    stop: async () => {
      transport.close();
      await cloud.stop();
    },
  };
  await stage.settle();
  return stage;
}

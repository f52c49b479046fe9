import { sign } from '../../shared/partners/standard-webhooks.ts';
import type { Answer, Json, Stage } from './cloud.ts';

export interface Sender {
  id: string;
  /** Where it sends to. */
  url: string;
  secret: string;
  /** Signs and sends; the answer, with its headers. */
  send(body: unknown, sending?: Sending): Promise<Answer & { headers: Headers }>;
}

export interface Sending {
  id?: string;
  secret?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** By the sender's own clock; the stage's, unless said. */
  at?: Date;
}

let sent = 0;

/** A partner's system, as the local cloud knows it. */
export async function aSender(stage: Stage, id = 'prt_relais-telecom'): Promise<Sender> {
  const { body } = await stage.local('GET', '/_local/partners');
  const partner: Json = body.find((each: Json) => each.id === id);
  if (!partner) throw new Error(`there is no partner ${id}`);
  return {
    ...partner,
    send: async (event, { id: webhookId = `evt_${++sent}`, secret = partner.secret, headers = {}, signal, at } = {}) => {
      const written = typeof event === 'string' ? event : JSON.stringify(event);
      const signed = sign([secret], webhookId, at ?? (await stage.now()), written);
      const response = await fetch(partner.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signed, ...headers },
        body: written,
        ...(signal && { signal }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
    },
  };
}

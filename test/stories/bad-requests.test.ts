import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../shared/api/openapi.ts';
import { operations } from '../../shared/api/operations.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { type DescribedOperation, describedApi } from '../support/described-api.ts';
import { hostile, json, noUtf8, type Sent, wrongParameters } from '../support/hostile-requests.ts';
import { type TheTable, tableOf } from '../support/the-table.ts';

/**
 * What no client of good will sends, to every operation that the document names: always a refusal that says why, never a fault of ours and
 * never an acceptance. New operations are tried without anybody adding them here.
 */
let stage: Stage;
let partner: { id: string; secret: string };
let table: TheTable;
/** Of things that are there, so that nothing is refused for want of them. */
let parameters: Record<string, string>;
let subscriptionId: string;
let before: Json[];
const described = describedApi(openApiDocument({ operations, serverUrl: 'https://api.example.org' }));
const withBody = described.operations.filter(({ described: { requestBody } }) => requestBody);
const withoutBody = described.operations.filter(({ described: { requestBody } }) => !requestBody);

beforeAll(async () => {
  stage = await startStage({ partners: true });
  const { body: partners } = await stage.local('GET', '/_local/partners');
  partner = partners[0];
  const requester = { address: 'ana@customer.example' };
  const opening = { channel: 'post', subject: 'A letter', text: 'Help.', requester };
  const { id } = (await stage.api('POST', '/tickets', opening)).body.ticket;
  await stage.settle();
  const [acknowledgement] = await stage.outbox(requester.address);
  const [, token = ''] = /\/requests\/([\w-]+)/.exec(acknowledgement!.text) ?? [];
  const terms = { url: 'http://127.0.0.1:9/hook', owner: 'ops@elsewhere.example' };
  const authorization = `Bearer ${await adminToken('root')}`;
  const made = await stage.api('POST', '/subscriptions', terms, { authorization });
  subscriptionId = made.body.subscription.id;
  parameters = { id, token, partner: partner.id, form: 'contact', macro: 'thanks' };
  await stage.settle();
  table = tableOf(stage);
  before = await kept();
});
afterAll(async () => {
  table.close();
  await stage.stop();
});

/** All that is stored, but how often somebody asked, and what `changing` are. */
const kept = (...changing: string[]) => table.itemsBut('rate', ...changing);

/** Sends it as somebody who may do all of it, so that nothing but what is wrong with the request is refused. */
async function send({ id, method, path, described: { security } }: DescribedOperation, sent: Sent) {
  const named = path.startsWith('/subscriptions') ? { ...parameters, id: subscriptionId } : parameters;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => sent.parameter ?? named[name] ?? '1');
  const scheme = Object.keys(security[0] ?? {})[0];
  const response = await fetch(`${stage.http}${filled}${sent.query ?? ''}`, {
    method,
    headers: {
      ...(sent.body && { 'content-type': sent.type ?? 'application/json' }),
      ...(scheme === 'agent' && { authorization: `Bearer ${await adminToken(id)}` }),
      ...(scheme === 'signature' && signed(sent.body ?? Buffer.alloc(0), await stage.now())),
      ...sent.headers,
    },
    ...(sent.body && { body: new Uint8Array(sent.body) }),
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

/** One for each operation, so that none of them is refused for asking too often. */
const adminToken = async (sub: string): Promise<string> =>
  (await stage.local('POST', '/_local/token', { sub, groups: ['admin'] })).body.token;

let messages = 0;
function signed(body: Buffer, at: Date): Record<string, string> {
  const id = `evt-${++messages}`;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  // Over the very octets, which need not be text.
  const hmac = createHmac('sha256', Buffer.from(partner.secret.replace(/^whsec_/, ''), 'base64'));
  const signature = hmac.update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

type Refusal = Awaited<ReturnType<typeof send>>;
/** API Gateway's own words, or ours with the rule and whose rule it is. */
function expectRefusal(operation: DescribedOperation, { status, type, text }: Refusal, statuses: readonly number[], of: string) {
  expect(statuses, `${of}: ${status} ${text.slice(0, 300)}`).toContain(status);
  if (status !== 431) expect(described.differencesOf(operation, status, type, text), of).toEqual([]);
  const body: Json = JSON.parse(text);
  if (type.startsWith('application/problem+json'))
    expect(body, of).toMatchObject({ status, detail: expect.any(String), field: expect.any(String) });
  else {
    expect([413, 431], of).toContain(status);
    expect(body, of).toEqual({ message: expect.any(String) });
  }
}

/** API Gateway hands on text: of octets that are none, the signature does not fit what arrives. */
const instead = ({ described: { security } }: DescribedOperation, what: string): number[] =>
  security[0]?.signature && what === noUtf8 ? [401] : [];

describe('the document', () => {
  it('that is served has these operations', async () => {
    const { body } = await stage.local('GET', '/openapi.json');
    const ids = (of: readonly DescribedOperation[]) => of.map(({ id }) => id).sort();
    expect(ids(describedApi(body).operations)).toEqual(ids(described.operations));
  });
});

describe.each(withBody.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
  it('refuses whatever is no request', async () => {
    for (const [what, sent, statuses] of hostile) {
      // A partner's quota is by the minute.
      if (operation.described.security[0]?.signature) await stage.advance('PT1M');
      expectRefusal(operation, await send(operation, sent), [...statuses, ...instead(operation, what)], what);
    }
  });
});

describe('of all that was refused', () => {
  it('nothing was kept', async () => {
    await stage.settle();
    expect(await kept()).toEqual(before);
  });
});

describe.each(described.operations.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
  it('has an answer of 4xx to paths and queries that nobody should send', async () => {
    if (operation.path.includes('{'))
      for (const parameter of wrongParameters) {
        const { status, text } = await send(operation, { parameter, ...(operation.described.requestBody && { body: json({}) }) });
        expect([400, 401, 403, 404, 413, 415, 429], `${parameter.slice(0, 40)}: ${status} ${text.slice(0, 300)}`).toContain(
          status,
        );
      }
  });
});

const queried = described.operations.flatMap((operation) =>
  (operation.described.parameters ?? [])
    .filter((each: Json) => each.in === 'query' && each.schema.type === 'integer')
    .map((each: Json) => [operation.id, String(each.name), operation] as const),
);
describe.each(queried)('%s', (_, name, operation) => {
  it.each(['abc', '-1', '1.5', '1e999', 'NaN', '99999999999999999999'])(`refuses ${name}=%s`, async (value) => {
    const required = (operation.described.parameters ?? [])
      .filter((each: Json) => each.in === 'query' && each.required)
      .map((each: Json) => `&${each.name}=${each.name === 'day' ? '2026-01-05' : 'mail:ana@customer.example'}`);
    const answer = await send(operation, { query: `?${name}=${value}${required.join('')}&__proto__=x&constructor=y` });
    expectRefusal(operation, answer, [400], value);
    expect(JSON.parse(answer.text).field).toBe(name);
  });
});

describe('what asks for no body', () => {
  it('takes none of it amiss, and keeps nothing of it', async () => {
    for (const operation of withoutBody.filter(({ method }) => method !== 'GET'))
      for (const [what, sent] of hostile) {
        const { status, text } = await send(operation, sent);
        expect(status, `${operation.id}, ${what}: ${text.slice(0, 300)}`).toBeLessThan(500);
        expect(text, operation.id).not.toContain('there is no POST');
      }
    await stage.settle();
    // The subscription was rotated and deleted, and agents were let into the chat, as was asked.
    const changing = ['subscription', 'audit', 'admission'];
    expect(await kept(...changing)).toEqual(before.filter(({ kind }) => !changing.includes(kind)));
    for (const item of await kept()) expect(JSON.stringify(item)).not.toMatch(/nonsense|text2|x-filler/);
  });
});

describe('every route', () => {
  it('is served by its function', async () => {
    for (const operation of described.operations) {
      const { text } = await send(operation, operation.described.requestBody ? { body: json({}) } : {});
      expect(text, operation.id).not.toMatch(/there is no (GET|POST|PUT|DELETE) /);
    }
  });

  it('for agents is closed to whoever has no token, a false one, or one of another group', async () => {
    const visitor = (await stage.local('POST', '/_local/token', { sub: 'eve', groups: ['visitor'] })).body.token;
    const closed = described.operations.filter(({ described: { security } }) => security[0]?.agent);
    for (const operation of closed) {
      const body = operation.described.requestBody ? json({}) : undefined;
      for (const [authorization, status] of [
        ['', 401],
        ['Bearer x.y.z', 401],
        [`Bearer ${visitor}`, 403],
      ] as const)
        expect((await send(operation, { ...(body && { body }), headers: { authorization } })).status, operation.id).toBe(status);
    }
  });
});

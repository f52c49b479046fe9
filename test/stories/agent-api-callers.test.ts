import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Json, type Stage, startStage } from '../support/cloud.ts';

/** Who may call the agents' API, and what it says to those who may not or who ask for what cannot be. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

let letters = 0;

async function aTicket(): Promise<Json> {
  const from = `customer-${++letters}@customer.example`;
  await stage.mail({ from, subject: `No toner ${letters}`, text: 'None left.' });
  await stage.settle();
  return (await stage.everyTicket()).find(({ requester }) => requester.address === from);
}

const tokenOf = async (sub: string, groups: string[]): Promise<string> =>
  (await stage.local('POST', '/_local/token', { sub, groups })).body.token;
const withToken = (token: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  stage.local(method, path, body, { authorization: `Bearer ${token}` });

const routes = [
  ['GET', '/tickets'],
  ['GET', '/tickets/tkt_x'],
  ['POST', '/tickets/tkt_x/replies'],
  ['POST', '/tickets/tkt_x/notes'],
  ['PUT', '/tickets/tkt_x/assignee'],
  ['PUT', '/tickets/tkt_x/status'],
  ['PUT', '/tickets/tkt_x/priority'],
  ['GET', '/mails?day=2026-01-05'],
] as const;

describe('a caller', () => {
  it('without a token gets 401 everywhere', async () => {
    for (const [method, path] of routes) expect((await stage.local(method, path)).status).toBe(401);
  });

  it('with a token that was tampered with, or of another key, gets 401', async () => {
    const [head = '', payload = '', signature = ''] = (await tokenOf('ana', ['agent'])).split('.');
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), 'cognito:groups': ['admin'] };
    const forgedPayload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const foreign = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'foreign', typ: 'JWT' })).toString('base64url');
    for (const token of [
      `${head}.${forgedPayload}.${signature}`,
      `${none}.${payload}.`,
      `${foreign}.${payload}.${signature}`,
      `${head}.${payload}.`,
      'nonsense',
    ]) {
      expect((await withToken(token, 'GET', '/tickets')).status).toBe(401);
    }
    expect((await withToken(`${head}.${payload}.${signature}`, 'GET', '/tickets')).status).toBe(200);
  });

  it('with a valid token of somebody who is no staff gets 403 everywhere', async () => {
    const { id } = await aTicket();
    const bodies: Record<string, unknown> = {
      replies: { text: 'x' },
      notes: { text: 'x' },
      assignee: { assignee: 'x' },
      status: { status: 'closed' },
      priority: { priority: 'urgent', reason: 'x' },
    };
    for (const groups of [[], ['customer'], ['agents', 'supermanager']]) {
      const token = await tokenOf('eve', groups);
      for (const [method, path] of routes) {
        const body = bodies[path.split('/').at(-1) ?? ''];
        const answer = await withToken(token, method, path.replace('tkt_x', id), body);
        expect([groups, method, path, answer.status]).toEqual([groups, method, path, 403]);
      }
    }
    expect((await stage.ticket(id)).events).toHaveLength(1);
  });

  it('with a token of two hours ago gets 401', async () => {
    const token = await tokenOf('ana', ['agent']);
    expect((await withToken(token, 'GET', '/tickets')).status).toBe(200);
    await stage.advance('PT2H');
    expect((await withToken(token, 'GET', '/tickets')).status).toBe(401);
  });

  for (const group of ['agent', 'manager', 'admin']) {
    it(`who is ${group} may list tickets`, async () => {
      expect((await withToken(await tokenOf('ana', ['other', group]), 'GET', '/tickets')).status).toBe(200);
    });
  }
});

describe('a request', () => {
  it('that breaks a rule is answered with 400, the field and the rule, and changes nothing', async () => {
    const { id } = await aTicket();
    for (const [method, path, body, field] of [
      ['POST', 'replies', {}, 'text'],
      ['POST', 'replies', { text: '   ' }, 'text'],
      ['POST', 'replies', { text: 7 }, 'text'],
      ['POST', 'replies', { text: 'x'.repeat(50_001) }, 'text'],
      ['POST', 'replies', 'no json', 'body'],
      ['POST', 'notes', { text: '' }, 'text'],
      ['PUT', 'assignee', {}, 'assignee'],
      ['PUT', 'assignee', { assignee: '' }, 'assignee'],
      ['PUT', 'status', { status: 'done' }, 'status'],
      ['PUT', 'priority', { priority: 'highest', reason: 'x' }, 'priority'],
      ['PUT', 'priority', { priority: 'high' }, 'reason'],
      ['PUT', 'priority', { priority: 'high', reason: ' ' }, 'reason'],
    ] as const) {
      const answer = await stage.api(method, `/tickets/${id}/${path}`, body);
      expect([path, body, answer.status, answer.body.field]).toEqual([path, body, 400, field]);
      expect(answer.body.detail).toMatch(/must |expected one of/);
    }
    for (const [path, field] of [
      ['/tickets?status=done', 'status'],
      ['/tickets?limit=0', 'limit'],
      ['/tickets?limit=101', 'limit'],
      ['/tickets?limit=many', 'limit'],
      ['/mails', 'day'],
      ['/mails?day=today', 'day'],
      ['/mails?day=2026-01-05&limit=201', 'limit'],
    ]) {
      const answer = await stage.api('GET', path!);
      expect([path, answer.status, answer.body.field]).toEqual([path, 400, field]);
    }
    expect((await stage.ticket(id)).events).toHaveLength(1);
  });

  it('about a ticket that is not there is answered with 404 on every route', async () => {
    const missing = '/tickets/tkt_01J8ZC00000000000000000000';
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '/replies', { text: 'x' }],
      ['POST', '/notes', { text: 'x' }],
      ['PUT', '/assignee', { assignee: null }],
      ['PUT', '/status', { status: 'closed' }],
      ['PUT', '/priority', { priority: 'high', reason: 'x' }],
    ] as const) {
      const { status, body: problem } = await stage.api(method, `${missing}${path}`, body);
      expect([status, problem.title, problem.field]).toEqual([404, 'not-found', 'id']);
    }
  });

  it('for a status that cannot follow is answered with 409', async () => {
    const { id } = await aTicket();
    const change = (status: string) => stage.api('PUT', `/tickets/${id}/status`, { status });
    expect((await change('closed')).status).toBe(200);
    for (const status of ['open', 'pending', 'resolved']) {
      const { status: answered, body } = await change(status);
      expect([answered, body.field]).toEqual([409, 'status']);
    }
    expect((await stage.api('POST', `/tickets/${id}/replies`, { text: 'Too late.' })).status).toBe(409);
  });
});

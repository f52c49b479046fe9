import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Json, type Stage, startStage } from '../support/cloud.ts';

/** What agents do with tickets over HTTP, and what nobody else can. */
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

/** The schedules that wait for this ticket, which must be one, and when it rings. */
async function alarmsOf(id: string): Promise<string[]> {
  await stage.settle();
  const { schedules } = (await stage.local('GET', '/_local/schedules')).body;
  return schedules.filter(({ name }: Json) => name.includes(id)).map(({ at }: Json) => at);
}

const hoursAfter = (iso: string, hours: number) =>
  new Date(Math.floor(Date.parse(iso) / 1000) * 1000 + hours * 3600_000).toISOString().replace('.000', '');
const millisecondsOf = (iso: string) => new Date(iso).toISOString();

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

describe('an agent', () => {
  it('writes a note that stays on the ticket: it is never mailed and stops no clock', async () => {
    const { id, requester } = await aTicket();
    const { body } = await stage.api('POST', `/tickets/${id}/notes`, { text: 'Do not tell them.' });
    expect(body.ticket.clocks.map(({ state }: Json) => state)).toEqual(['running', 'running']);
    expect(body.ticket.status).toBe('open');
    await stage.settle();
    expect(await stage.outbox(requester.address)).toHaveLength(1);
    for (const { raw } of await stage.outbox()) expect(raw).not.toContain('Do not tell them.');
    expect((await stage.ticket(id)).events[1]).toMatchObject({ type: 'NoteAdded', by: { kind: 'agent', id: 'ana' } });
  });

  it('takes a ticket and gives it back; saying it twice is one event', async () => {
    const { id } = await aTicket();
    const assign = (assignee: string | null) => stage.api('PUT', `/tickets/${id}/assignee`, { assignee });
    expect((await assign('ana')).body.ticket.assignee).toBe('ana');
    expect((await assign('ana')).status).toBe(200);
    expect((await stage.everyTicket()).find((each) => each.id === id).assignee).toBe('ana');
    expect((await assign(null)).body.ticket.assignee).toBeUndefined();
    expect((await stage.ticket(id)).events.map(({ type }) => type)).toEqual(['TicketOpened', 'Assigned', 'Assigned']);
  });

  it('changes the priority: due times follow from the receipt, and the one schedule moves', async () => {
    const { id, openedAt } = await aTicket();
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 4 * 0.8))]);
    const prioritise = (priority: string) =>
      stage.api('PUT', `/tickets/${id}/priority`, { priority, reason: 'The boss called.' });

    const { body } = await prioritise('urgent');
    expect(body.ticket.clocks.map(({ dueAt }: Json) => dueAt)).toEqual([hoursAfter(openedAt, 1), hoursAfter(openedAt, 8)]);
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 0.8))]);

    const back = await prioritise('low');
    expect(back.body.ticket.clocks.map(({ dueAt }: Json) => dueAt)).toEqual([hoursAfter(openedAt, 4), hoursAfter(openedAt, 72)]);
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 3.2))]);
    expect((await prioritise('low')).body.ticket.sequence).toBe(3);
  });

  it('has exactly one schedule waiting per open ticket through its whole life, and none after it', async () => {
    const { id, openedAt } = await aTicket();
    await stage.advance('PT3H30M');
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 4))]);
    await stage.advance('PT1H');
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 6))]);
    await stage.api('POST', `/tickets/${id}/replies`, { text: 'Sorry.' });
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 72 * 0.8))]);
    await stage.api('PUT', `/tickets/${id}/status`, { status: 'resolved' });
    expect(await alarmsOf(id)).toEqual([]);
    await stage.api('PUT', `/tickets/${id}/status`, { status: 'open' });
    expect(await alarmsOf(id)).toHaveLength(1);
    await stage.api('PUT', `/tickets/${id}/status`, { status: 'closed' });
    expect(await alarmsOf(id)).toEqual([]);
  });

  it('and a colleague who answer at once both count, and the customer gets both answers', async () => {
    const { id, requester } = await aTicket();
    const agents = ['ana', 'ben', 'cem', 'dora'];
    const answers = await Promise.all(
      agents.map(async (sub) =>
        withToken(await tokenOf(sub, ['agent']), 'POST', `/tickets/${id}/replies`, { text: `Said by ${sub}.` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(agents.map(() => 200));
    await stage.settle();
    const { ticket, events } = await stage.ticket(id);
    const replies = events.filter(({ type }) => type === 'AgentReplied');
    expect(replies.map(({ by }) => by.id).sort()).toEqual(agents);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(ticket.clocks[0]).toMatchObject({ state: 'met', finishedAt: replies[0].at });
    expect(await stage.outbox(requester.address)).toHaveLength(1 + agents.length);
  });

  it('who sends the same request again with its Idempotency-Key does it once, even at the same time', async () => {
    const { id, requester } = await aTicket();
    const key = { 'idempotency-key': 'one' };
    const send = (text: string, headers = key) => stage.api('POST', `/tickets/${id}/replies`, { text }, headers);
    const answers = await Promise.all([send('Once.'), send('Once.'), send('Once.')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await send('Once.')).status).toBe(200);
    await stage.settle();
    expect((await stage.ticket(id)).events.filter(({ type }) => type === 'AgentReplied')).toHaveLength(1);
    expect(await stage.outbox(requester.address)).toHaveLength(2);

    await send('Another.', { 'idempotency-key': 'two' });
    await stage.api('POST', `/tickets/${id}/notes`, { text: 'Key of another route.' }, key);
    const ben = await tokenOf('ben', ['agent']);
    const headers = { authorization: `Bearer ${ben}`, ...key };
    expect((await stage.local('POST', `/tickets/${id}/replies`, { text: 'Key of another agent.' }, headers)).status).toBe(200);
    await stage.settle();
    const { events } = await stage.ticket(id);
    expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'AgentReplied', 'AgentReplied', 'NoteAdded', 'AgentReplied']);
    for (const bad of ['', 'x'.repeat(201)]) {
      const { status, body } = await send('Refused.', { 'idempotency-key': bad });
      expect([status, body.field]).toEqual([400, 'Idempotency-Key']);
    }
  });

  it('lists tickets page by page, each once, most urgent first', async () => {
    for (let more = 0; more < 5; more++) await aTicket();
    const whole = (await stage.api('GET', '/tickets?limit=100')).body.tickets;
    const paged: Json[] = [];
    let after = '';
    do {
      const { body } = await stage.api('GET', `/tickets?limit=2${after}`);
      expect(body.tickets.length).toBeLessThanOrEqual(2);
      paged.push(...body.tickets);
      after = body.next === undefined ? '' : `&after=${encodeURIComponent(body.next)}`;
    } while (after);
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }: Json) => id));
    expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
    const due = whole.map(({ nextDueAt = '~' }: Json) => nextDueAt);
    expect(due).toEqual([...due].sort());
  });
});

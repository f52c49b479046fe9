import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { ticketIdNumber } from '../../support/builders.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
let ticket: Ticket;
beforeAll(async () => {
  api = await anApi();
  ticket = await api.aTicket();
});
afterAll(() => api.table.stop());

const routes: [route: string, body: unknown][] = [
  ['GET /tickets', undefined],
  ['GET /tickets/{id}', undefined],
  ['POST /tickets/{id}/replies', { text: 'x' }],
  ['POST /tickets/{id}/notes', { text: 'x' }],
  ['PUT /tickets/{id}/assignee', { assignee: 'max' }],
  ['PUT /tickets/{id}/status', { status: 'pending' }],
  ['PUT /tickets/{id}/priority', { priority: 'high', reason: 'x' }],
  ['PUT /tickets/{id}/kind', { kind: 'complaint', reason: 'x' }],
  ['PUT /tickets/{id}/contract', { contract: 'ctr_test', reason: 'x' }],
  ['POST /tickets/{id}/acknowledgements', { clock: 'first-response', step: '50%' }],
  ['GET /tickets/{id}/notices', undefined],
  ['POST /tickets', { channel: 'post', subject: 's', text: 't', requester: { address: 'ana@customer.example' } }],
  ['GET /mails', undefined],
  ['POST /tickets/{id}/merge', { into: 'tkt_x', reason: 'x' }],
  ['POST /tickets/{id}/unmerge', { reason: 'x' }],
  ['GET /contacts', undefined],
  ['POST /contacts/links', { identifiers: ['mail:a@b.example', 'phone:+33142860000'], reason: 'x' }],
  ['GET /macros', undefined],
];
const changes = routes.filter(([, body]) => body !== undefined);
const ofTickets = routes.filter(([route]) => route.includes('{id}'));
const refused = (status: number, title: string, detail: string, field?: string) => ({
  status,
  type: 'application/problem+json',
  body: { status, title, detail, ...(field === undefined ? {} : { field }) },
});

describe('who may call', () => {
  it.each(['[agent]', '[manager]', '[admin]', '[customers agent]', '[agent manager]', 'agent'])(
    'members of a staff group, whose claim reaches us as %s',
    async (groups) => {
      expect((await api.call('GET /tickets', undefined, { groups })).status).toBe(200);
    },
  );
  it.each([undefined, '', '[]', '[customers]', '[agents]', '[superagent]'])(
    'nobody whose claim is %j, on any route',
    async (groups) => {
      for (const [route, body] of routes) {
        expect(await api.call(route, ticket.id, { body, groups })).toEqual(
          refused(403, 'forbidden', 'only members of agent, manager, admin may do this', 'authorization'),
        );
      }
    },
  );
  it.each(routes)('is asked before anything else of %s: a stranger learns nothing of its rules', async (route) => {
    expect((await api.call(route, 'no id', { body: 'no JSON', query: { limit: 'x' }, groups: '[customers]' })).status).toBe(403);
  });
});

describe('what is not there', () => {
  it.each(ofTickets)('%s of an unknown ticket', async (route, body) => {
    const unknown = refused(404, 'not-found', 'there is no such ticket', 'id');
    expect(await api.call(route, ticketIdNumber(999), { body })).toEqual(unknown);
    expect(await api.call(route, 'x'.repeat(5000), { body })).toEqual(unknown);
    expect(await api.call(route, '../../etc', { body })).toEqual(unknown);
  });
  it('a route that there is not', async () => {
    expect(await api.call('DELETE /tickets/{id}', ticket.id)).toEqual(
      refused(404, 'not-found', 'there is no DELETE /tickets/{id}'),
    );
  });
});

describe('a body', () => {
  it.each(changes)('of %s that is no JSON, or none at all, is refused', async (route) => {
    for (const body of ['', '{', undefined])
      expect(await api.call(route, ticket.id, { body })).toEqual(refused(400, 'invalid', 'the body must be JSON', 'body'));
  });
  it.each(changes)('of %s that is no object is refused', async (route) => {
    expect(await api.call(route, ticket.id, { body: [] })).toMatchObject({ status: 400, body: { field: 'body' } });
  });
  it('has no half of a surrogate pair', async () => {
    const answer = await api.call('POST /tickets/{id}/replies', ticket.id, { body: '{"text":"\\ud83d"}' });
    expect(answer).toMatchObject({ status: 400, body: { field: 'text', detail: expect.stringContaining('Unicode') } });
  });
  it('may come in base64, as API Gateway sends what it takes for binary', async () => {
    const body = Buffer.from(JSON.stringify({ text: 'Wasser 水' })).toString('base64');
    expect((await api.call('POST /tickets/{id}/notes', ticket.id, { body, isBase64: true })).status).toBe(200);
    expect((await api.events(ticket.id)).at(-1)).toMatchObject({ text: 'Wasser 水' });
  });
});

describe('a field that breaks its rule is named with the rule', () => {
  const oneOf = (...options: string[]) => `Invalid option: expected one of ${options.map((each) => `"${each}"`).join('|')}`;
  const ofStatus = oneOf('open', 'pending', 'resolved', 'closed');
  const ofStatuses = 'must be one or several of open, pending, resolved, closed, apart by commas';
  const ofPriority = oneOf('urgent', 'high', 'normal', 'low');
  it.each([
    ['POST /tickets/{id}/replies', {}, 'text', 'must be text'],
    ['POST /tickets/{id}/replies', { text: 7 }, 'text', 'must be text'],
    ['POST /tickets/{id}/replies', { text: ' \n ' }, 'text', 'must not be empty'],
    ['POST /tickets/{id}/replies', { text: 'x'.repeat(50_001) }, 'text', 'must have at most 50000 characters'],
    ['POST /tickets/{id}/notes', { text: null }, 'text', 'must be text'],
    ['PUT /tickets/{id}/assignee', {}, 'assignee', 'must be text or null'],
    ['PUT /tickets/{id}/assignee', { assignee: '' }, 'assignee', 'must not be empty'],
    ['PUT /tickets/{id}/assignee', { assignee: 'x'.repeat(201) }, 'assignee', 'must have at most 200 characters'],
    ['PUT /tickets/{id}/status', {}, 'status', ofStatus],
    ['PUT /tickets/{id}/status', { status: 'done' }, 'status', ofStatus],
    ['PUT /tickets/{id}/status', { status: 'pending', reason: '' }, 'reason', 'must say why'],
    ['PUT /tickets/{id}/status', { status: 'pending', reason: 'x'.repeat(1001) }, 'reason', 'must have at most 1000 characters'],
    ['PUT /tickets/{id}/priority', { priority: 'high' }, 'reason', 'must say why'],
    ['PUT /tickets/{id}/priority', { priority: 'p1', reason: 'x' }, 'priority', ofPriority],
  ])('%s with %j: %s', async (route, body, field, rule) => {
    expect(await api.call(route, ticket.id, { body })).toEqual(refused(400, 'invalid', rule, field));
  });
  it.each([
    ['GET /tickets', { status: 'done' }, 'status', ofStatuses],
    ['GET /tickets', { status: 'open,' }, 'status', ofStatuses],
    ['GET /tickets', { limit: '0' }, 'limit', 'must be at least 1'],
    ['GET /tickets', { limit: '' }, 'limit', 'must be at least 1'],
    ['GET /tickets', { limit: '101' }, 'limit', 'must be at most 100'],
    ['GET /tickets', { limit: '1.5' }, 'limit', 'must be whole'],
    ['GET /tickets', { limit: 'all' }, 'limit', 'must be a number'],
    ['GET /tickets', { after: '' }, 'after', 'must not be empty'],
    ['GET /tickets', { after: 'x'.repeat(201) }, 'after', 'must have at most 200 characters'],
    ['GET /tickets/{id}', { after: '-1' }, 'after', 'must not be negative'],
    ['GET /tickets/{id}', { after: 'x' }, 'after', 'must be a number'],
    ['GET /contacts', {}, 'identifier', 'must be given'],
    ['GET /mails', {}, 'day', 'must be given'],
    ['GET /mails', { day: '5.1.2026' }, 'day', 'must be a date such as 2026-01-05'],
    ['GET /mails', { day: '2026-01-05', limit: '201' }, 'limit', 'must be at most 200'],
    ['GET /mails', { day: '2026-01-05', after: '' }, 'after', 'must not be empty'],
  ])('%s with %j: %s', async (route, query, field, rule) => {
    expect(await api.call(route, ticket.id, { query })).toEqual(refused(400, 'invalid', rule, field));
  });
});

describe('on its limit', () => {
  it.each([
    ['POST /tickets/{id}/notes', { text: 'x'.repeat(50_000) }],
    ['POST /tickets/{id}/notes', { text: '水'.repeat(50_000) }],
    ['PUT /tickets/{id}/assignee', { assignee: 'x'.repeat(200) }],
    ['PUT /tickets/{id}/priority', { priority: 'low', reason: 'x'.repeat(1000) }],
  ])('a body of %s is taken', async (route, body) => {
    expect((await api.call(route, ticket.id, { body })).status).toBe(200);
  });
  it.each([
    ['GET /tickets', { limit: '1' }],
    ['GET /tickets', { limit: '100' }],
    ['GET /tickets/{id}', { after: '0' }],
    ['GET /tickets/{id}', { after: '999998' }],
    ['GET /mails', { day: '2026-01-05', limit: '200', after: 'x'.repeat(200) }],
  ])('a query of %s with %j is taken', async (route, query) => {
    expect((await api.call(route, ticket.id, { query })).status).toBe(200);
  });
});

describe('what a ticket does not allow', () => {
  it('is a conflict that says so', async () => {
    const { id } = await api.aTicket();
    await api.call('PUT /tickets/{id}/status', id, { body: { status: 'closed' } });
    expect(await api.call('POST /tickets/{id}/replies', id, { body: { text: 'x' } })).toEqual(
      refused(409, 'conflict', 'a closed ticket takes no further messages', 'status'),
    );
    expect(await api.call('PUT /tickets/{id}/status', id, { body: { status: 'open' } })).toEqual(
      refused(409, 'conflict', 'a ticket cannot go from closed to open', 'status'),
    );
  });
});

describe('a fault of ours', () => {
  it('hides its text from the caller, who gets a number under which the log tells it', async () => {
    const { tickets } = api.table;
    api.tickets.find = () => Promise.reject(new Error('AccessDenied: arn:aws:dynamodb:secret'));
    const answer = await api.call('GET /tickets/{id}', ticket.id);
    api.tickets.find = (id) => tickets.find(id);
    expect(answer).toEqual({
      status: 500,
      type: 'application/problem+json',
      body: { status: 500, title: 'internal', requestId: 'request-1' },
    });
    expect(api.lines.at(-1)).toMatchObject({
      level: 'ERROR',
      message: 'request failed',
      requestId: 'request-1',
      stack: expect.stringContaining('AccessDenied'),
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSearch } from '../../../functions/agent-api/list-tickets.ts';
import { keys } from '../../../shared/dynamo/table.ts';
import { newReference } from '../../../shared/tickets/reference.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { minutesLater } from '../../support/builders.ts';
import { type Api, anApi } from './an-api.ts';

const reference = '234567890';
let api: Api;
let printer: Ticket;
let call: Ticket;
beforeAll(async () => {
  api = await anApi();
  printer = await api.aTicket();
  const requester = { name: 'Bob', phone: '+33142860000' };
  call = await api.aTicket({ subject: 'A Call', channel: 'phone', requester, participants: [], kind: 'complaint', reference });
  await api.aTicket({ subject: 'closed', priority: 'low' });
  await api.call('PUT /tickets/{id}/status', `${printer.id.slice(0, -1)}3`, { body: { status: 'closed' } });
  await api.table.put({ ...keys.reference(reference), kind: 'reference', ticketId: call.id });
  await api.call('PUT /tickets/{id}/assignee', call.id, { body: { assignee: 'ana' } });
});
afterAll(() => api.table.stop());

type Query = Record<string, string | undefined>;
const list = (query: Query) => api.call('GET /tickets', undefined, { query: JSON.parse(JSON.stringify(query)) });
const subjects = async (query: Query) => (await list(query)).body.tickets.map(({ subject }: Ticket) => subject).toSorted();

describe('GET /tickets', () => {
  it.each([
    [{}, ['A Call', 'The printer is on fire']],
    [{ status: 'closed,open' }, ['A Call', 'The printer is on fire', 'closed']],
    [{ status: 'pending' }, []],
    [{ assignee: 'me' }, ['A Call']],
    [{ assignee: 'ana' }, ['A Call']],
    [{ assignee: 'nobody' }, ['The printer is on fire']],
    [{ channel: 'phone' }, ['A Call']],
    [{ contract: 'ctr_test', kind: 'complaint' }, ['A Call']],
    [{ contract: 'ctr_none' }, []],
    [{ priority: 'low', status: 'closed' }, ['closed']],
    [{ team: 'nobody' }, []],
    [{ late: 'true' }, []],
    [{ dueBefore: '2026-01-05T12:00:01Z' }, ['A Call', 'The printer is on fire']],
    [{ dueBefore: '2026-01-05T12:00:00Z' }, []],
    [{ dueAfter: '2026-01-05T13:00:00+01:00' }, ['A Call', 'The printer is on fire']],
    [{ dueAfter: '2026-01-05T12:00:00.001Z' }, []],
    [{ q: 'FIRE printer' }, ['The printer is on fire']],
    [{ q: 'bob' }, ['A Call']],
    [{ q: 'ana@Customer.example' }, ['The printer is on fire', 'closed']],
    [{ q: '+33 1 42 86 00 00' }, ['A Call']],
    [{ q: '234-567-890' }, ['A Call']],
    [{ q: reference, status: 'closed' }, []],
    [{ q: 'clos' }, ['closed']],
    [{ q: 'clos', status: 'open' }, []],
  ])('with %j lists %j', async (query, expected) => {
    expect(await subjects(query)).toEqual(expected);
  });
  it('answers the same of a ticket whether its number or a word of it was given', async () => {
    const [byNumber, byWord] = [await list({ q: reference }), await list({ q: 'call' })];
    expect(byNumber.body).toEqual(byWord.body);
  });
  it('goes on for the same list only', async () => {
    const { body } = await list({ limit: '1', status: 'open,closed' });
    const rest = await list({ limit: '100', status: 'closed,open', after: body.next });
    expect([...body.tickets, ...rest.body.tickets]).toHaveLength(3);
    for (const query of [{ status: 'open' }, { status: 'open,closed', kind: 'request' }, { status: 'open,closed', q: 'x' }])
      expect(await list({ ...query, after: body.next })).toMatchObject({
        status: 400,
        body: { field: 'after', detail: 'must be what `next` said for the same list, its filters included' },
      });
  });
  it('tells nobody what is mine but me', async () => {
    await api.call('PUT /tickets/{id}/assignee', printer.id, { body: { assignee: 'ana' } });
    const mine = await list({ assignee: 'me', limit: '1' });
    const query = { assignee: 'me', limit: '1', after: mine.body.next };
    expect((await api.call('GET /tickets', undefined, { query, sub: 'eve' })).status).toBe(400);
    await api.call('PUT /tickets/{id}/assignee', printer.id, { body: { assignee: null } });
  });
  it.each([
    [{ q: ' ' }, 'q', 'must not be empty'],
    [{ q: 'x'.repeat(201) }, 'q', 'must have at most 200 characters'],
    [{ q: 'a b c d e f g h i j k' }, 'q', 'must have at most 10 words'],
    [{ late: 'no' }, 'late', 'must be true'],
    [{ dueBefore: 'tomorrow' }, 'dueBefore', 'must be an instant such as 2026-01-05T09:00:00Z'],
    [{ assignee: '' }, 'assignee', 'must not be empty'],
    [{ team: 'x'.repeat(201) }, 'team', 'must have at most 200 characters'],
    [{ after: 'xx' }, 'after', 'must be what `next` said for the same list, its filters included'],
    [{ after: 'x'.repeat(201) }, 'after', 'must have at most 200 characters'],
  ])('refuses %j', async (query, field, rule) => {
    expect(await list(query)).toMatchObject({ status: 400, body: { field, detail: rule } });
  });
  it.each([{ q: 'x'.repeat(200) }, { q: 'a b c d e f g h i j' }, { assignee: 'x'.repeat(200) }])('takes %j', async (query) => {
    expect((await list(query)).status).toBe(200);
  });
});

describe('what somebody looks for', () => {
  it.each([
    ['#234 567 890', { reference }],
    ['234567891', { words: ['234567891'] }],
    ['+33 (1) 42.86.00.00', { phone: '+33142860000' }],
    ['+33', { words: ['+33'] }],
    ['Fire Fire ÉTÉ', { words: ['fire', 'été'] }],
  ])('%s', (q, search) => {
    expect(readSearch(q)).toEqual(search);
  });
  it('is a number whenever one is drawn', () => {
    const drawn = newReference();
    expect(readSearch(drawn.replace(/(...)/g, '$1 ').trim())).toEqual({ reference: drawn });
  });
});

describe('a version', () => {
  const etag = async () => (await api.call('GET /tickets/{id}', printer.id)).etag!;
  const prioritise = (headers: Record<string, string>, priority: string) =>
    api.call('PUT /tickets/{id}/priority', printer.id, { body: { priority, reason: 'x' }, headers, at: minutesLater(30) });

  it('is answered with the ticket, and a change asks for it with If-Match', async () => {
    const before = await etag();
    expect((await prioritise({ 'if-match': before }, 'high')).etag).not.toBe(before);
    expect(await prioritise({ 'if-match': before }, 'low')).toMatchObject({
      status: 412,
      body: { title: 'stale', field: 'If-Match', detail: `the ticket has changed since: its version is ${await etag()} now` },
    });
    expect((await prioritise({ 'if-match': `"0", ${await etag()}` }, 'normal')).status).toBe(200);
    expect((await prioritise({ 'if-match': '*' }, 'high')).status).toBe(200);
  });
  it('that the caller has already is not answered again', async () => {
    const known = await etag();
    const ask = (version: string) => api.call('GET /tickets/{id}', printer.id, { headers: { 'if-none-match': version } });
    expect(await ask(known)).toEqual({ status: 304, type: '', body: undefined, etag: known });
    expect((await ask(`W/${known}`)).status).toBe(304);
    expect((await ask('"0"')).status).toBe(200);
    await prioritise({}, 'low');
    expect((await ask(known)).status).toBe(200);
  });
});

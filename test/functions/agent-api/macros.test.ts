import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mostMacros } from '../../../shared/macros/macro.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
let ticket: Ticket;
beforeEach(async () => {
  api = await anApi();
  ticket = await api.aTicket();
});
afterEach(() => api.table.stop());

const content = { name: 'Off and on', reply: { en: 'Hello {{requester.name}}, turn it off and on.' }, assignee: 'me' };
const save = (body: unknown = content, headers: Record<string, string> = {}, macro = 'off-and-on', groups = '[manager]') =>
  api.call('PUT /macros/{macro}', undefined, { body, headers, path: { macro }, groups, sub: 'eva' });
const remove = (headers: Record<string, string> = {}, macro = 'off-and-on', groups = '[manager]') =>
  api.call('DELETE /macros/{macro}', undefined, { headers, path: { macro }, groups, sub: 'eva' });
const list = (query: Record<string, string> = {}) => api.call('GET /macros', undefined, { query });
const carryOut = (headers: Record<string, string> = {}, macro = 'off-and-on', id = ticket.id) =>
  api.call('POST /tickets/{id}/macros/{macro}', id, { path: { macro }, headers });

describe('macros', () => {
  it('are made, changed and removed by managers, and listed by agents', async () => {
    const made = await save();
    expect(made).toMatchObject({ status: 201, body: { macro: { id: 'off-and-on', ...content, savedBy: 'eva' } } });
    expect((await save()).status).toBe(200);
    api.table.at.time = minutesLater(31);
    const changed = await save({ ...content, note: 'tried' }, { 'if-match': made.etag! });
    expect(changed).toMatchObject({ status: 200, body: { macro: { note: 'tried' } } });
    expect((await list()).body.macros).toEqual([changed.body.macro]);
    api.table.at.time = minutesLater(32);
    expect(await remove({ 'if-match': changed.etag! })).toMatchObject({ status: 204, body: undefined });
    expect((await list()).body).toEqual({ macros: [] });
    const { body } = await api.call('GET /audit', undefined, { query: { day: '2026-01-05' }, groups: '[admin]' });
    expect(body.entries.map(({ action, about }: { action: string; about: string }) => `${action} ${about}`)).toEqual([
      'macro.saved off-and-on',
      'macro.saved off-and-on',
      'macro.deleted off-and-on',
    ]);
  });
  it('come in pages', async () => {
    for (const macro of ['b', 'a', 'c']) await save(content, {}, macro);
    const { body } = await list({ limit: '2' });
    const rest = await list({ limit: '2', after: body.next });
    expect([...body.macros, ...rest.body.macros].map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
  it('are refused to agents, and where they break a rule, naming it', async () => {
    const { etag = '' } = await save();
    await save({ ...content, name: 'other' });
    const forbidden = 'only members of manager, admin may do this';
    const macroRule = 'must have 1 to 60 lower-case letters, digits and hyphens, no hyphen first';
    const refusals: [Awaited<ReturnType<typeof save>>, number, string, unknown][] = [
      [await save(content, {}, 'x', '[agent]'), 403, 'authorization', forbidden],
      [await remove({}, 'off-and-on', '[agent]'), 403, 'authorization', forbidden],
      [await save({ ...content, reply: { en: '{{name}}' } }), 400, 'reply.en', expect.stringContaining('{{requester.name}}')],
      [await save({ name: 'x' }), 400, 'body', expect.stringContaining('must do something')],
      [await save(content, {}, 'No'), 400, 'macro', macroRule],
      [await save(content, {}, 'x'.repeat(61)), 400, 'macro', macroRule],
      [await save(content, { 'if-match': etag }), 412, 'If-Match', expect.stringContaining('the macro has changed since')],
      [await save(content, { 'if-match': etag }, 'x'), 412, 'If-Match', 'the macro is not there'],
      [await save(content, { 'if-none-match': '*' }), 412, 'If-None-Match', 'the macro is there already'],
      [await save(content, { 'if-match': etag, 'if-none-match': '*' }), 412, 'If-Match', expect.any(String)],
      [await remove({ 'if-match': etag }), 412, 'If-Match', expect.stringContaining('the macro has changed since')],
      [await remove({}, 'x'), 404, 'macro', 'there is no such macro'],
      [await list({ limit: '101' }), 400, 'limit', 'must be at most 100'],
      [await list({ after: 'x' }), 400, 'after', expect.any(String)],
    ];
    for (const [answer, status, field, detail] of refusals) expect(answer).toMatchObject({ status, body: { field, detail } });
    expect((await save(content, { 'if-none-match': '*' }, 'x'.repeat(60))).status).toBe(201);
    expect((await list({ limit: '100' })).status).toBe(200);
  });
  it('are five hundred at most', async () => {
    for (let n = 0; n < mostMacros - 1; n++) await api.table.put({ pk: 'MACRO', sk: `m-${n}`, kind: 'macro' });
    expect((await save()).status).toBe(201);
    expect(await save(content, {}, 'one-more')).toMatchObject({ status: 409, body: { field: 'macro' } });
    expect((await save({ ...content, name: 'changed' })).status).toBe(200);
  });
});

describe('a macro on a ticket', () => {
  it('does all that it says in one append, in the name of whoever called it', async () => {
    await save();
    const sent = api.table.watch();
    const { status, body } = await carryOut();
    expect(status).toBe(200);
    expect(body.ticket).toMatchObject({ status: 'pending', assignee: 'ana', sequence: 3 });
    expect(sent.filter(({ command }) => command === 'TransactWriteCommand')).toHaveLength(1);
    expect((await api.events(ticket.id)).slice(1)).toMatchObject([
      { type: 'Assigned', assignee: 'ana' },
      { type: 'AgentReplied', text: 'Hello Ana, turn it off and on.', by: { kind: 'agent', id: 'ana' } },
    ]);
  });
  it('is carried out once per Idempotency-Key, and on the version that If-Match names', async () => {
    await save();
    expect(await carryOut({ 'if-match': '"7"' })).toMatchObject({ status: 412, body: { field: 'If-Match' } });
    for (const _ of [1, 2]) expect((await carryOut({ 'idempotency-key': 'k' })).body.ticket.sequence).toBe(3);
  });
  it('is refused as a whole, naming what is wrong', async () => {
    await save({ ...content, status: 'pending' });
    await api.call('PUT /tickets/{id}/status', ticket.id, { body: { status: 'closed' } });
    expect(await carryOut()).toMatchObject({ status: 409, body: { field: 'status' } });
    expect(await carryOut({}, 'none')).toMatchObject({ status: 404, body: { field: 'macro' } });
    expect(await carryOut({}, 'off-and-on', ticketIdNumber(999))).toMatchObject({ status: 404, body: { field: 'id' } });
    expect(await api.events(ticket.id)).toHaveLength(2);
  });
});

describe('the audit', () => {
  it('is for managers, of one day', async () => {
    const ask = (query: Record<string, string>, groups = '[manager]') => api.call('GET /audit', undefined, { query, groups });
    expect(await ask({ day: '2026-01-05' }, '[agent]')).toMatchObject({ status: 403 });
    expect(await ask({})).toMatchObject({ status: 400, body: { field: 'day', detail: 'must be given' } });
    expect(await ask({ day: '2026-01-05', limit: '201' })).toMatchObject({ status: 400, body: { field: 'limit' } });
    expect((await ask({ day: '2026-01-05', limit: '200' })).body).toEqual({ entries: [] });
    for (const macro of ['a', 'b', 'c']) await save(content, {}, macro);
    const { body } = await ask({ day: '2026-01-05', limit: '2' });
    const rest = await ask({ day: '2026-01-05', limit: '2', after: body.next });
    expect([body.entries.length, rest.body.entries.length]).toEqual([2, 1]);
    expect(await ask({ day: '2026-01-04', after: body.next })).toMatchObject({ status: 400, body: { field: 'after' } });
  });
});

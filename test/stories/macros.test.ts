import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Json, type Stage, startStage } from '../support/cloud.ts';

/** A manager keeps macros, an agent has one carried out, the customer reads it. */
let stage: Stage;
let token = '';
beforeAll(async () => {
  stage = await startStage();
  token = (await stage.local('POST', '/_local/token', { sub: 'eva', groups: ['manager'] })).body.token;
  await stage.mail({ from: 'Ana <ana@customer.example>', subject: 'No toner', text: 'Help.' });
  await stage.settle();
});
afterAll(() => stage.stop());

const asManager = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  stage.local(method, path, body, { authorization: `Bearer ${token}`, ...headers });
const toner = {
  name: 'Toner is on its way',
  reply: {
    en: 'Hello {{requester.name}}, toner for {{reference}} comes by {{due.resolution}}.',
    fr: 'Bonjour {{requester.name}}',
  },
  note: 'sent by {{agent}}',
  status: 'pending',
  waitingFor: 'third-party',
  assignee: 'me',
};

describe('a macro', () => {
  it('is made by a manager; an agent may not, and what it may not leave open is told', async () => {
    expect((await stage.api('PUT', '/macros/toner', toner)).status).toBe(403);
    const { status, body } = await asManager('PUT', '/macros/toner', { ...toner, note: '{{weather}}' });
    expect([status, body.field, body.detail]).toEqual([400, 'note', expect.stringContaining('{{due.first-response}}')]);
    expect((await asManager('PUT', '/macros/toner', toner)).status).toBe(201);
    expect((await stage.api('GET', '/macros')).body.macros).toMatchObject([{ id: 'toner', savedBy: 'eva' }]);
  });

  it('is carried out by an agent as a whole: one answer to the customer, one owner, one state', async () => {
    const [{ id, reference }] = await stage.tickets();
    const { status, body } = await stage.api('POST', `/tickets/${id}/macros/toner`);
    expect([status, body.ticket.status, body.ticket.waitingFor, body.ticket.assignee]).toEqual([
      200,
      'pending',
      'third-party',
      'ana',
    ]);
    await stage.settle();
    const [, reply] = await stage.outbox('ana@customer.example');
    expect(reply?.text).toContain(`Hello Ana, toner for ${reference.replace(/(\d{3})(?=\d)/g, '$1-')} comes by `);
    const { events } = await stage.ticket(id);
    expect(events.map(({ type }: Json) => type)).toEqual([
      'TicketOpened',
      'Assigned',
      'StatusChanged',
      'AgentReplied',
      'NoteAdded',
    ]);
    expect(events.at(-1)).toMatchObject({ text: 'sent by ana', by: { kind: 'agent', id: 'ana' } });
  });

  it('is removed only as it was read, and who did what is in the audit', async () => {
    const old = { 'if-match': '"0123456789abcdef"' };
    expect((await asManager('DELETE', '/macros/toner', undefined, old)).status).toBe(412);
    expect(await asManager('DELETE', '/macros/toner')).toEqual({ status: 204, body: '' });
    expect((await stage.api('GET', '/macros')).body.macros).toEqual([]);
    const day = (await stage.now()).toISOString().slice(0, 10);
    const { body } = await asManager('GET', `/audit?day=${day}`);
    expect(body.entries).toMatchObject([
      { action: 'macro.saved', about: 'toner', by: { id: 'eva', role: 'manager' } },
      { action: 'macro.deleted', about: 'toner', by: { id: 'eva', role: 'manager' } },
    ]);
    expect((await stage.api('GET', `/audit?day=${day}`)).status).toBe(403);
  });
});

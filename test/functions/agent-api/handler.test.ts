import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowFor } from '../../../shared/intake/mail-ledger.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { anInboundMail, minutesLater } from '../../support/builders.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
let ticket: Ticket;
beforeEach(async () => {
  api = await anApi();
  ticket = await api.aTicket();
});
afterEach(() => api.table.stop());

const call = (route: string, body?: unknown) => api.call(route, ticket.id, { body });
const last = async () => (await api.events(ticket.id)).at(-1);

describe('GET /tickets', () => {
  it('lists open tickets, most urgent first, and where to go on', async () => {
    await api.aTicket({ priority: 'urgent', subject: 'on fire' });
    const first = await api.call('GET /tickets', undefined, { query: { limit: '1' } });
    expect(first).toMatchObject({ status: 200, type: 'application/json', body: { tickets: [{ subject: 'on fire' }] } });
    const rest = await api.call('GET /tickets', undefined, { query: { limit: '1', after: first.body.next } });
    expect(rest.body).toMatchObject({ tickets: [{ id: ticket.id, status: 'open', nextDueAt: '2026-01-05T12:00:00Z' }] });
    expect(rest.body).not.toHaveProperty('next');
  });
  it('lists another status when asked', async () => {
    expect((await api.call('GET /tickets', undefined, { query: { status: 'closed' } })).body).toEqual({ tickets: [] });
  });
});

describe('GET /tickets/{id}', () => {
  it('answers the ticket and its events in their order, and those after a number', async () => {
    await call('POST /tickets/{id}/notes', { text: 'seen' });
    const { status, body } = await call('GET /tickets/{id}');
    expect(status).toBe(200);
    expect(body.ticket).toMatchObject({ id: ticket.id, sequence: 2 });
    expect(body.events).toMatchObject([
      { sequence: 1, type: 'TicketOpened', message: { text: 'Please help.' } },
      { sequence: 2, type: 'NoteAdded', text: 'seen', by: { kind: 'agent', id: 'ana' } },
    ]);
    const after = await api.call('GET /tickets/{id}', ticket.id, { query: { after: '1' } });
    expect(after.body.events).toMatchObject([{ sequence: 2 }]);
  });
});

describe('what agents do', () => {
  it('a reply stops the clock of the first response at the moment API Gateway took it, and waits for the customer', async () => {
    const at = minutesLater(29);
    const { body } = await api.call('POST /tickets/{id}/replies', ticket.id, { body: { text: ' Use water. ' }, at });
    expect(body.ticket).toMatchObject({ status: 'pending', firstRespondedAt: at.toISOString() });
    expect(await last()).toMatchObject({
      type: 'AgentReplied',
      text: 'Use water.',
      at: at.toISOString(),
      by: { kind: 'agent', id: 'ana' },
    });
  });
  it('a note changes nothing but the history', async () => {
    const { body } = await call('POST /tickets/{id}/notes', { text: 'hm' });
    expect(body.ticket).toMatchObject({
      status: 'open',
      clocks: JSON.parse(JSON.stringify(ticket.clocks)),
      unansweredSince: ticket.unansweredSince,
    });
    expect(await last()).toMatchObject({ type: 'NoteAdded' });
  });
  it('an assignment gives the ticket to somebody, and with null to nobody', async () => {
    expect((await call('PUT /tickets/{id}/assignee', { assignee: 'max' })).body.ticket).toMatchObject({ assignee: 'max' });
    expect((await call('PUT /tickets/{id}/assignee', { assignee: null })).body.ticket).not.toHaveProperty('assignee');
  });
  it('a change that changes nothing appends nothing', async () => {
    expect(await call('PUT /tickets/{id}/status', { status: 'open' })).toMatchObject({
      status: 200,
      body: { ticket: { sequence: 1 } },
    });
    expect(await api.events(ticket.id)).toHaveLength(1);
  });
  it('a resolution finishes the ticket, with its reason', async () => {
    const { body } = await call('PUT /tickets/{id}/status', { status: 'resolved', reason: 'put out' });
    expect(body.ticket).toMatchObject({ status: 'resolved' });
    expect(await last()).toMatchObject({ type: 'StatusChanged', from: 'open', to: 'resolved', reason: 'put out' });
  });
  it('a priority counts its targets from the start', async () => {
    const { body } = await call('PUT /tickets/{id}/priority', { priority: 'urgent', reason: 'production is down' });
    expect(body.ticket).toMatchObject({ priority: 'urgent', clocks: [{ dueAt: '2026-01-05T09:00:00Z' }, {}] });
  });
  it('is done all the same when the ticket changes meanwhile', async () => {
    let overtaken = false;
    const { tickets } = api.table;
    api.tickets.find = async (id) => {
      const found = await tickets.find(id);
      if (!overtaken) {
        overtaken = true;
        await call('POST /tickets/{id}/notes', { text: 'quicker' });
      }
      return found;
    };
    expect((await call('POST /tickets/{id}/replies', { text: 'slower' })).status).toBe(200);
    expect((await api.events(ticket.id)).map(({ type }) => type)).toEqual(['TicketOpened', 'NoteAdded', 'AgentReplied']);
  });
});

describe('GET /mails', () => {
  it('lists the ledger of a day, in pages', async () => {
    for (const sourceId of ['ses-1', 'ses-2'])
      await api.table.ledger.record(rowFor(anInboundMail({ sourceId }), { outcome: 'refused', reason: 'spam' }));
    const first = await api.call('GET /mails', undefined, { query: { day: '2026-01-05', limit: '1' } });
    expect(first.body).toMatchObject({ mails: [{ sesMessageId: 'ses-1', outcome: 'refused', reason: 'spam' }], next: 'ses-1' });
    const rest = await api.call('GET /mails', undefined, { query: { day: '2026-01-05', after: first.body.next } });
    expect(rest.body).toMatchObject({ mails: [{ sesMessageId: 'ses-2' }] });
  });
});

describe('an Idempotency-Key', () => {
  const reply = (key: string, text = 'Use water.', sub = 'ana') =>
    api.call('POST /tickets/{id}/replies', ticket.id, { body: { text }, headers: { 'idempotency-key': key }, sub });
  const howMany = async () => (await api.events(ticket.id)).length - 1;

  it('answers a repeat as it is, though what was asked is no longer possible', async () => {
    expect((await reply('again', 'On its way.')).status).toBe(200);
    await api.call('PUT /tickets/{id}/status', ticket.id, { body: { status: 'closed' } });
    expect((await reply('again', 'On its way.')).status).toBe(200);
    expect((await reply('another', 'On its way.')).status).toBe(409);
  });

  it('carries a request out once, and answers the ticket as it is to each repeat', async () => {
    expect((await reply('k')).body.ticket.sequence).toBe(2);
    expect(await reply('k')).toMatchObject({ status: 200, body: { ticket: { sequence: 2 } } });
    expect(await howMany()).toBe(1);
  });
  it('carries five that come at once out once', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => reply('k')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await howMany()).toBe(1);
  });
  it('counts for its caller, its route and its body only: nothing that somebody wrote is dropped', async () => {
    await reply('k');
    await reply('k', 'Use foam.');
    await reply('k', 'Use water.', 'max');
    await api.call('POST /tickets/{id}/notes', ticket.id, { body: { text: 'Use water.' }, headers: { 'idempotency-key': 'k' } });
    expect(await howMany()).toBe(4);
  });
  it.each([1, 200])('may have %i characters', async (length) => {
    expect((await reply('k'.repeat(length))).status).toBe(200);
  });
  it.each([0, 201])('may not have %i characters', async (length) => {
    expect(await reply('k'.repeat(length))).toMatchObject({
      status: 400,
      body: { title: 'invalid', field: 'Idempotency-Key', detail: 'must have 1 to 200 characters' },
    });
    expect(await howMany()).toBe(0);
  });
});

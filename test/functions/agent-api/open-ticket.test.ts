import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { aContract, minutesLater } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { type Api, anApi } from './an-api.ts';

/** Half past eight on Monday, 5 January 2026, UTC: when the requests of these tests are made. */
let api: Api;
beforeEach(async () => {
  api = await anApi();
  const targets = [
    { clock: 'pick-up', within: '60 clock seconds' },
    { clock: 'first-response', within: '1 clock hour' },
  ];
  const customers = { phones: ['+33142860000'], accounts: ['acme-42'], domains: ['acme.example'] };
  await putContract(
    api.table.client,
    tableName,
    aContract({ id: 'ctr_acme', default: false, mailboxes: ['acme'], targets, customers, languages: ['fr'] }),
  );
});
afterEach(() => api.table.stop());

const letter = {
  channel: 'post',
  subject: 'A letter',
  text: 'Dear all',
  requester: { address: 'Ana@Customer.example', name: 'Ana' },
};
const open = (body: unknown, headers: Record<string, string> = {}) => api.call('POST /tickets', undefined, { body, headers });

describe('a request that an agent opens a ticket for', () => {
  it('counts from when it came, is the customer’s, and says which agent took it down', async () => {
    const { status, body } = await open({ ...letter, receivedAt: '2026-01-05T08:00:00Z' });
    expect(status).toBe(201);
    expect(body.ticket).toMatchObject({
      channel: 'post',
      kind: 'request',
      priority: 'normal',
      requester: { address: 'ana@customer.example' },
      participants: ['ana@customer.example'],
      contractId: 'ctr_test',
      clocks: [{ metric: 'first-response', dueAt: '2026-01-05T12:00:00Z' }, { metric: 'resolution' }],
    });
    expect((await api.events(body.ticket.id))[0]).toMatchObject({ type: 'TicketOpened', by: { kind: 'agent', id: 'ana' } });
  });
  it.each([
    ['an account', { account: 'acme-42' }],
    ['a phone number', { phone: '+33142860000' }],
  ])('is under the contract that %s belongs to', async (_, known) => {
    const { body } = await open({ ...letter, requester: { ...letter.requester, ...known } });
    expect(body.ticket).toMatchObject({ contractId: 'ctr_acme', language: 'fr', mailbox: 'acme', requester: known });
  });
  it('or that it names', async () => {
    expect((await open({ ...letter, contract: 'ctr_acme', kind: 'incident', priority: 'urgent' })).body.ticket).toMatchObject({
      contractId: 'ctr_acme',
      kind: 'incident',
      priority: 'urgent',
    });
  });
  it('keeps the promise to pick up, and gives the first response, when somebody took the call', async () => {
    const times = { receivedAt: '2026-01-05T08:20:00Z', answeredAt: '2026-01-05T08:20:45Z' };
    const { body } = await open({ ...letter, channel: 'phone', contract: 'ctr_acme', ...times });
    expect(body.ticket).toMatchObject({ sequence: 2, status: 'open', firstRespondedAt: '2026-01-05T08:20:45.000Z' });
    expect(body.ticket.clocks).toMatchObject([
      { metric: 'pick-up', state: 'met', dueAt: '2026-01-05T08:21:00Z' },
      { metric: 'first-response', state: 'met' },
    ]);
  });
  it('is opened once, however often the same request comes', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const [first, ...others] = await Promise.all([open(letter, headers), open(letter, headers), open(letter, headers)]);
    const again = await open(letter, headers);
    const ids = [first, ...others, again].map(({ body }) => body.ticket.id);
    expect([new Set(ids).size, again.status]).toEqual([1, 200]);
    expect(await api.table.items('ticket')).toHaveLength(1);
  });
});

describe('a request that cannot be', () => {
  it.each([
    ['channel', { channel: 'telegraph' }, 'channel'],
    ['an empty subject', { subject: ' ' }, 'subject'],
    ['a subject of 501 characters', { subject: 'x'.repeat(501) }, 'subject'],
    ['no text', { text: undefined }, 'text'],
    ['a requester known by nothing', { requester: {} }, 'requester'],
    ['a phone number that is none', { requester: { ...letter.requester, phone: '0142' } }, 'requester.phone'],
    ['an unknown contract', { contract: 'ctr_none' }, 'contract'],
    ['a receipt in the future', { receivedAt: '2026-01-05T08:30:01Z' }, 'receivedAt'],
    ['a receipt more than 30 days ago', { receivedAt: '2025-12-06T08:29:59Z' }, 'receivedAt'],
    ['a receipt that is no instant', { receivedAt: 'yesterday' }, 'receivedAt'],
    [
      'an answer before the call',
      { channel: 'phone', receivedAt: '2026-01-05T08:20:00Z', answeredAt: '2026-01-05T08:19:59Z' },
      'answeredAt',
    ],
    ['an answer in the future', { channel: 'phone', answeredAt: '2026-01-05T08:30:01Z' }, 'answeredAt'],
    ['an answer to a letter', { answeredAt: '2026-01-05T08:30:00Z' }, 'answeredAt'],
  ])('for %s is refused, naming the field', async (_, change, field) => {
    expect(await open({ ...letter, ...change })).toMatchObject({ status: 400, body: { title: 'invalid', field } });
    expect(await api.table.items('ticket')).toEqual([]);
  });
  it('may be 30 days old to the second', async () => {
    expect((await open({ ...letter, receivedAt: '2025-12-06T08:30:00Z' })).status).toBe(201);
  });
});

describe('what a ticket is', () => {
  const ticketOf = async () => (await api.aTicket()).id;
  const put = (what: string, id: string, body: unknown) => api.call(`PUT /tickets/{id}/${what}`, id, { body });

  it('may be judged anew, with the reason and by whom', async () => {
    const id = await ticketOf();
    const { body } = await put('kind', id, { kind: 'complaint', reason: 'they complain of the delay' });
    expect(body.ticket).toMatchObject({ kind: 'complaint' });
    expect((await api.events(id)).at(-1)).toMatchObject({
      type: 'KindChanged',
      from: 'request',
      to: 'complaint',
      reason: 'they complain of the delay',
      by: { kind: 'agent', id: 'ana' },
    });
    expect(await put('kind', id, { kind: 'complaint' })).toMatchObject({ status: 400, body: { field: 'reason' } });
    expect(await put('kind', id, { kind: 'wish', reason: 'r' })).toMatchObject({ status: 400, body: { field: 'kind' } });
  });
  it('moves to another contract, whose promises it then has', async () => {
    const id = await ticketOf();
    const { body } = await put('contract', id, { contract: 'ctr_acme', reason: 'wrote from home' });
    expect(body.ticket).toMatchObject({
      contractId: 'ctr_acme',
      clocks: [{ dueAt: '2026-01-05T09:00:00Z' }, { state: 'cancelled' }],
    });
    expect((await api.events(id)).at(-1)).toMatchObject({ type: 'Reclocked', cause: 'moved', reason: 'wrote from home' });
    expect(await put('contract', id, { contract: 'ctr_none', reason: 'r' })).toMatchObject({
      status: 400,
      body: { field: 'contract' },
    });
  });
  it('waits for somebody only while it is pending', async () => {
    const id = await ticketOf();
    expect((await put('status', id, { status: 'pending', waitingFor: 'third-party', reason: 'r' })).body.ticket).toMatchObject({
      waitingFor: 'third-party',
    });
    expect((await put('status', id, { status: 'open' })).body.ticket).not.toHaveProperty('waitingFor');
    expect(await put('status', id, { status: 'pending', waitingFor: 'suspended' })).toMatchObject({
      status: 400,
      body: { field: 'waitingFor' },
    });
    expect(await put('status', id, { status: 'resolved', waitingFor: 'customer' })).toMatchObject({
      status: 400,
      body: { field: 'waitingFor' },
    });
  });
  it('tells how each promise stands', async () => {
    const { body } = await api.call('GET /tickets/{id}', await ticketOf());
    expect(body.promises).toMatchObject({ 'first-response': 'running', complaint: 'none' });
  });
});

describe('an escalation', () => {
  it('is acknowledged by an agent, once; a step that was not taken is refused', async () => {
    const { id } = await api.aTicket();
    const acknowledge = (body: unknown) => api.call('POST /tickets/{id}/acknowledgements', id, { body });
    const step = { clock: 'first-response', cycle: 1, step: '50%' };
    expect(await acknowledge(step)).toMatchObject({ status: 400, body: { field: 'step' } });
    const ticket = (await api.tickets.find(id))!;
    const warned = {
      type: 'SlaWarned',
      at: '2026-01-05T10:00:00.000Z',
      recordedAt: '2026-01-05T10:00:00.000Z',
      by: { kind: 'system' },
    } as const;
    await api.tickets.append(ticket, [
      { ...warned, clock: 'first-response', cycle: 1, step: '50%', timeZone: 'UTC', to: [], secondsLeft: 0 },
    ]);
    expect((await acknowledge(step)).body.ticket.clocks[0].steps[0]).toMatchObject({
      acknowledgedAt: minutesLater(30).toISOString(),
    });
    expect((await acknowledge({ clock: 'first-response', step: '50%' })).status).toBe(200);
    expect((await api.events(id)).filter(({ type }) => type === 'EscalationAcknowledged')).toHaveLength(1);
  });
});

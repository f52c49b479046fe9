import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
let one: Ticket;
let other: Ticket;
beforeEach(async () => {
  api = await anApi();
  one = await api.aTicket();
  other = await api.aTicket();
});
afterEach(() => api.table.stop());

const merge = (id = one.id, into: unknown = other.id, headers: Record<string, string> = {}) =>
  api.call('POST /tickets/{id}/merge', id, { body: { into, reason: 'the same fire' }, headers });
const unmerge = (id = one.id, at = minutesLater(30)) =>
  api.call('POST /tickets/{id}/unmerge', id, { body: { reason: 'another fire' }, at });
const types = async (id: string) => (await api.events(id)).map(({ type }) => type);

describe('merging', () => {
  it('closes the one and names it on the other', async () => {
    const { status, body, etag } = await merge();
    expect([status, etag]).toEqual([200, '"2"']);
    expect(body.ticket).toMatchObject({ status: 'closed', mergedInto: other.id });
    const { body: read } = await api.call('GET /tickets/{id}', other.id);
    expect(read.ticket).toMatchObject({ status: 'open', mergedFrom: [one.id] });
    expect(read.events.at(-1)).toMatchObject({
      type: 'MergedFrom',
      from: one.id,
      reason: 'the same fire',
      by: { kind: 'agent', id: 'ana' },
    });
  });
  it('a second time does nothing more', async () => {
    await merge();
    expect((await merge()).status).toBe(200);
    expect([await types(one.id), await types(other.id)]).toEqual([
      ['TicketOpened', 'MergedInto'],
      ['TicketOpened', 'MergedFrom'],
    ]);
  });
  it('of two into each other at once makes no circle', async () => {
    const answers = await Promise.all([merge(), merge(other.id, one.id)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });
  it('is refused, naming the field and the rule', async () => {
    const third = await api.aTicket();
    await merge();
    const refusals: [Awaited<ReturnType<typeof merge>>, number, string, unknown][] = [
      [await merge(third.id, third.id), 409, 'into', 'a ticket cannot be merged into itself'],
      [await merge(third.id, one.id), 409, 'into', `that ticket is merged itself, into ${other.id}`],
      [await merge(one.id, third.id), 409, 'id', `the ticket is merged already, into ${other.id}`],
      [await merge(third.id, ticketIdNumber(999)), 400, 'into', 'must be the id of a ticket'],
      [await merge(third.id, 'x'), 400, 'into', 'must be the id of a ticket'],
      [await merge(third.id, 7), 400, 'into', 'must be the id of a ticket'],
      [await merge(third.id, other.id, { 'if-match': '"9"' }), 412, 'If-Match', expect.stringContaining('"1" now')],
      [await unmerge(third.id), 409, 'id', 'the ticket is not merged into another'],
      [await api.call('POST /tickets/{id}/unmerge', one.id, { body: {} }), 400, 'reason', 'must say why'],
      [await merge(ticketIdNumber(999)), 404, 'id', 'there is no such ticket'],
    ];
    for (const [answer, status, field, detail] of refusals) expect(answer).toMatchObject({ status, body: { field, detail } });
  });
  it('lets nothing change that an unmerge would put back, and lets people note', async () => {
    await merge();
    for (const [what, body] of [
      ['priority', { priority: 'high' }],
      ['kind', { kind: 'incident' }],
      ['contract', { contract: 'ctr_test' }],
    ] as const)
      expect(await api.call(`PUT /tickets/{id}/${what}`, one.id, { body: { ...body, reason: 'x' } })).toMatchObject({
        status: 409,
        body: { field: 'id', detail: `the ticket is merged into ${other.id}, which can be changed in its place` },
      });
    const step = { clock: 'first-response', step: '50%' };
    expect(await api.call('POST /tickets/{id}/acknowledgements', one.id, { body: step })).toMatchObject({
      status: 409,
      body: { field: 'id' },
    });
    expect((await api.call('POST /tickets/{id}/notes', one.id, { body: { text: 'x' } })).status).toBe(200);
  });
  it('has answers mailed to both who asked, and tells what became of each mail', async () => {
    const bob = { address: 'bob@customer.example' };
    const asked = await api.aTicket({ reference: '876543218', requester: bob, participants: [bob.address] });
    await merge(asked.id);
    await api.call('POST /tickets/{id}/replies', other.id, { body: { text: 'x' } });
    const key = { ticketId: other.id, noticeId: '3-reply-2' };
    await api.outbox.claim(key, { kind: 'reply', recipient: bob.address });
    await api.outbox.markSent(key, 'ses-1');
    const { events } = (await api.call('GET /tickets/{id}', other.id)).body;
    expect(events.at(-1)).toMatchObject({
      alsoTo: [{ requester: bob, language: 'en' }],
      delivery: { state: 'waiting' },
      otherDeliveries: [{ address: bob.address, state: 'sent' }],
    });
  });
});

describe('unmerging', () => {
  it('puts status and promises back', async () => {
    const before = (await api.call('GET /tickets/{id}', one.id)).body.ticket;
    await merge();
    await api.call('POST /tickets/{id}/notes', one.id, { body: { text: 'meanwhile' } });
    const { ticket } = (await unmerge(one.id, minutesLater(90))).body;
    const { status, clocks, unansweredSince } = before;
    expect(ticket).toMatchObject({ status, clocks, unansweredSince });
    expect(ticket).not.toHaveProperty('mergedInto');
    expect((await api.call('GET /tickets/{id}', other.id)).body.ticket.mergedFrom).toEqual([]);
    expect(await types(other.id)).toEqual(['TicketOpened', 'MergedFrom', 'UnmergedFrom']);
    expect((await merge()).body.ticket).toMatchObject({ status: 'closed', mergedInto: other.id });
  });
  it('is refused while the other is merged itself: its people would go on being answered there', async () => {
    const third = await api.aTicket({ reference: '876543218' });
    await merge();
    await merge(other.id, third.id);
    expect(await unmerge()).toMatchObject({
      status: 409,
      body: { field: 'id', detail: `that ticket is merged into ${third.id}: take that back first` },
    });
    expect([(await unmerge(other.id)).status, (await unmerge()).status]).toEqual([200, 200]);
  });
  it('counts by the contract as it is by then, should that have taken over open tickets meanwhile', async () => {
    await merge();
    const targets = [{ clock: 'first-response', within: '2 clock hours' }];
    const amended = aContract({ version: 2, effectiveFrom: '2026-01-05T08:10:00Z', amendsOpenTickets: true, targets });
    await putContract(api.table.client, tableName, amended);
    api.table.at.time = minutesLater(90);
    const { ticket } = (await unmerge(one.id, minutesLater(90))).body;
    expect(ticket).toMatchObject({ contractVersion: 2, clocks: [{ dueAt: '2026-01-05T10:00:00Z' }, { state: 'cancelled' }] });
    expect(await types(one.id)).toEqual(['TicketOpened', 'MergedInto', 'Unmerged', 'Reclocked']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mostFileBytes, mostFiles, outgoingKey } from '../../../shared/notices/outgoing-files.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { anOpening } from '../../support/builders.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
let ticket: Ticket;
beforeEach(async () => {
  api = await anApi();
  ticket = await api.aTicket();
});
afterEach(() => api.table.stop());

const aFile = { name: 'report.pdf', type: 'application/pdf', size: 1000 };
const announce = (file: Record<string, unknown> = {}, of: Ticket = ticket, headers = {}) =>
  api.call('POST /tickets/{id}/attachments', of.id, { body: { ...aFile, ...file }, headers });
/** Announced and put into the bucket. */
async function attached(file: Record<string, unknown> = {}, of: Ticket = ticket): Promise<string> {
  const { body } = await announce(file, of);
  api.bucket.set(outgoingKey(of.id, body.attachment.id), body.attachment.size);
  return body.attachment.id;
}
const answer = (attachments: unknown) =>
  api.call('POST /tickets/{id}/replies', ticket.id, { body: { text: 'Here.', attachments } });
const serve = (messageId: string, n: string) =>
  api.call('GET /tickets/{id}/attachments/{messageId}/{n}', ticket.id, { path: { messageId, n } });

describe('announcing a file', () => {
  it('answers its id, where to put it, and until when', async () => {
    const { status, body } = await announce();
    expect(status).toBe(201);
    expect(body).toEqual({
      attachment: { id: expect.stringMatching(/^att_/), ...aFile },
      upload: {
        method: 'PUT',
        url: `https://bucket.example/${outgoingKey(ticket.id, body.attachment.id)}?size=1000`,
        headers: { 'content-type': 'application/pdf' },
        expiresAt: '2026-01-05T08:45:00.000Z',
      },
    });
  });
  it('twice with one key is the same file', async () => {
    const [first, second] = [
      await announce({}, ticket, { 'idempotency-key': 'k' }),
      await announce({}, ticket, { 'idempotency-key': 'k' }),
    ];
    expect(second.body.attachment.id).toBe(first.body.attachment.id);
  });
  it.each([
    [{ name: '' }, 'name'],
    [{ name: '../x.pdf' }, 'name'],
    [{ name: 'a\r\nb.pdf' }, 'name'],
    [{ name: 'x'.repeat(151) }, 'name'],
    [{ name: 'setup.exe' }, 'name'],
    [{ type: 'pdf' }, 'type'],
    [{ type: 'application/pdf; name=x' }, 'type'],
    [{ type: `a/${'x'.repeat(99)}` }, 'type'],
    [{ size: 0 }, 'size'],
    [{ size: 1.5 }, 'size'],
    [{ size: mostFileBytes + 1 }, 'size'],
  ])('refuses %o, naming the field', async (file, field) => {
    expect(await announce(file)).toMatchObject({ status: 400, body: { field } });
  });
  it.each([
    [{ name: 'x'.repeat(150) }],
    [{ name: '报告 (1).pdf' }],
    [{ type: `a/${'x'.repeat(98)}` }],
    [{ size: mostFileBytes }],
  ])('takes %o', async (file) => expect((await announce(file)).status).toBe(201));
  it('is for staff, and for a ticket that is there', async () => {
    const nobody = await api.call('POST /tickets/{id}/attachments', ticket.id, { body: aFile, groups: '[guest]' });
    expect(nobody.status).toBe(403);
    const nowhere = await api.call('POST /tickets/{id}/attachments', 'tkt_00000000000000000000000000', { body: aFile });
    expect(nowhere.status).toBe(404);
  });
});

describe('an answer', () => {
  it('keeps its files, without the ids by which they were announced', async () => {
    const id = await attached();
    expect((await answer([id])).status).toBe(200);
    expect((await api.events(ticket.id)).at(-1)).toMatchObject({
      type: 'AgentReplied',
      attachments: [{ ...aFile, key: outgoingKey(ticket.id, id) }],
    });
  });
  it('without files has none', async () => {
    expect((await answer([])).status).toBe(200);
    expect((await api.events(ticket.id)).at(-1)).not.toHaveProperty('attachments');
  });
  it.each([
    ['no list', 'x', 'attachments'],
    ['no id', [1], 'attachments.0'],
    ['an unknown file', ['att_none'], 'attachments.0'],
  ])('with %s is refused, naming it', async (_, attachments, field) => {
    expect(await answer(attachments)).toMatchObject({ status: 400, body: { field } });
  });
  it('is refused with a file of another ticket, one that is not uploaded, one of another size, and one named twice', async () => {
    const [good, other] = [await attached(), await attached({}, await api.aTicket({ reference: '987654321' }))];
    const [missing, cut] = [(await announce()).body.attachment.id, await attached()];
    api.bucket.set(outgoingKey(ticket.id, cut), 999);
    for (const bad of [other, missing, cut, good])
      expect(await answer([good, bad])).toMatchObject({ status: 400, body: { field: 'attachments.1' } });
  });
  it(`takes ${mostFiles} files and ${mostFileBytes} bytes together, and no more`, async () => {
    const ids: string[] = [];
    for (let n = 0; n < mostFiles; n++) ids.push(await attached({ size: Math.floor(mostFileBytes / mostFiles) }));
    const onemore = await attached({ size: mostFileBytes });
    expect(await answer([...ids, onemore])).toMatchObject({ status: 400, body: { field: 'attachments' } });
    expect(await answer([ids[0], onemore])).toMatchObject({ status: 413, body: { field: 'attachments' } });
    expect((await answer(ids)).status).toBe(200);
    expect((await answer([onemore])).status).toBe(200);
  });
});

describe('a file of a message', () => {
  const file = { name: 'photo.png', type: 'image/png', size: 5, key: 'attachments/msg_1/1-photo.png' };
  beforeEach(async () => {
    ticket = await api.aTicket({ reference: '987654329', message: { ...anOpening().message, attachments: [file] } });
  });
  it('is handed out by its place, the customer’s', async () => {
    expect(await serve('msg_1', '1')).toMatchObject({
      status: 200,
      body: {
        attachment: { name: 'photo.png', type: 'image/png', size: 5 },
        url: expect.stringContaining('https://bucket.example/attachments/msg_1/1-photo.png?'),
        expiresAt: '2026-01-05T08:45:00.000Z',
      },
    });
  });
  it('is handed out by its place, the agent’s', async () => {
    const id = await attached();
    await answer([id]);
    const reply = (await api.events(ticket.id)).at(-1)!;
    const { status, body } = await serve('messageId' in reply ? reply.messageId : '', '1');
    expect([status, body.url]).toEqual([200, expect.stringContaining(outgoingKey(ticket.id, id))]);
  });
  it.each([
    ['html', 'attachments/msg_1/message.html'],
    ['raw', 'inbound/ses-1'],
  ])('and so is its %s, as a download', async (n, key) => {
    const kept = { htmlKey: 'attachments/msg_1/message.html', rawKey: 'inbound/ses-1' };
    ticket = await api.aTicket({ reference: '876543218', message: { ...anOpening().message, ...kept } });
    const { status, body } = await serve('msg_1', n);
    expect([status, body.url]).toEqual([200, expect.stringContaining(`https://bucket.example/${key}?`)]);
  });
  it.each([
    ['msg_1', 'html', 'n'],
    ['msg_1', 'raw', 'n'],
    ['msg_1', '2', 'n'],
    ['msg_1', '0', 'n'],
    ['msg_1', '1x', 'n'],
    ['msg_2', '1', 'messageId'],
  ])('that is not there is said so: %s %s', async (messageId, n, field) => {
    expect(await serve(messageId, n)).toMatchObject({ status: 404, body: { field } });
  });
});

describe('the timeline', () => {
  const about = { kind: 'reply', recipient: 'ana@customer.example' };
  const delivery = async () => {
    const { body } = await api.call('GET /tickets/{id}', ticket.id);
    return body.events.at(-1).delivery;
  };
  beforeEach(() => answer([]));

  it('says of an answer that it waits, is being sent, is sent, and what SES said of it last', async () => {
    const key = { ticketId: ticket.id, noticeId: '2-reply-1' };
    const at = api.table.at.time.toISOString();
    expect(await delivery()).toEqual({ state: 'waiting' });
    await api.outbox.claim(key, about);
    expect(await delivery()).toEqual({ state: 'sending', at });
    await api.outbox.markSent(key, 'ses-1');
    expect(await delivery()).toEqual({ state: 'sent', at });
    for (const [minute, state] of [
      ['31', 'delayed'],
      ['32', 'delivered'],
      ['33', 'bounced'],
    ] as const) {
      await api.outbox.noteEvent(key, { sesMessageId: 'ses-1', state, at: `2026-01-05T08:${minute}:00.000Z` });
      expect(await delivery()).toEqual({ state, at: `2026-01-05T08:${minute}:00.000Z` });
    }
  });
  it('says why an answer is never sent', async () => {
    await api.outbox.withhold({ ticketId: ticket.id, noticeId: '2-reply-1' }, { ...about, reason: 'own-mailbox' });
    expect(await delivery()).toMatchObject({ state: 'withheld', reason: 'own-mailbox' });
  });
  it('says nothing of delivery about anything else', async () => {
    const { body } = await api.call('GET /tickets/{id}', ticket.id);
    expect(body.events[0]).not.toHaveProperty('delivery');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outgoingKey } from '../../../shared/notices/outgoing-files.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { minutesLater } from '../../support/builders.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
let ticket: Ticket;
beforeEach(async () => {
  api = await anApi();
  ticket = await api.aTicket();
});
afterEach(() => api.table.stop());

/** Announced and put into the bucket. */
async function attached(): Promise<string> {
  const file = { name: 'report.pdf', type: 'application/pdf', size: 1000 };
  const { body } = await api.call('POST /tickets/{id}/attachments', ticket.id, { body: file });
  api.bucket.set(outgoingKey(ticket.id, body.attachment.id), file.size);
  return body.attachment.id;
}
const answer = (attachments: unknown) =>
  api.call('POST /tickets/{id}/replies', ticket.id, { body: { text: 'Here.', attachments } });

describe('an answer', () => {
  it('claims its files, unless it is refused', async () => {
    const id = await attached();
    expect((await answer([id])).status).toBe(200);
    expect(api.claimed).toEqual([outgoingKey(ticket.id, id)]);
    const more = await attached();
    await api.call('PUT /tickets/{id}/status', ticket.id, { body: { status: 'closed' } });
    expect((await answer([more])).status).toBe(409);
    expect(api.claimed).toEqual([outgoingKey(ticket.id, id)]);
  });
  it('names no file after two days, be its announcement tidied away or not', async () => {
    const id = await attached();
    api.table.at.time = minutesLater(30 + 2 * 24 * 60);
    expect(await answer([id])).toMatchObject({ status: 400, body: { field: 'attachments.0' } });
    api.table.at.time = minutesLater(30 + 2 * 24 * 60 - 1);
    expect((await answer([id])).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** Agents look for tickets among many, over HTTP. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  const from = (name: string) => `${name} <${name.toLowerCase()}@customer.example>`;
  for (const [name, subject] of [
    ['Ana', 'Printer on fire'],
    ['Ben', 'No toner'],
    ['Cora', 'The PRINTER smells'],
  ] as const)
    await stage.mail({ from: from(name), subject, text: 'Help.' });
  await stage.settle();
  const call = {
    channel: 'phone',
    subject: 'A call',
    text: 'x',
    requester: { name: 'Dora', phone: '+33142860099' },
    priority: 'urgent',
  };
  await stage.api('POST', '/tickets', call);
  await stage.settle();
});
afterAll(() => stage.stop());

const list = async (query: Record<string, string>): Promise<Json> =>
  (await stage.api('GET', `/tickets?${new URLSearchParams(query).toString()}`)).body;
const subjects = async (query: Record<string, string>) => (await list(query)).tickets.map(({ subject }: Json) => subject);
const named = async (subject: string) => (await list({ q: subject })).tickets[0];

describe('an agent', () => {
  it('finds tickets by words, people and numbers', async () => {
    expect((await subjects({ q: 'printer' })).sort()).toEqual(['Printer on fire', 'The PRINTER smells']);
    expect(await subjects({ q: 'ben' })).toEqual(['No toner']);
    expect(await subjects({ q: 'cora@customer.example' })).toEqual(['The PRINTER smells']);
    expect(await subjects({ q: '+33 1 42 86 00 99' })).toEqual(['A call']);
    const { reference } = await named('toner');
    expect(await subjects({ q: reference.replace(/(\d{3})(?=\d)/g, '$1-') })).toEqual(['No toner']);
  });

  it('sees what is due first first, and pages through it', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: Json = await list({ limit: '1', ...(after === undefined ? {} : { after }) });
      seen.push(...page.tickets.map(({ subject }: Json) => subject));
      after = page.next;
    } while (after !== undefined);
    expect(seen[0]).toBe('A call');
    // The mails may be due in the same second, in whatever order they were taken in.
    expect(seen.slice(1).sort()).toEqual(['No toner', 'Printer on fire', 'The PRINTER smells']);
  });

  it('sees their own work, everybody’s, and what is late', async () => {
    const { id } = await named('toner');
    await stage.api('PUT', `/tickets/${id}/assignee`, { assignee: 'ana' });
    expect(await subjects({ assignee: 'me' })).toEqual(['No toner']);
    expect(await subjects({ assignee: 'nobody', channel: 'phone' })).toEqual(['A call']);
    await stage.api('PUT', `/tickets/${id}/status`, { status: 'pending' });
    expect(await subjects({ status: 'open,pending', priority: 'normal' })).toHaveLength(3);
    expect(await subjects({ late: 'true' })).toEqual([]);
    await stage.advance('PT1H30M');
    expect(await subjects({ late: 'true' })).toEqual(['A call']);
    const { nextDueAt } = await named('fire');
    expect((await subjects({ dueAfter: nextDueAt })).sort()).toEqual(['Printer on fire', 'The PRINTER smells']);
    expect(await subjects({ dueBefore: nextDueAt })).toEqual(['A call']);
  });

  it('is told which part of a question makes no sense', async () => {
    const first = await list({ limit: '1' });
    for (const [query, field] of [
      ['status=open,done', 'status'],
      ['late=maybe', 'late'],
      [`after=${first.next}&status=closed`, 'after'],
      ['q=', 'q'],
    ]) {
      const { status, body } = await stage.api('GET', `/tickets?${query}`);
      expect([query, status, body.field]).toEqual([query, 400, field]);
    }
  });

  it('need not read again what has not changed', async () => {
    const { id } = await named('fire');
    const { ticket } = await stage.ticket(id);
    const ask = () => stage.api('GET', `/tickets/${id}`, undefined, { 'if-none-match': `"${ticket.sequence}"` });
    expect(await ask()).toEqual({ status: 304, body: '' });
    await stage.api('POST', `/tickets/${id}/notes`, { text: 'x' }, { 'if-match': `"${ticket.sequence}"` });
    expect((await ask()).status).toBe(200);
    const late = await stage.api('POST', `/tickets/${id}/notes`, { text: 'y' }, { 'if-match': `"${ticket.sequence}"` });
    expect([late.status, late.body.field]).toEqual([412, 'If-Match']);
  });
});

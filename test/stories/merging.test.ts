import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** Two people write about the same fire. From outside: mail in, agents' API, moved clock, outbox, schedules. */
let stage: Stage;
let ana: Json;
let ben: Json;
beforeAll(async () => {
  stage = await startStage();
  await stage.mail({ from: 'ana@customer.example', subject: 'Fire', text: 'Help.', messageId: '<ana-1@customer.example>' });
  await stage.mail({ from: 'ben@customer.example', subject: 'Smoke', text: 'Help.' });
  await stage.settle();
  const all = await stage.tickets();
  [ana, ben] = ['Fire', 'Smoke'].map((wanted) => all.find(({ subject }) => subject === wanted));
});
afterAll(() => stage.stop());

/** So long after the ticket's message came, to the second. */
const hoursAfter = (ticket: Json, hours: number) =>
  new Date(Math.floor(Date.parse(ticket.openedAt) / 1000) * 1000 + hours * 3600_000).toISOString();
const iso = (text: string) => new Date(text).toISOString();
const alarmsOf = async ({ id }: Json): Promise<string[]> => {
  await stage.settle();
  const { schedules } = (await stage.local('GET', '/_local/schedules')).body;
  return schedules.filter(({ name }: Json) => name.includes(id)).map(({ at }: Json) => at);
};
const read = (ticket: Json) => stage.ticket(ticket.id);
const textsOf = async (ticket: Json) =>
  (await read(ticket)).events.flatMap(({ message }) => (message ? [message.text.trim()] : []));
const subjects = async (to: string) => (await stage.outbox(to)).map(({ subject }) => subject);

describe('a ticket that is merged into another', () => {
  it('is closed, and nothing of it rings any more', async () => {
    expect(await alarmsOf(ana)).toEqual([hoursAfter(ana, 3.2)]);
    const { status, body } = await stage.api('POST', `/tickets/${ana.id}/merge`, { into: ben.id, reason: 'one fire' });
    expect([status, body.ticket.status, body.ticket.mergedInto]).toEqual([200, 'closed', ben.id]);
    expect(await alarmsOf(ana)).toEqual([]);
    expect(await alarmsOf(ben)).toEqual([hoursAfter(ben, 3.2)]);
    await stage.advance('PT3H30M');
    expect(await subjects('duty@')).toEqual([expect.stringContaining('Smoke')]);
  });

  it('passes on what its people write: to the signed address, in the thread, and with its number', async () => {
    const [acknowledgement] = await stage.outbox('ana@customer.example');
    const number = ana.reference.replace(/(\d{3})(?=\d)/g, '$1-');
    const from = 'ana@customer.example';
    await stage.mail({ from, to: acknowledgement!.headers['reply-to']!, subject: 'x', text: 'by the signed address' });
    await stage.mail({ from, subject: 'x', text: 'in the thread', inReplyTo: '<ana-1@customer.example>' });
    await stage.mail({ from, subject: `x [#${number}]`, text: 'by the number' });
    await stage.settle();
    expect(new Set(await textsOf(ben))).toEqual(new Set(['Help.', 'by the number', 'by the signed address', 'in the thread']));
    expect(await textsOf(ana)).toEqual(['Help.']);
    expect((await stage.everyTicket()).map(({ id }) => id)).toEqual([ben.id]);
  });

  it('passes on nothing of strangers who know its number', async () => {
    const number = ana.reference.replace(/(\d{3})(?=\d)/g, '$1-');
    await stage.mail({ from: 'eve@elsewhere.example', subject: `x [#${number}]`, text: 'let me see' });
    await stage.settle();
    expect(await textsOf(ben)).not.toContain('let me see');
  });
});

describe('a merge that is taken back', () => {
  it('leaves the ticket as if time had just run on: what came due meanwhile rings at once', async () => {
    await stage.advance('PT1H30M');
    expect(await subjects('lead@')).toEqual([expect.stringContaining('Smoke')]);
    const { status, body } = await stage.api('POST', `/tickets/${ana.id}/unmerge`, { reason: 'two fires' });
    expect([status, body.ticket.status, body.ticket.mergedInto]).toEqual([200, 'open', undefined]);
    expect(body.ticket.clocks.map(({ dueAt }: Json) => iso(dueAt))).toEqual([hoursAfter(ana, 4), hoursAfter(ana, 72)]);
    await stage.settle();
    const { events } = await read(ana);
    expect(events.map(({ type }) => type)).toEqual([
      'TicketOpened',
      'MergedInto',
      'Unmerged',
      'SlaWarned',
      'SlaBreached',
      'Escalated',
    ]);
    expect(iso(events.at(-1).dueAt)).toBe(hoursAfter(ana, 4));
    expect((await subjects('lead@')).filter((subject) => subject.includes('Fire'))).toHaveLength(1);
  });

  it('waits for its next step to the second', async () => {
    expect(await alarmsOf(ana)).toEqual([hoursAfter(ana, 6)]);
    await stage.set(hoursAfter(ana, 6));
    await stage.settle();
    expect((await subjects('director@')).filter((subject) => subject.includes('Fire'))).toHaveLength(1);
  });

  it('takes mail itself again; what came meanwhile stays where it is', async () => {
    await stage.mail({ from: 'ana@customer.example', subject: 'x', text: 'again', inReplyTo: '<ana-1@customer.example>' });
    await stage.settle();
    expect(await textsOf(ana)).toEqual(['Help.', 'again']);
    expect(await textsOf(ben)).toHaveLength(4);
    expect((await read(ben)).ticket.mergedFrom).toEqual([]);
  });
});

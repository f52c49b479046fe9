import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Json, type Stage, startStage } from '../support/cloud.ts';

/** What agents do with tickets over HTTP. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

let letters = 0;

async function aTicket(): Promise<Json> {
  const from = `customer-${++letters}@customer.example`;
  await stage.mail({ from, subject: `No toner ${letters}`, text: 'None left.' });
  await stage.settle();
  return (await stage.everyTicket()).find(({ requester }) => requester.address === from);
}

const tokenOf = async (sub: string, groups: string[]): Promise<string> =>
  (await stage.local('POST', '/_local/token', { sub, groups })).body.token;
const withToken = (token: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  stage.local(method, path, body, { authorization: `Bearer ${token}` });

/** The schedules that wait for this ticket, which must be one, and when it rings. */
async function alarmsOf(id: string): Promise<string[]> {
  await stage.settle();
  const { schedules } = (await stage.local('GET', '/_local/schedules')).body;
  return schedules.filter(({ name }: Json) => name.includes(id)).map(({ at }: Json) => at);
}

const hoursAfter = (iso: string, hours: number) =>
  new Date(Math.floor(Date.parse(iso) / 1000) * 1000 + hours * 3600_000).toISOString().replace('.000', '');
const millisecondsOf = (iso: string) => new Date(iso).toISOString();

describe('an agent', () => {
  it('writes a note that stays on the ticket: it is never mailed and stops no clock', async () => {
    const { id, requester } = await aTicket();
    const { body } = await stage.api('POST', `/tickets/${id}/notes`, { text: 'Do not tell them.' });
    expect(body.ticket.clocks.map(({ state }: Json) => state)).toEqual(['running', 'running']);
    expect(body.ticket.status).toBe('open');
    await stage.settle();
    expect(await stage.outbox(requester.address)).toHaveLength(1);
    for (const { raw } of await stage.outbox()) expect(raw).not.toContain('Do not tell them.');
    expect((await stage.ticket(id)).events[1]).toMatchObject({ type: 'NoteAdded', by: { kind: 'agent', id: 'ana' } });
  });

  it('takes a ticket and gives it back; saying it twice is one event', async () => {
    const { id } = await aTicket();
    const assign = (assignee: string | null) => stage.api('PUT', `/tickets/${id}/assignee`, { assignee });
    expect((await assign('ana')).body.ticket.assignee).toBe('ana');
    expect((await assign('ana')).status).toBe(200);
    expect((await stage.everyTicket()).find((each) => each.id === id).assignee).toBe('ana');
    expect((await assign(null)).body.ticket.assignee).toBeUndefined();
    expect((await stage.ticket(id)).events.map(({ type }) => type)).toEqual(['TicketOpened', 'Assigned', 'Assigned']);
  });

  it('changes the priority: due times follow from the receipt, and the one schedule moves', async () => {
    const { id, openedAt } = await aTicket();
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 4 * 0.8))]);
    const prioritise = (priority: string) =>
      stage.api('PUT', `/tickets/${id}/priority`, { priority, reason: 'The boss called.' });

    const { body } = await prioritise('urgent');
    expect(body.ticket.clocks.map(({ dueAt }: Json) => dueAt)).toEqual([hoursAfter(openedAt, 1), hoursAfter(openedAt, 8)]);
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 0.8))]);

    const back = await prioritise('low');
    expect(back.body.ticket.clocks.map(({ dueAt }: Json) => dueAt)).toEqual([hoursAfter(openedAt, 4), hoursAfter(openedAt, 72)]);
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 3.2))]);
    expect((await prioritise('low')).body.ticket.sequence).toBe(3);
  });

  it('has exactly one schedule waiting per open ticket through its whole life, and none after it', async () => {
    const { id, openedAt } = await aTicket();
    await stage.advance('PT3H30M');
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 4))]);
    await stage.advance('PT1H');
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 6))]);
    await stage.api('POST', `/tickets/${id}/replies`, { text: 'Sorry.' });
    expect(await alarmsOf(id)).toEqual([millisecondsOf(hoursAfter(openedAt, 72 * 0.8))]);
    await stage.api('PUT', `/tickets/${id}/status`, { status: 'resolved' });
    expect(await alarmsOf(id)).toEqual([]);
    await stage.api('PUT', `/tickets/${id}/status`, { status: 'open' });
    expect(await alarmsOf(id)).toHaveLength(1);
    await stage.api('PUT', `/tickets/${id}/status`, { status: 'closed' });
    expect(await alarmsOf(id)).toEqual([]);
  });

  it('and a colleague who answer at once both count, and the customer gets both answers', async () => {
    const { id, requester } = await aTicket();
    const agents = ['ana', 'ben', 'cem', 'dora'];
    const answers = await Promise.all(
      agents.map(async (sub) =>
        withToken(await tokenOf(sub, ['agent']), 'POST', `/tickets/${id}/replies`, { text: `Said by ${sub}.` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(agents.map(() => 200));
    await stage.settle();
    const { ticket, events } = await stage.ticket(id);
    const replies = events.filter(({ type }) => type === 'AgentReplied');
    expect(replies.map(({ by }): string => by.id).sort()).toEqual(agents);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(ticket.clocks[0]).toMatchObject({ state: 'met', finishedAt: replies[0].at });
    expect(await stage.outbox(requester.address)).toHaveLength(1 + agents.length);
  });

  it('who sends the same request again with its Idempotency-Key does it once, even at the same time', async () => {
    const { id, requester } = await aTicket();
    const key = { 'idempotency-key': 'one' };
    const send = (text: string, headers = key) => stage.api('POST', `/tickets/${id}/replies`, { text }, headers);
    const answers = await Promise.all([send('Once.'), send('Once.'), send('Once.')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await send('Once.')).status).toBe(200);
    await stage.settle();
    expect((await stage.ticket(id)).events.filter(({ type }) => type === 'AgentReplied')).toHaveLength(1);
    expect(await stage.outbox(requester.address)).toHaveLength(2);

    await send('Another.', { 'idempotency-key': 'two' });
    await stage.api('POST', `/tickets/${id}/notes`, { text: 'Key of another route.' }, key);
    const ben = await tokenOf('ben', ['agent']);
    const headers = { authorization: `Bearer ${ben}`, ...key };
    expect((await stage.local('POST', `/tickets/${id}/replies`, { text: 'Key of another agent.' }, headers)).status).toBe(200);
    await stage.settle();
    const { events } = await stage.ticket(id);
    expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'AgentReplied', 'AgentReplied', 'NoteAdded', 'AgentReplied']);
    for (const bad of ['', 'x'.repeat(201)]) {
      const { status, body } = await send('Refused.', { 'idempotency-key': bad });
      expect([status, body.field]).toEqual([400, 'Idempotency-Key']);
    }
  });

  it('lists tickets page by page, each once, most urgent first', async () => {
    for (let more = 0; more < 5; more++) await aTicket();
    const whole = (await stage.api('GET', '/tickets?limit=100')).body.tickets;
    const paged: Json[] = [];
    let after = '';
    do {
      const { body } = await stage.api('GET', `/tickets?limit=2${after}`);
      expect(body.tickets.length).toBeLessThanOrEqual(2);
      paged.push(...body.tickets);
      after = body.next === undefined ? '' : `&after=${encodeURIComponent(body.next)}`;
    } while (after);
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }: Json) => id));
    expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
    const due: string[] = whole.map(({ nextDueAt = '~' }: Json) => nextDueAt);
    expect(due).toEqual([...due].sort());
  });
});

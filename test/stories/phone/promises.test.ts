import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockOf, type PhoneStage, startPhoneStage, typesOf } from './caller.ts';

/** Wednesday, 4 March 2026, 10:00 in Shanghai and 03:00 in Paris. */
let stage: PhoneStage;
beforeAll(async () => {
  stage = await startPhoneStage('2026-03-04T02:00:00.500Z');
});
afterAll(() => stage.stop());

const serviceCn = { from: '+861055550180', to: '+861055550989' };

describe('a hotline that promises a person within 60 seconds', () => {
  // The clock goes on while the test looks: to the second it is counted in test/shared/tickets/calls.test.ts.
  it('keeps the promise when the call is taken after three quarters of a minute', async () => {
    const call = await stage.call(serviceCn);
    expect([call.waiting, call.said]).toEqual([
      'queue',
      [expect.stringContaining('您的请求已登记'), expect.stringContaining('感谢您的等候')],
    ]);
    await stage.set(new Date((await startedAt(call)) + 45_000).toISOString());
    await stage.play(call, { answer: 'li' });
    const { ticket, events } = await stage.ticketOf(serviceCn.from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallTaken']);
    expect(clockOf(ticket, 'pick-up')).toMatchObject({ state: 'met' });
    expect(events[1].by).toEqual({ kind: 'agent', id: 'li' });
    await stage.play(call, { hangUp: true });
    await stage.api('PUT', `/tickets/${ticket.id}/status`, { status: 'resolved' });
  });

  it('breaks it when the call is taken after the minute', async () => {
    const call = await stage.call(serviceCn);
    await stage.set(new Date((await startedAt(call)) + 61_000).toISOString());
    await stage.play(call, { answer: 'li' });
    const { ticket, events } = await stage.ticketOf(serviceCn.from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'SlaBreached', 'Escalated', 'CallTaken']);
    expect(clockOf(ticket, 'pick-up')).toMatchObject({ state: 'breached', finishedAt: expect.any(String) });
    await stage.play(call, { hangUp: true });
  });
});

/** Of the call's first contact, in whole seconds, as the promise counts. */
async function startedAt(call: { id: string }): Promise<number> {
  const { transcript } = await stage.read(call);
  return Math.floor(Date.parse(transcript[0].at) / 1000) * 1000;
}

describe('an answer by phone within four hours of service', () => {
  const relay = { from: '+33199000170', to: '+33199000997' };

  it('is counted from the call: abandoned, it is owed on, and the call back keeps it', async () => {
    // 13:00 in Paris.
    await stage.set('2026-03-04T12:00:00Z');
    const call = await stage.call(relay);
    await stage.play(call, { wait: 'PT20S' });
    await stage.play(call, { hangUp: true });
    const { ticket, events } = await stage.ticketOf(relay.from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallAbandoned']);
    expect(events[1].waitedSeconds).toBeGreaterThanOrEqual(20);
    expect(clockOf(ticket, 'first-response')).toMatchObject({ state: 'running', dueAt: '2026-03-04T16:00:00Z' });
    await stage.advance('PT2H');
    const back = await stage.call(relay);
    await stage.play(back, { press: '1' });
    await stage.play(back, { answer: 'ana' });
    await stage.settle();
    expect(clockOf((await stage.ticket(ticket.id)).ticket, 'first-response')).toMatchObject({ state: 'met' });
  });
});

describe('a response by phone within one hour of service', () => {
  const afterSales = { from: '+862155550190', to: '+862155550988' };

  it('is broken by nobody answering, to the second, and the ladder climbs to a task for agents', async () => {
    // Thursday, 09:00 in Shanghai; the workshop is open until 17:30.
    await stage.set('2026-03-05T01:00:00Z');
    const call = await stage.call(afterSales);
    await stage.play(call, { wait: 'PT31S' });
    await stage.play(call, { press: '1' });
    const { ticket, events } = await stage.ticketOf(afterSales.from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallbackRequested']);
    const { dueAt } = clockOf(ticket, 'first-response');
    expect(Date.parse(dueAt) - Math.floor(Date.parse(ticket.openedAt) / 1000) * 1000).toBe(3600_000);
    // The clock goes on while the test looks: it looks well before the second.
    await stage.set(new Date(Date.parse(dueAt) - 20_000).toISOString());
    expect(clockOf((await stage.ticket(ticket.id)).ticket, 'first-response')).toMatchObject({ state: 'running' });
    await stage.set(new Date(Date.parse(dueAt) + 1000).toISOString());
    expect(clockOf((await stage.ticket(ticket.id)).ticket, 'first-response')).toMatchObject({ state: 'breached' });
    await stage.advance('PT4H');
    const { tasks } = await stage.calls();
    expect(tasks.filter(({ attributes }) => attributes.ticketId === ticket.id)).toMatchObject([
      {
        name: expect.stringMatching(/^\d{3}-\d{3}-\d{3}: first-response missed$/),
        references: { Ticket: { Type: 'URL', Value: expect.stringContaining(`/tickets/${ticket.id}`) } },
        attributes: { ticketId: ticket.id },
      },
    ]);
  });

  it('is kept by the call back of Connect, which an agent takes', async () => {
    const { calls } = await stage.calls();
    const back = calls.find(({ initiationMethod }) => initiationMethod === 'CALLBACK');
    expect(back).toMatchObject({ from: afterSales.from, waiting: 'queue' });
    await stage.play(back, { answer: 'li' });
    const { ticket, events } = await stage.ticketOf(afterSales.from);
    expect(typesOf(events).at(-1)).toBe('CallTaken');
    expect(clockOf(ticket, 'first-response')).toMatchObject({ state: 'breached', finishedAt: expect.any(String) });
  });
});

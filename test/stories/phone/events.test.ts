import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockOf, type PhoneStage, startPhoneStage, typesOf } from './caller.ts';

/** Wednesday, 4 March 2026, 10:00 in Shanghai: a person within 60 seconds. */
let stage: PhoneStage;
beforeAll(async () => {
  stage = await startPhoneStage('2026-03-04T02:00:00Z');
});
afterAll(() => stage.stop());

let callers = 0;
/** Every call from a number of its own. */
const aCall = (faults = {}) => {
  callers++;
  const from = `+8610555501${String(callers).padStart(2, '0')}`;
  return stage.call({ from, to: '+861055550989', faults }).then((call) => ({ call, from }));
};

describe('contact events', () => {
  it('that come twice and last first say the same as once and in order', async () => {
    const { call, from } = await aCall({ duplicate: true, reverse: true });
    await stage.play(call, { wait: 'PT10S' });
    await stage.play(call, { answer: 'li' });
    await stage.play(call, { wait: 'PT5M' });
    await stage.play(call, { hangUp: true });
    const { ticket, events } = await stage.ticketOf(from);
    // The breach was told while nobody had told us of the answer; the answer, known at last, was in time.
    expect(typesOf(events).filter((type) => type === 'CallTaken')).toHaveLength(1);
    expect(clockOf(ticket, 'pick-up')).toMatchObject({ state: 'met' });
  });

  it('of a transfer have a new contact id and are the same call', async () => {
    const { call, from } = await aCall();
    await stage.play(call, { wait: 'PT5S' });
    await stage.play(call, { answer: 'li' });
    const moved = await stage.play(call, { transfer: true });
    expect([moved.waiting, moved.contactId === call.contactId]).toEqual(['queue', false]);
    await stage.play(call, { wait: 'PT3M' });
    await stage.play(call, { answer: 'wang' });
    await stage.play(call, { hangUp: true });
    const { events } = await stage.ticketOf(from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallTaken']);
    expect(events[1].by).toEqual({ kind: 'agent', id: 'li' });
  });

  it('that say only that the call ended tell of the agent as well', async () => {
    const { call, from } = await aCall({ lose: ['CONNECTED_TO_AGENT'] });
    await stage.play(call, { wait: 'PT5S' });
    await stage.play(call, { answer: 'li' });
    await stage.play(call, { hangUp: true });
    expect(typesOf((await stage.ticketOf(from)).events)).toEqual(['TicketOpened', 'CallTaken']);
  });

  it('that are all lost are made up for: Connect is asked after ten minutes', async () => {
    const { call, from } = await aCall({ lose: ['CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED'] });
    await stage.play(call, { wait: 'PT30S' });
    await stage.play(call, { answer: 'li' });
    await stage.play(call, { hangUp: true });
    expect(typesOf((await stage.ticketOf(from)).events)).toEqual(['TicketOpened']);
    await stage.advance('PT20M');
    const { ticket, events } = await stage.ticketOf(from);
    expect(typesOf(events)).toContain('CallTaken');
    expect(clockOf(ticket, 'pick-up')).toMatchObject({ state: 'met' });
  });

  it('of a caller who gave up after the minute leave the promise broken, and the request open', async () => {
    const { call, from } = await aCall();
    await stage.play(call, { wait: 'PT70S' });
    await stage.play(call, { hangUp: true });
    const { ticket, events } = await stage.ticketOf(from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'SlaBreached', 'Escalated', 'CallAbandoned']);
    expect(ticket.status).toBe('open');
    expect(clockOf(ticket, 'pick-up')).toMatchObject({ state: 'breached', finishedAt: expect.any(String) });
  });

  it('of a caller who gave up before it leave no promise', async () => {
    const { call, from } = await aCall();
    await stage.play(call, { wait: 'PT20S' });
    await stage.play(call, { hangUp: true });
    const { ticket, events } = await stage.ticketOf(from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallAbandoned']);
    expect(clockOf(ticket, 'pick-up')).toMatchObject({ state: 'cancelled' });
    await stage.settle();
    expect((await stage.calls()).tasks.filter(({ attributes }) => attributes.ticketId === ticket.id)).toMatchObject([
      { name: expect.stringContaining('call back'), description: expect.stringContaining(from) },
    ]);
  });
});

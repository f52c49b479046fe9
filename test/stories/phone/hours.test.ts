import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockOf, type PhoneStage, startPhoneStage, typesOf } from './caller.ts';

/** Friday, 6 March 2026, 19:00 in Paris, and Saturday, 02:00 in Shanghai. */
let stage: PhoneStage;
beforeAll(async () => {
  stage = await startPhoneStage('2026-03-06T18:00:00Z');
});
afterAll(() => stage.stop());

const generic = { from: '+33199000110', to: '+33199000991' };

describe('a call when nobody serves', () => {
  it('hears when service opens, and that its request is noted; a call back becomes a task for that moment', async () => {
    const call = await stage.call(generic);
    expect([call.waiting, call.said]).toEqual([
      'input',
      [
        expect.stringMatching(
          /^Personne ne peut prendre votre appel à cette heure\. Nous serons de nouveau là lundi 9 mars à 09:00\. Votre demande est enregistrée sous la référence .* appuyez sur 1\.$/,
        ),
      ],
    ]);
    const called = await stage.play(call, { press: '1' });
    expect([called.waiting, called.said]).toEqual(['ended', ['Nous vous rappellerons lundi 9 mars à 09:00. Au revoir.']]);
    const { ticket, events } = await stage.ticketOf(generic.from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallOutOfHours', 'CallbackRequested']);
    expect(events[2]).toMatchObject({ phone: generic.from, after: '2026-03-09T08:00:00.000Z' });
    // Twenty-four hours of service from Monday on: Wednesday's second half.
    expect(clockOf(ticket, 'first-response')).toMatchObject({ state: 'running' });
    expect((await stage.calls()).tasks).toMatchObject([
      {
        name: expect.stringContaining('call back'),
        scheduledAt: '2026-03-09T08:00:00.000Z',
        attributes: { ticketId: ticket.id },
      },
    ]);
  });

  it('owes no pick-up within 60 seconds', async () => {
    const call = await stage.call({ from: '+861055550180', to: '+861055550989' });
    expect(call.said[0]).toContain('现在是非服务时间');
    const goodbye = await stage.play(call, { wait: 'PT11S' });
    expect([goodbye.waiting, goodbye.said]).toEqual(['ended', ['感谢您的来电，再见。']]);
    await stage.advance('PT5M');
    const { ticket, events } = await stage.ticketOf('+861055550180');
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallOutOfHours']);
    expect(clockOf(ticket, 'pick-up')).toMatchObject({ state: 'cancelled' });
  });
});

describe('on Monday morning', () => {
  it('the task is in the agents’ queue, and calls are put through', async () => {
    await stage.set('2026-03-09T08:00:01Z');
    const { calls } = await stage.calls();
    const task = calls.find(({ name }) => name?.includes('call back'));
    expect(task).toMatchObject({ waiting: 'queue', channel: 'TASK' });
    await stage.play(task, { answer: 'ana' });
    const call = await stage.call({ from: '+33199000999', to: '+33199000991' });
    expect(call.waiting).toBe('queue');
    await stage.play(call, { hangUp: true });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockOf, type PhoneStage, startPhoneStage, typesOf } from './caller.ts';

/** Wednesday, 4 March 2026, 10:00 in Paris: everybody serves. */
let stage: PhoneStage;
beforeAll(async () => {
  stage = await startPhoneStage('2026-03-04T09:00:00Z');
});
afterAll(() => stage.stop());

const generic = { from: '+33199000110', to: '+33199000991' };

describe('a caller', () => {
  it('is known by their number, hears the reference and waits; the ticket is under their contract, once', async () => {
    const call = await stage.call(generic);
    expect(call.waiting).toBe('queue');
    expect(call.said[0]).toMatch(/^Votre demande est enregistrée sous la référence (\d \d \d(, )?){3}\./);
    const { ticket, events } = await stage.ticketOf(generic.from);
    expect(ticket).toMatchObject({
      contractId: 'ctr_generic-fr',
      channel: 'phone',
      language: 'fr',
      requester: { phone: generic.from },
    });
    expect(typesOf(events)).toEqual(['TicketOpened']);
    expect(await stage.read(call)).toMatchObject({ voice: 'Lea', languageCode: 'fr-FR', attributes: { ticketId: ticket.id } });
    await stage.play(call, { answer: 'ana' });
    await stage.play(call, { hangUp: true });
  });

  it('with an open request is read its reference; with 1 the call is noted on it', async () => {
    const { ticket } = await stage.ticketOf(generic.from);
    const call = await stage.call(generic);
    expect(call.waiting).toBe('input');
    expect(call.said).toEqual([
      expect.stringMatching(/^Pour votre demande .*appuyez sur 1\. Pour une nouvelle demande, appuyez sur 2\./),
    ]);
    const joined = await stage.play(call, { press: '1' });
    expect([joined.waiting, joined.said[0]]).toEqual(['queue', expect.stringContaining('Cet appel est rattaché')]);
    const { events } = await stage.ticketOf(generic.from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallTaken', 'CustomerReplied']);
    expect(events[2].message).toMatchObject({ text: 'A appelé du +33199000110.', from: { phone: generic.from } });
    expect(events[2].message.unverified).toBeUndefined();
    await stage.play(call, { answer: 'ana' });
    await stage.play(call, { hangUp: true });
    await stage.settle();
    expect(typesOf((await stage.ticket(ticket.id)).events).at(-1)).toBe('CallTaken');
  });

  it('opens a new request with 2, and is then read both', async () => {
    const call = await stage.call(generic);
    await stage.play(call, { press: '2' });
    await stage.play(call, { hangUp: true });
    await stage.settle();
    const next = await stage.call(generic);
    expect(next.said[0]).toMatch(
      /sur 1\..*sur 2\..*nouvelle demande, appuyez sur 3\..*saisir une autre référence, appuyez sur 4\./,
    );
    const again = await stage.play(next, { press: '9' });
    expect([again.waiting, again.said]).toEqual(['input', next.said]);
    await stage.play(next, { hangUp: true });
  });

  it('with a withheld number opens a request without one, and cannot be called back', async () => {
    const call = await stage.call({ to: '+33199000990' });
    expect(call.said[0]).toMatch(/^Your request is noted under the reference/);
    const { ticket } = await stage.ticketOf(undefined);
    expect(ticket).toMatchObject({ contractId: 'ctr_standard', requester: {} });
    const offered = await stage.play(call, { wait: 'PT31S' });
    expect([offered.waiting, offered.said]).toEqual(['input', ['To be called back and keep your place, press 1.']]);
    expect((await stage.play(call, { press: '1' })).waiting).toBe('queue');
    await stage.play(call, { hangUp: true });
  });

  it('keys in the reference of somebody else’s request from another number: it is noted, and nobody vouches for it', async () => {
    const stranger = await stage.call({ from: '+33199000555', to: '+33199000990' });
    await stage.play(stranger, { hangUp: true });
    const { ticket } = await stage.ticketOf('+33199000555');
    const [other] = (await stage.tickets()).filter(({ requester }) => requester.phone === generic.from);
    const call = await stage.call({ from: '+33199000555', to: '+33199000990' });
    const asked = await stage.play(call, { press: '3' });
    expect(asked.said).toEqual(['Please key in the nine digits of your reference.']);
    const wrong = await stage.play(call, { key: '123456789#' });
    expect(wrong.said).toEqual(['We do not know this reference. Please key in its nine digits again.']);
    const right = await stage.play(call, { key: other.reference });
    expect([right.waiting, right.said[0]]).toEqual(['queue', expect.stringContaining('This call is noted on your request')]);
    await stage.settle();
    const { events } = await stage.ticket(other.id);
    expect(events.at(-1)).toMatchObject({ type: 'CustomerReplied', message: { unverified: true } });
    expect(typesOf((await stage.ticket(ticket.id)).events)).not.toContain('CustomerReplied');
    await stage.play(call, { hangUp: true });
  });

  it('who hangs up while choosing leaves nothing behind', async () => {
    const before = (await stage.tickets()).length;
    const call = await stage.call({ from: '+33199000555', to: '+33199000990' });
    await stage.play(call, { hangUp: true });
    await stage.settle();
    expect((await stage.tickets()).length).toBe(before);
  });
});

describe('a ticket that came by mail', () => {
  it('goes on to owe its answer where its reference is keyed in from a number that nobody knows', async () => {
    await stage.mail({ from: 'ben@customer.example', subject: 'No toner', text: 'None left.' });
    await stage.settle();
    const mailed = (await stage.tickets()).find(({ subject }) => subject === 'No toner');
    const call = await stage.call({ from: '+33199000556', to: '+33199000990' });
    await stage.play(call, { hangUp: true });
    await stage.settle();
    const second = await stage.call({ from: '+33199000556', to: '+33199000990' });
    await stage.play(second, { press: '3' });
    await stage.play(second, { key: mailed.reference });
    await stage.play(second, { answer: 'ana' });
    await stage.settle();
    const { ticket, events } = await stage.ticket(mailed.id);
    expect(typesOf(events).slice(-2)).toEqual(['CustomerReplied', 'CallTaken']);
    expect(clockOf(ticket, 'first-response')).toMatchObject({ state: 'running' });
    expect(ticket.firstRespondedAt).toBeUndefined();
  });
});

describe('a chat of Connect', () => {
  it('comes in by the same flow: null endpoints, no keys, a ticket of its own', async () => {
    const chat = await stage.call({ channel: 'CHAT', name: 'Chloé' });
    expect(chat.waiting).toBe('queue');
    expect(chat.said[0]).toMatch(/^Your request is noted under the reference \d{9}\./);
    await stage.settle();
    const found = (await stage.tickets()).filter(({ channel }) => channel === 'chat');
    expect(found).toMatchObject([{ requester: { name: 'Chloé' } }]);
    await stage.play(chat, { answer: 'ana' });
    await stage.settle();
    expect(typesOf((await stage.ticket(found[0].id)).events)).toEqual(['TicketOpened', 'CallTaken']);
  });
});

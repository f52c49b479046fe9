import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../support/cloud.ts';
import { clockOf, type PhoneStage, startPhoneStage, typesOf } from './caller.ts';

/** Wednesday, 4 March 2026, 10:00 in Paris: everybody serves. */
let stage: PhoneStage;
beforeAll(async () => {
  stage = await startPhoneStage('2026-03-04T09:00:00Z');
});
afterAll(() => stage.stop());

const number = '+33199000557';
const identifiers = ['mail:ana@customer.example', `phone:${number}`];

describe('somebody who wrote and then calls', () => {
  it('is read nothing of it from a number of which nobody has said that it is theirs', async () => {
    await stage.mail({ from: 'Ana <ana@customer.example>', subject: 'No toner', text: 'None left.' });
    await stage.settle();
    const call = await stage.call({ from: '+33199000558', to: '+33199000990' });
    expect(call.waiting).toBe('queue');
    await stage.play(call, { hangUp: true });
    await stage.settle();
  });

  it('hears of the mail once an agent has linked address and number, and the call that is taken answers it', async () => {
    const mailed: Json = (await stage.tickets()).find(({ subject }) => subject === 'No toner');
    const { status } = await stage.api('POST', '/contacts/links', { identifiers, reason: 'she said so' });
    expect(status).toBe(200);
    const call = await stage.call({ from: number, to: '+33199000990' });
    expect(call.waiting).toBe('input');
    expect(call.said[0]).toContain(spoken(mailed.reference));
    const joined = await stage.play(call, { press: '1' });
    expect([joined.waiting, joined.said[0]]).toEqual(['queue', expect.stringContaining('This call is noted on your request')]);
    await stage.play(call, { answer: 'ana' });
    await stage.settle();
    const { ticket, events } = await stage.ticket(mailed.id);
    expect(typesOf(events).slice(-2)).toEqual(['CustomerReplied', 'CallTaken']);
    expect(events.at(-2)?.message).toMatchObject({ from: { phone: number } });
    expect(events.at(-2)?.message.unverified).toBeUndefined();
    expect(clockOf(ticket, 'first-response')).toMatchObject({ state: 'met' });
    await stage.play(call, { hangUp: true });
  });
});

/** As it is read out: `1 2 3, 4 5 6, 7 8 9`. */
const spoken = (reference: string): string => (reference.match(/\d{3}/g) ?? []).map((three) => [...three].join(' ')).join(', ');

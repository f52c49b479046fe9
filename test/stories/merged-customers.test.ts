import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** Ben's fire was put out; then Ana writes of the same, and her ticket is merged into his: nobody must forget her. From outside. */
let stage: Stage;
let ana: Json;
let ben: Json;
const [toAna, toBen] = ['ana@customer.example', 'ben@customer.example'];
beforeAll(async () => {
  stage = await startStage();
  await stage.mail({ from: toBen, subject: 'Smoke', text: 'Help.' });
  await stage.settle();
  [ben] = await stage.tickets();
  await stage.api('POST', `/tickets/${ben.id}/replies`, { text: 'We are on our way.' });
  await stage.api('PUT', `/tickets/${ben.id}/status`, { status: 'resolved' });
  await stage.mail({ from: toAna, subject: 'Fire', text: 'Help, too.' });
  await stage.settle();
  [ana] = await stage.tickets();
});
afterAll(() => stage.stop());

const texts = async (to: string) => (await stage.outbox(to)).map(({ text }) => text);

describe('a customer whose ticket is merged into a resolved one', () => {
  it('is waited for there: it is open again, and an answer is owed as from her question', async () => {
    await stage.advance('PT1H');
    expect((await stage.api('POST', `/tickets/${ana.id}/merge`, { into: ben.id, reason: 'one fire' })).status).toBe(200);
    const { ticket } = await stage.ticket(ben.id);
    expect(ticket).toMatchObject({ status: 'open', unansweredSince: ana.openedAt });
    expect((await stage.tickets()).map(({ id }) => id)).toEqual([ben.id]);
  });

  it('is answered there, in a mail of her own, and the timeline tells of both', async () => {
    expect((await stage.api('POST', `/tickets/${ben.id}/replies`, { text: 'It is out, for both of you.' })).status).toBe(200);
    await stage.settle();
    for (const to of [toAna, toBen])
      expect(
        (await texts(to)).filter((text) => text.includes('for both of you')),
        to,
      ).toHaveLength(1);
    const [mail] = (await stage.outbox(toAna)).filter(({ text }) => text.includes('for both of you'));
    expect(mail).toMatchObject({ to: [toAna] });
    const { events } = await stage.ticket(ben.id);
    expect(events.at(-1)).toMatchObject({
      type: 'AgentReplied',
      delivery: { state: expect.stringMatching(/sent|delivered/) },
      otherDeliveries: [{ address: toAna, state: expect.stringMatching(/sent|delivered/) }],
    });
  });

  it('answers to it in the same conversation', async () => {
    const mail = (await stage.outbox(toAna)).findLast(({ text }) => text.includes('for both of you'))!;
    await stage.mail({ from: toAna, to: mail.headers['reply-to']!, subject: 're', text: 'Thank you.' });
    await stage.settle();
    expect((await stage.ticket(ben.id)).events.at(-1)).toMatchObject({ type: 'CustomerReplied' });
  });

  it('gets no more of its answers once the merge is taken back', async () => {
    await stage.api('POST', `/tickets/${ana.id}/unmerge`, { reason: 'two fires' });
    await stage.api('POST', `/tickets/${ben.id}/replies`, { text: 'Between Ben and us.' });
    await stage.settle();
    expect((await texts(toBen)).some((text) => text.includes('Between Ben'))).toBe(true);
    expect((await texts(toAna)).some((text) => text.includes('Between Ben'))).toBe(false);
    const { ticket } = await stage.ticket(ben.id);
    expect([ticket.participants, ticket.alsoFor]).toEqual([[toBen], []]);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { type Received, startSubscriber, verified } from '../support/subscriber.ts';
import { subscribersOf } from '../support/subscribers.ts';

let stage: Stage;
let admin: ReturnType<typeof subscribersOf>['admin'];
let aSubscriber: ReturnType<typeof subscribersOf>['join'];
let leave: ReturnType<typeof subscribersOf>['leave'];

beforeAll(async () => {
  stage = await startStage();
  ({ admin, join: aSubscriber, leave } = subscribersOf(stage));
});
afterEach(() => leave());
afterAll(() => stage.stop());

let letters = 0;
/** A ticket that an agent opens; its id. */
async function aTicket(): Promise<string> {
  const requester = { account: `account-${++letters}` };
  const { body } = await stage.api('POST', '/tickets', { channel: 'form', subject: 'A letter', text: 'By post.', requester });
  await stage.settle();
  return body.ticket.id;
}
const reply = async (ticketId: string, text: string) => {
  await stage.api('POST', `/tickets/${ticketId}/replies`, { text });
  await stage.settle();
};
const standingOf = async (id: string) => (await admin.read(id)).subscription.standing;
const mailsTo = async (owner: string) => (await stage.outbox(owner)).filter(({ to }) => to.includes(owner));

describe('a webhook that is not taken', () => {
  it('for a while comes again, no sooner than the subscriber asks', async () => {
    const subscriber = await aSubscriber();
    subscriber.answers({ status: 429, headers: { 'retry-after': '3600' } });
    await aTicket();
    expect(subscriber.received).toHaveLength(1);
    subscriber.answers({ status: 200 });
    await stage.advance('PT59M');
    expect(subscriber.received).toHaveLength(1);
    await stage.advance('PT2M');
    expect(subscriber.taken).toHaveLength(1);
  });

  it('is not taken elsewhere: a redirect counts as a failure and is not followed', async () => {
    const other = await startSubscriber();
    onTestFinished(async () => void (await other.stop()));
    const subscriber = await aSubscriber();
    subscriber.answers({ status: 307, headers: { location: other.url } });
    await aTicket();
    expect(other.received).toEqual([]);
    expect((await admin.read(subscriber.id)).behind).toMatchObject([{ lastFailure: '307' }]);
  });

  it('is set aside after three days while others go through, listed, and sent again when asked', {
    timeout: 60_000,
  }, async () => {
    const subscriber = await aSubscriber({ events: ['ticket.opened', 'ticket.agent_replied'] });
    const stuck = await aTicket();
    const saidOf = (webhooks: readonly Received[]) =>
      webhooks.filter(({ body }) => body.data.ticket.id === stuck).map(({ body }) => body.data.event.message.text);
    subscriber.answers(({ body }) => ({ status: body.data.event.message.text === 'Indigestible.' ? 422 : 200 }));
    await reply(stuck, 'Indigestible.');
    await stage.advance('PT1H');
    await reply(stuck, 'Fine.');
    await aTicket();
    await stage.advance('P3DT1H');
    expect(saidOf(subscriber.taken)).toEqual(['By post.', 'Fine.']);
    expect(await standingOf(subscriber.id)).toEqual({ state: 'active' });
    const { behind } = await admin.read(subscriber.id);
    expect(behind).toMatchObject([{ ticketId: stuck, setAside: [{ lastFailure: '422' }] }]);
    subscriber.answers({ status: 200 });
    const again = { ticketId: stuck, from: behind[0].setAside[0].sequence };
    expect((await admin.call('POST', `/subscriptions/${subscriber.id}/redeliveries`, again)).status).toBe(202);
    await stage.settle();
    expect(saidOf(subscriber.taken)).toEqual(['By post.', 'Fine.', 'Indigestible.', 'Fine.']);
    const idsOf = (text: string) =>
      subscriber.received.filter(({ body }) => body.data.event.message.text === text).map(({ id }) => id);
    for (const text of ['Fine.', 'Indigestible.']) expect(new Set(idsOf(text)).size).toBe(1);
    expect((await admin.read(subscriber.id)).behind).toEqual([]);
  });
});

describe('a subscription is switched off', () => {
  it('at once by 410, its owner told once; switched on again it gets everything, once and in order', async () => {
    const owner = 'gone@partner.example';
    const subscriber = await aSubscriber({ owner, language: 'fr' });
    subscriber.answers({ status: 410 });
    const [one, two] = [await aTicket(), await aTicket()];
    await reply(one, 'While nobody listens.');
    await stage.advance('PT1H');
    expect(subscriber.received).toHaveLength(1);
    expect(await standingOf(subscriber.id)).toMatchObject({ state: 'disabled', because: 'gone' });
    const mails = await mailsTo(owner);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain('désactivés');
    expect(mails[0]?.text).toContain(`PUT /subscriptions/${subscriber.id}`);
    subscriber.answers({ status: 200 });
    const { status, body } = await admin.call('PUT', `/subscriptions/${subscriber.id}`, { state: 'active' });
    expect([status, body.subscription.standing]).toEqual([200, { state: 'active' }]);
    await stage.settle();
    expect([subscriber.sequencesOf(one), subscriber.sequencesOf(two)]).toEqual([[1, 2], [1]]);
    expect((await admin.read(subscriber.id)).behind).toEqual([]);
  });

  it('after three days in which it took nothing, with few attempts', { timeout: 60_000 }, async () => {
    const owner = 'dead@partner.example';
    const subscriber = await aSubscriber({ owner, events: ['ticket.opened'] });
    subscriber.answers({ status: 500 });
    const ids = [];
    for (let n = 0; n < 4; n++) ids.push(await aTicket());
    await stage.advance('P3DT1H');
    expect(await standingOf(subscriber.id)).toMatchObject({ state: 'disabled', because: 'failing' });
    expect(await mailsTo(owner)).toHaveLength(1);
    // For each ticket nine in the first eleven hours, then one every twelve; waits are drawn.
    expect(subscriber.received.length).toBeLessThanOrEqual(ids.length * 16);
    const { behind } = await admin.read(subscriber.id);
    expect(behind.map(({ ticketId }: Json) => ticketId).sort()).toEqual(ids.sort());
  });
});

describe('the secret', () => {
  it('when rotated: webhooks are signed with the new one and the one before', async () => {
    const subscriber = await aSubscriber();
    await aTicket();
    const { body } = await admin.call('POST', `/subscriptions/${subscriber.id}/secret`);
    await aTicket();
    const at = await stage.now();
    const [before, after] = subscriber.taken;
    expect(() => verified(before!, body.secret, at)).toThrow();
    for (const secret of [subscriber.secret, body.secret]) expect(verified(after!, secret, at)).toEqual(after!.body);
    const again = await admin.call('POST', `/subscriptions/${subscriber.id}/secret`);
    await aTicket();
    expect(() => verified(subscriber.taken[2]!, subscriber.secret, at)).toThrow();
    for (const secret of [again.body.secret, body.secret])
      expect(verified(subscriber.taken[2]!, secret, at)).toEqual(subscriber.taken[2]!.body);
  });

  it('is told to nobody but an administrator, and not twice', async () => {
    const subscriber = await aSubscriber();
    expect((await stage.api('GET', '/subscriptions')).status).toBe(403);
    expect(JSON.stringify(await admin.call('GET', '/subscriptions'))).not.toContain(subscriber.secret);
    expect(JSON.stringify(await admin.read(subscriber.id))).not.toContain('whsec_');
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';
import { command } from '../support/command.ts';
import { verified } from '../support/subscriber.ts';
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

let customers = 0;
/** A customer writes; the ticket's id. */
async function aMail(): Promise<string> {
  const from = `webhooks-${++customers}@customer.example`;
  await stage.mail({ from, subject: 'The printer is on fire', text: 'Please help.' });
  await stage.settle();
  return (await stage.everyTicket()).find(({ requester }) => requester.address === from).id;
}
const reply = async (ticketId: string, text: string) => {
  await stage.api('POST', `/tickets/${ticketId}/replies`, { text });
  await stage.settle();
};

describe('a subscriber', () => {
  it('hears of what happens to a ticket, signed and in order, and of nothing that is internal', async () => {
    const subscriber = await aSubscriber();
    const ticketId = await aMail();
    await stage.api('POST', `/tickets/${ticketId}/notes`, { text: 'He does not pay.' });
    await reply(ticketId, 'Use water.');
    await stage.api('PUT', `/tickets/${ticketId}/status`, { status: 'resolved' });
    await stage.settle();
    expect(subscriber.taken.map(({ body }) => body.type)).toEqual([
      'ticket.opened',
      'ticket.agent_replied',
      'ticket.status_changed',
    ]);
    for (const each of subscriber.taken) {
      expect(verified(each, subscriber.secret, await stage.now())).toEqual(each.body);
      expect(each.text).not.toContain('@');
      expect(each.text).not.toContain('does not pay');
    }
    const [opened, replied, resolved] = subscriber.taken.map(({ body }) => body.data);
    expect(opened).toMatchObject({ sequence: 1, by: { kind: 'customer' }, ticket: { id: ticketId, status: 'open' } });
    expect(opened.event.message.text).toContain('Please help.');
    expect(opened.promises[0]).toMatchObject({ state: 'running', dueAt: expect.any(String) });
    expect(replied).toMatchObject({ sequence: 3, ticket: { status: 'pending' }, event: { message: { text: 'Use water.' } } });
    expect(resolved).toMatchObject({ ticket: { status: 'resolved' }, event: { from: 'pending', to: 'resolved' } });
  });

  it('is asked only for what it wants: types, and tickets of its contracts', async () => {
    const narrow = await aSubscriber({ events: ['ticket.agent_replied'] });
    const foreign = await aSubscriber({ filter: { contracts: ['ctr_nobodys'] } });
    const ticketId = await aMail();
    await reply(ticketId, 'Use water.');
    expect(narrow.taken.map(({ body }) => body.type)).toEqual(['ticket.agent_replied']);
    expect(foreign.received).toEqual([]);
  });

  it('that begins later hears of an older ticket from then on', async () => {
    const ticketId = await aMail();
    const subscriber = await aSubscriber();
    await reply(ticketId, 'Use water.');
    expect(subscriber.sequencesOf(ticketId)).toEqual([2]);
  });

  it('that was down for hours then gets everything, once and in order', async () => {
    const subscriber = await aSubscriber();
    subscriber.answers({ status: 500 });
    const tickets = [await aMail(), await aMail()];
    for (const ticketId of tickets) await reply(ticketId, 'One.');
    await stage.advance('PT5H');
    for (const ticketId of tickets) await reply(ticketId, 'Two.');
    expect(subscriber.taken).toEqual([]);
    const { behind } = await admin.read(subscriber.id);
    expect(behind.map(({ ticketId }: { ticketId: string }) => ticketId).sort()).toEqual([...tickets].sort());
    subscriber.answers({ status: 200 });
    await stage.advance('PT13H');
    for (const ticketId of tickets) {
      const sequences = subscriber.sequencesOf(ticketId);
      expect(sequences.length).toBeGreaterThanOrEqual(3);
      expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
    }
    expect((await admin.read(subscriber.id)).behind).toEqual([]);
    // Each attempt at one event has the same id.
    const first = subscriber.received.filter(({ body }) => body.data.ticket.id === tickets[0] && body.data.sequence === 1);
    expect(first.length).toBeGreaterThan(3);
    expect(new Set(first.map(({ id }) => id)).size).toBe(1);
  });

  it('that never answers does not hold up another', { timeout: 60_000 }, async () => {
    const hanging = await aSubscriber({ filter: { accounts: ['account-1'] } });
    const quick = await aSubscriber();
    hanging.answers('hangs');
    let before = 0;
    hanging.onLeft(() => {
      before ||= quick.taken.length;
    });
    for (const n of [1, 2, 3]) {
      const requester = { account: `account-${n}` };
      await stage.api('POST', '/tickets', { channel: 'form', subject: `Letter ${n}`, text: 'By post.', requester });
    }
    await stage.settle();
    expect(before, 'all that the other was sent, while the first attempt still waited').toBe(3);
    expect((await admin.read(hanging.id)).behind).toMatchObject([{ lastFailure: 'time-out', failures: 1 }]);
  });
});

describe('npm run webhooks', () => {
  it('lists who is sent webhooks, sends a ticket again, and switches a subscription on', async () => {
    const subscriber = await aSubscriber({ events: ['ticket.opened', 'ticket.agent_replied'] });
    const ticketId = await aMail();
    const run = (...args: string[]) => command('webhooks', [...args, '--local'], stage);
    expect((await run('list')).out).toContain(
      `${subscriber.id} ${new URL(subscriber.url).origin}: active, behind with 0 tickets`,
    );
    expect((await run('redeliver', subscriber.id, ticketId)).code).toBe(0);
    await stage.settle();
    expect(subscriber.sequencesOf(ticketId)).toEqual([1, 1]);
    expect(new Set(subscriber.taken.map(({ id }) => id)).size).toBe(1);
    await admin.call('PUT', `/subscriptions/${subscriber.id}`, { state: 'disabled' });
    await reply(ticketId, 'While it is off.');
    expect((await run('list')).out).toContain('disabled (asked)');
    expect((await run('redeliver', subscriber.id, ticketId)).err).toContain('enable it first');
    expect((await run('enable', subscriber.id)).code).toBe(0);
    await stage.settle();
    expect(subscriber.taken.at(-1)?.body.data.event.message.text).toBe('While it is off.');
    const wrong = [
      ['enable'],
      ['list', 'all'],
      ['redeliver', subscriber.id, ticketId, '--from', '0'],
      ['redeliver', subscriber.id, ticketId, '--from', '9'],
      ['redeliver', subscriber.id, 'tkt_none'],
      ['enable', 'sub_none'],
    ];
    const codes = await Promise.all(wrong.map(async (each) => (await run(...each)).code));
    expect(codes).toEqual(wrong.map(() => 1));
  });
});

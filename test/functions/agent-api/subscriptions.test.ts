import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostFiltered } from '../../../shared/api/agents/subscriptions.ts';
import { mostSubscriptions } from '../../../shared/webhooks/subscription.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.table.stop());

const groups = '[admin]';
const terms = { url: 'https://partner.example.com/hooks', owner: 'owner@partner.example' };
const create = (body: unknown) => api.call('POST /subscriptions', undefined, { groups, body });
const on = (route: string, id: string, body?: unknown) => api.call(route, id, { groups, body });
async function aSubscription(more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await create({ ...terms, ...more });
  expect([status, body.secret]).toEqual([201, expect.stringContaining('secret')]);
  return body.subscription.id;
}
const audit = async () => (await api.table.items('audit')).map(({ action, about }) => `${String(action)} ${String(about)}`);

describe('subscriptions', () => {
  it('are made, listed, read, changed and deleted by administrators, and each of these is audited', async () => {
    const id = await aSubscription({ events: ['ticket.opened'], filter: { accounts: ['acme'] } });
    expect((await api.call('GET /subscriptions', undefined, { groups })).body.subscriptions).toMatchObject([{ id, ...terms }]);
    expect((await on('GET /subscriptions/{id}', id)).body).toMatchObject({ subscription: { id }, behind: [] });
    const changed = await on('PUT /subscriptions/{id}', id, { owner: 'new@partner.example', events: null });
    expect(changed.body.subscription).toMatchObject({
      owner: 'new@partner.example',
      url: terms.url,
      filter: { accounts: ['acme'] },
    });
    expect(changed.body.subscription.events).toBeUndefined();
    expect((await on('POST /subscriptions/{id}/secret', id)).body).toEqual({ secret: expect.stringContaining('secret') });
    expect(api.subscribing.removed).toEqual([]);
    expect((await on('DELETE /subscriptions/{id}', id)).status).toBe(204);
    expect(api.subscribing.removed).toEqual([id]);
    expect((await on('GET /subscriptions/{id}', id)).status).toBe(404);
    expect((await audit()).sort()).toEqual(
      ['changed', 'created', 'deleted', 'secret-rotated'].map((action) => `subscription.${action} ${id}`),
    );
  });

  it('are nobody else’s', async () => {
    for (const who of ['[agent]', '[manager]', '[]'])
      expect((await api.call('GET /subscriptions', undefined, { groups: who })).status).toBe(403);
  });

  it('can be switched off and on, and on again has sent what waits', async () => {
    const id = await aSubscription();
    const off = await on('PUT /subscriptions/{id}', id, { state: 'disabled' });
    expect(off.body.subscription.standing).toMatchObject({ state: 'disabled', because: 'asked' });
    expect((await on('POST /subscriptions/{id}/redeliveries', id, { ticketId: `tkt_${'0'.repeat(26)}` })).status).toBe(409);
    api.subscribing.woken.length = 0;
    const again = await on('PUT /subscriptions/{id}', id, { state: 'active' });
    expect(again.body.subscription.standing).toEqual({ state: 'active' });
    expect(api.subscribing.woken).toEqual([{ subscriptionId: id, everyLane: {} }]);
  });

  it('take no older events for a filter that changes, and none again for one that does not', async () => {
    const id = await aSubscription({ filter: { accounts: ['acme'] } });
    const since = async () => (await on('GET /subscriptions/{id}', id)).body.subscription.since;
    const before = await since();
    api.table.at.time = new Date(api.table.at.time.getTime() + 60_000);
    await on('PUT /subscriptions/{id}', id, { filter: { accounts: ['acme'] }, owner: 'x@partner.example' });
    expect(await since()).toBe(before);
    await on('PUT /subscriptions/{id}', id, { filter: {} });
    expect(await since()).toBe(api.table.at.time.toISOString());
  });

  it('send a ticket again from an event of it, and from none that it has not', async () => {
    const id = await aSubscription();
    const ticket = await api.aTicket();
    api.subscribing.woken.length = 0;
    expect((await on('POST /subscriptions/{id}/redeliveries', id, { ticketId: ticket.id })).status).toBe(202);
    expect(api.subscribing.woken).toEqual([{ subscriptionId: id, ticketId: ticket.id, now: true }]);
    const beyond = await on('POST /subscriptions/{id}/redeliveries', id, { ticketId: ticket.id, from: 2 });
    expect([beyond.status, beyond.body.field]).toEqual([400, 'from']);
    const gone = await on('POST /subscriptions/{id}/redeliveries', id, { ticketId: `tkt_${'9'.repeat(26)}` });
    expect(gone.status).toBe(404);
  });

  it.each([
    ['url', { url: 'http://partner.example.com/' }],
    ['url', { url: 'https://169.254.169.254/' }],
    ['url', { url: 'https://10.0.0.1/' }],
    ['owner', { owner: 'nobody' }],
    ['events.0', { events: ['ticket.noted'] }],
    ['events', { events: [] }],
    ['filter.accounts', { filter: { accounts: [] } }],
    ['filter.accounts', { filter: { accounts: Array(mostFiltered + 1).fill('a') } }],
    ['language', { language: 'de' }],
  ])('are refused, naming %s, with %j', async (field, more) => {
    const { status, body } = await create({ ...terms, ...more });
    expect([status, body.field]).toEqual([400, field]);
  });

  it('are at most so many', async () => {
    const { subscriptions } = api.subscribing;
    const [one, ...others] = await subscriptions.list();
    for (let n = others.length + 1; n < mostSubscriptions - 1; n++) await subscriptions.create({ ...one!, id: `sub_${n}` });
    await aSubscription();
    const { status, body } = await create(terms);
    expect([status, body.detail]).toEqual([409, expect.stringContaining(String(mostSubscriptions))]);
  });
});

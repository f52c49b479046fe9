import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, anApi } from './an-api.ts';

let api: Api;
beforeEach(async () => {
  api = await anApi();
});
afterEach(() => api.table.stop());

const terms = { url: 'https://partner.example.com/hooks', owner: 'owner@partner.example' };
const withKey = (key: string | undefined): Record<string, string> => (key === undefined ? {} : { 'idempotency-key': key });
const create = (key?: string, body: unknown = terms) =>
  api.call('POST /subscriptions', undefined, { groups: '[admin]', body, headers: withKey(key) });
const on = (route: string, id: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call(`${route}`, id, { groups: '[admin]', body, headers });
const change = (id: string, body: unknown, headers = {}) => on('PUT /subscriptions/{id}', id, body, headers);
const audited = async (action: string) => (await api.table.items('audit')).filter((each) => each.action === action).length;

describe('a subscription that is asked for again with the same Idempotency-Key', () => {
  it('is the same, with the same secret', async () => {
    const [first, second] = [await create('k'), await create('k')];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second).toMatchObject({ body: first.body, etag: first.etag });
    expect(await api.subscribing.subscriptions.list()).toHaveLength(1);
    expect(await audited('subscription.created')).toBe(1);
  });
  it('is the same where both come at once', async () => {
    const told = await Promise.all([create('k'), create('k')]);
    expect(new Set(told.map(({ body }) => body.secret)).size).toBe(1);
    expect(await api.subscribing.subscriptions.list()).toHaveLength(1);
  });
  it('is another without a key, with another, or with other words', async () => {
    for (const [key, body] of [[undefined], [undefined], ['k'], ['l'], ['k', { ...terms, language: 'fr' }]] as const)
      expect((await create(key, body)).status).toBe(201);
    expect(await api.subscribing.subscriptions.list()).toHaveLength(5);
  });
  it('does not come back once it is deleted', async () => {
    const { id } = (await create('k')).body.subscription;
    await on('DELETE /subscriptions/{id}', id);
    expect(await create('k')).toMatchObject({ status: 410, body: { field: 'Idempotency-Key' } });
    expect(api.subscribing.secretsOf()).toEqual([]);
  });
  it('is made after a try that failed half-way, which leaves no secret behind', async () => {
    const kept = { ...api.subscribing.subscriptions };
    api.subscribing.subscriptions.create = () => Promise.reject(new Error('no capacity'));
    expect((await create('k')).status).toBe(500);
    expect(api.subscribing.secretsOf()).toEqual([]);
    api.subscribing.subscriptions.create = (...made) => kept.create(...made);
    expect((await create('k')).status).toBe(201);
  });
  it('keeps its secret where it was written although we were told otherwise', async () => {
    const kept = { ...api.subscribing.subscriptions };
    api.subscribing.subscriptions.create = async (...made) => {
      await kept.create(...made);
      throw new Error('timeout');
    };
    expect((await create('k')).status).toBe(500);
    api.subscribing.subscriptions.create = (...made) => kept.create(...made);
    const { status, body } = await create('k');
    expect([status, body.secret]).toEqual([200, 'secret 1']);
  });
});

describe('a secret that is rotated again with the same Idempotency-Key', () => {
  it('is rotated once, also when others were in between', async () => {
    const { id } = (await create()).body.subscription;
    const rotate = async (key?: string) => (await on('POST /subscriptions/{id}/secret', id, undefined, withKey(key))).body.secret;
    expect([await rotate('k'), await rotate('k'), await rotate(), await rotate('k'), await rotate('l')]).toEqual([
      'secret 2',
      'secret 2',
      'secret 3',
      'secret 3',
      'secret 4',
    ]);
  });
});

describe('a change of a subscription', () => {
  it('names something', async () => {
    const { id } = (await create()).body.subscription;
    for (const body of [{}, { nonsense: true }])
      expect(await change(id, body)).toMatchObject({
        status: 400,
        body: { field: 'body', detail: 'must name something to change' },
      });
  });
  it('is carried out on the version that If-Match names', async () => {
    const { body, etag = '' } = await create();
    const { id } = body.subscription;
    const changed = await change(id, { owner: 'new@partner.example' }, { 'if-match': etag });
    expect([changed.status, etag, changed.etag]).toEqual([200, '"1"', '"2"']);
    expect((await on('GET /subscriptions/{id}', id)).etag).toBe('"2"');
    expect(await change(id, { owner: 'x@partner.example' }, { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { field: 'If-Match', detail: 'the subscription has changed since: its version is "2" now' },
    });
    expect((await change(`sub_${'0'.repeat(26)}`, { state: 'active' }, { 'if-match': '*' })).status).toBe(404);
  });
  it('does not undo that it was disabled in between', async () => {
    const { id } = (await create()).body.subscription;
    const kept = { ...api.subscribing.subscriptions };
    let looks = 0;
    api.subscribing.subscriptions.find = async (...of) => {
      const found = await kept.find(...of);
      if (++looks === 1) await api.subscribing.subscriptions.disable(id, 'gone', api.table.at.time);
      return found;
    };
    const { status, body } = await change(id, { owner: 'new@partner.example' });
    expect([status, body.subscription]).toMatchObject([200, { owner: 'new@partner.example', standing: { because: 'gone' } }]);
    expect((await on('GET /subscriptions/{id}', id)).body.subscription).toMatchObject({
      version: 3,
      standing: { because: 'gone' },
    });
  });
});

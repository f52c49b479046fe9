import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWalk, field, startWalk } from '../support/api-walk.ts';
import type { Json } from '../support/cloud.ts';

/** As api-walk.test.ts, for those who are no agents: a partner, a customer with a form, whoever has webhooks sent. */
let walk: ApiWalk;
beforeAll(async () => {
  walk = await startWalk();
});
afterAll(() => walk.stop());

describe('a generated client', () => {
  it('is a partner, whose signature counts', async () => {
    const { api, said, stage } = walk;
    const { body: partners } = await stage.local('GET', '/_local/partners');
    const { id, secret } = partners.find((each: Json) => each.id === 'prt_relais-telecom');
    const data = { externalId: 'R-1', subject: 'Line down', text: 'Since nine.', requester: { account: 'A-7' } };
    const body = { type: 'request.opened', version: 1, data };
    const at = await stage.now();
    const send = (signature: string) =>
      said(
        api.receiveEvent(id, 'evt-1', String(Math.floor(at.getTime() / 1000)), body, {
          headers: { 'webhook-signature': signature },
        }),
      );
    const signature = new Webhook(secret).sign('evt-1', at, JSON.stringify(body));
    const { status, data: state } = await send(signature);
    expect([status, state.ticket.status]).toEqual([201, 'open']);
    expect(field(await send('v1,AAAA'))).toEqual([401, 'webhook-signature']);
  });

  it('is a customer, who sends a form with a file and follows the request', async () => {
    const { api, said, stage } = walk;
    expect((await said(api.showForm('contact', {}))).status).toBe(200);
    expect((await said(api.embedForm('contact', {}))).status).toBe(200);
    expect(field(await said(api.formToken('nowhere')))).toEqual([404, 'form']);
    const { token } = (await said(api.formToken('contact'))).data;
    const file = { token, name: 'photo.png', type: 'image/png', size: 4 };
    const { attachment, upload } = (await said(api.announceFormFile('contact', file))).data;
    const put = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: Buffer.from('89504e47', 'hex') });
    expect(put.status).toBe(200);
    await stage.advance('PT1M');
    const fields = { name: 'Ana', email: 'ana@customer.example', subject: 'Printer', message: 'It is on fire.' };
    const sent = { token, fields, attachments: [attachment.id], consent: true };
    const { status, data } = await said(api.submitForm('contact', sent));
    expect([status, data]).toMatchObject([201, { ticket: { reference: expect.any(String) } }]);
    expect((await said(api.submitForm('contact', sent))).status).toBe(200);

    const link = new URL(data.statusUrl).pathname.split('/').at(-1);
    const { request } = (await said(api.showRequest(link))).data;
    const added = await said(api.addToRequest(link, { text: 'It is out.', nonce: request.nonce }));
    expect(added.data.request.messages.map(({ text }: Json) => text)).toEqual(['It is on fire.', 'It is out.']);
    expect(field(await said(api.addToRequest(link, { text: '', nonce: request.nonce })))).toEqual([400, 'text']);
  });

  it('is an admin, who has webhooks sent', async () => {
    const { api, said } = walk;
    const admin = await walk.as('root', 'admin');
    const terms = { url: 'http://127.0.0.1:9/hook', owner: 'ops@elsewhere.example' };
    const made = await said(api.createSubscription(terms, { idempotencyKey: 'hooks' }, admin));
    expect([made.status, made.data.secret]).toEqual([201, expect.stringMatching(/^whsec_/)]);
    const again = await said(api.createSubscription(terms, { idempotencyKey: 'hooks' }, admin));
    expect([again.status, again.data]).toEqual([200, made.data]);
    const { id, version } = made.data.subscription;
    expect((await said(api.listSubscriptions(admin))).data.subscriptions).toHaveLength(1);
    expect((await said(api.readSubscription(id, {}, admin))).data.subscription.url).toBe(terms.url);
    const change = () => said(api.changeSubscription(id, { events: ['ticket.opened'] }, { ifMatch: `"${version}"` }, admin));
    expect((await change()).status).toBe(200);
    expect(field(await change())).toEqual([412, 'If-Match']);
    expect((await said(api.rotateSubscriptionSecret(id, {}, admin))).data.secret).not.toBe(made.data.secret);
    const nowhere = { ticketId: 'tkt_00000000000000000000000000' };
    expect((await said(api.redeliver(id, nowhere, admin))).status).toBe(404);
    expect((await said(api.deleteSubscription(id, admin))).status).toBe(204);
    expect((await said(api.listSubscriptions(await walk.as('mia', 'manager')))).status).toBe(403);
  });

  it('has used every operation that is not for agents, and got nothing that is not as described', () => {
    expect(walk.unused(['partners', 'forms', 'requests', 'subscriptions'])).toEqual([]);
    expect(walk.differences()).toEqual([]);
    const walked = [
      'tickets',
      'macros',
      'contacts',
      'mails',
      'audit',
      'chat',
      'api',
      'partners',
      'forms',
      'requests',
      'subscriptions',
    ];
    expect(walk.tags.filter((tag) => !walked.includes(tag))).toEqual([]);
  });
});

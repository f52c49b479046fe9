import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { aContract, minutesLater } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
beforeEach(async () => {
  api = await anApi();
  const customers = { phones: ['+33142860000'] };
  const entitlement = [{ state: 'suspended', from: '2026-01-01T00:00:00Z', reason: 'unpaid' }];
  await putContract(
    api.table.client,
    tableName,
    aContract({ id: 'ctr_acme', name: 'Acme', default: false, mailboxes: ['acme'], customers, entitlement }),
  );
});
afterEach(() => api.table.stop());

const [mail, phone, account] = ['mail:ana@customer.example', 'phone:+33142860000', 'account:prt_x/123'];
const open = async (requester: object, subject = 'x') =>
  (await api.call('POST /tickets', undefined, { body: { channel: 'post', subject, text: 't', requester } })).body.ticket;
const read = (identifier: string, query: Record<string, string> = {}) =>
  api.call('GET /contacts', undefined, { query: { identifier, ...query } });
const link = (identifiers: unknown, reason: unknown = 'she said so', sub = 'ana') =>
  api.call('POST /contacts/links', undefined, { body: { identifiers, reason }, sub });
const undo = (id: string, claim: string, body: unknown = { reason: 'a mistake' }) =>
  api.call('POST /contacts/{id}/claims/{claim}/undo', id, { body, path: { claim } });

describe('a contact', () => {
  it('is one identifier with its tickets, newest first, and its contract', async () => {
    const first = await open({ address: 'ana@customer.example' }, 'first');
    api.table.at.time = new Date(api.table.at.time.getTime() + 1000);
    const second = await open({ address: 'ana@customer.example' }, 'second');
    const { status, body } = await read('mail:Ana@Customer.example');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      contact: { identifiers: [mail] },
      claims: [],
      contract: { id: 'ctr_test', version: 1, name: 'Test' },
      entitlement: { state: 'active' },
      tickets: [
        { id: second.id, subject: 'second' },
        { id: first.id, subject: 'first' },
      ],
    });
    const page = await read(mail, { limit: '1' });
    const rest = await read(mail, { limit: '1', after: page.body.next });
    expect([page.body.tickets[0].id, rest.body.tickets[0].id]).toEqual([second.id, first.id]);
    expect(rest.body).not.toHaveProperty('next');
    expect(await read(phone, { after: page.body.next })).toMatchObject({ status: 400, body: { field: 'after' } });
  });
  it('is several identifiers once somebody says so, with all their tickets and the contract of one of them', async () => {
    const ticket = await open({ address: 'ana@customer.example' });
    const call = await open({ phone: '+33142860000' });
    const linked = await link([mail, phone]);
    expect(linked).toMatchObject({ status: 200, body: { contact: { identifiers: [mail, phone] } } });
    const { body } = await read(mail);
    expect(body).toMatchObject({
      contract: { id: 'ctr_acme' },
      entitlement: { state: 'suspended', reason: 'unpaid' },
      claims: [
        { claim: 1, identifier: mail, by: 'ana', reason: 'she said so' },
        { claim: 2, identifier: phone },
      ],
    });
    expect(new Set(body.tickets.map(({ id }: { id: string }) => id))).toEqual(new Set([ticket.id, call.id]));
    const { body: opened } = await api.call('GET /tickets/{id}', call.id);
    expect(opened.contact).toEqual({ id: linked.body.contact.id, identifiers: [phone, mail] });
  });
  it('says the same again without doing it again', async () => {
    const { body } = await link([mail, phone]);
    expect((await link([phone, mail])).body).toEqual(body);
    expect((await Promise.all([link([mail, account]), link([account, mail])])).map(({ status }) => status)).toEqual([200, 200]);
    expect((await read(account)).body.claims).toHaveLength(3);
  });
  it('is undone claim by claim, by identifier or number, once', async () => {
    const { id } = (await link([mail, phone])).body.contact;
    await link([mail, account]);
    expect((await undo(id, phone)).body.contact.identifiers).toEqual([mail, account]);
    expect((await undo(id, '3')).body.contact.identifiers).toEqual([mail]);
    const again = await undo(id, '3');
    expect(again.body.claims[2]).toMatchObject({ identifier: account, undone: { by: 'ana', reason: 'a mistake' } });
    expect((await read(account)).body.contact).toEqual({ identifiers: [account] });
  });
  it('has every saying in the audit', async () => {
    const { id } = (await link([mail, phone])).body.contact;
    api.table.at.time = minutesLater(31);
    await undo(id, '2');
    const { body } = await api.call('GET /audit', undefined, { query: { day: '2026-01-05' }, groups: '[manager]' });
    expect(body.entries).toMatchObject([
      { action: 'contact.linked', about: id, by: { id: 'ana', role: 'agent' }, reason: 'she said so' },
      { action: 'contact.unlinked', about: id, reason: 'a mistake' },
    ]);
  });
  it('is not of a ticket that nobody vouches for', async () => {
    const ticket = await api.aTicket();
    expect((await api.call('GET /tickets/{id}', ticket.id)).body.contact).toEqual({ identifiers: [mail] });
    const message = { id: 'm', from: {}, to: [], cc: [], text: '', textCut: false, attachments: [], attachmentsCut: false };
    const forged = await api.aTicket({ message: { ...message, unverified: true } });
    expect((await api.call('GET /tickets/{id}', forged.id)).body).not.toHaveProperty('contact');
  });
});

describe('what is no contact', () => {
  const rule = 'must be mail:, phone: or account: followed by an address, a number such as +33142860000, or an account';
  it('is refused, naming the field and the rule', async () => {
    const { id } = (await link([mail, phone])).body.contact;
    const refusals: [Awaited<ReturnType<typeof read>>, number, string, unknown][] = [
      [await read('ana'), 400, 'identifier', rule],
      [await api.call('GET /contacts', undefined, {}), 400, 'identifier', 'must be given'],
      [await read(mail, { limit: '51' }), 400, 'limit', 'must be at most 50'],
      [await link([mail, 'x']), 400, 'identifiers.1', rule],
      [await link([mail]), 400, 'identifiers', expect.any(String)],
      [await link([mail, 'mail:ANA@customer.example']), 400, 'identifiers', 'must be two different identifiers'],
      [await link([mail, phone], ''), 400, 'reason', 'must say why'],
      [await undo(id, 'mail:nobody@x.example'), 404, 'claim', 'the contact has no such claim'],
      [await undo(id, '7'), 404, 'claim', 'the contact has no such claim'],
      [await undo(id.replace(/.$/, '_'), '1'), 404, 'id', 'there is no such contact'],
      [await undo(id, '1', {}), 400, 'reason', 'must say why'],
    ];
    expect((await read(mail, { limit: '50' })).status).toBe(200);
    for (const [answer, status, field, detail] of refusals) expect(answer).toMatchObject({ status, body: { field, detail } });
  });
});

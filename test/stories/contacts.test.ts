import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** Somebody mails, and calls another day: an agent says that it is one person, and takes it back. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.mail({ from: 'Ana <ana@customer.example>', subject: 'By mail', text: 'Help.' });
  await stage.settle();
  await stage.advance('PT1M');
  const requester = { phone: '+33142860099', account: 'prt_x/123' };
  await stage.api('POST', '/tickets', { channel: 'phone', subject: 'By phone', text: 'x', requester });
});
afterAll(() => stage.stop());

const [mail, phone, account] = ['mail:ana@customer.example', 'phone:+33142860099', 'account:prt_x/123'];
const read = async (identifier: string): Promise<Json> =>
  (await stage.api('GET', `/contacts?identifier=${encodeURIComponent(identifier)}`)).body;
const link = (...identifiers: string[]) => stage.api('POST', '/contacts/links', { identifiers, reason: 'she said so' });
const undo = (id: string, claim: string) =>
  stage.api('POST', `/contacts/${id}/claims/${encodeURIComponent(claim)}/undo`, { reason: 'another Ana' });
const subjects = async (identifier: string) => (await read(identifier)).tickets.map(({ subject }: Json) => subject);

describe('a contact', () => {
  it('is each by itself at first', async () => {
    expect(await subjects(mail)).toEqual(['By mail']);
    expect(await subjects(phone)).toEqual(['By phone']);
    expect(await subjects(account)).toEqual(['By phone']);
    expect((await read(mail)).contract.id).toBe('ctr_standard');
  });

  it('is one once it is said, with every ticket, and shown on each of them', async () => {
    const { status, body } = await link(mail, phone);
    expect([status, body.contact.identifiers]).toEqual([200, [mail, phone]]);
    expect(await subjects(mail)).toEqual(['By phone', 'By mail']);
    const [ticket] = (await read(mail)).tickets;
    const { body: opened } = await stage.api('GET', `/tickets/${ticket.id}`);
    expect(opened.contact).toEqual({ id: body.contact.id, identifiers: [phone, account, mail] });
  });

  it('is two again, claim by claim, and keeps who said what', async () => {
    const { id } = (await link(mail, account)).body.contact;
    expect((await undo(id, phone)).body.contact.identifiers).toEqual([mail, account]);
    const { status, body } = await undo(id, '3');
    expect([status, body.contact.identifiers]).toEqual([200, [mail]]);
    expect(body.claims.map(({ identifier, by, undone }: Json) => [identifier, by, undone?.reason])).toEqual([
      [mail, 'ana', undefined],
      [phone, 'ana', 'another Ana'],
      [account, 'ana', 'another Ana'],
    ]);
    expect(await subjects(mail)).toEqual(['By mail']);
  });

  it('is never made by two at once into something that neither said', async () => {
    const answers = await Promise.all([link('mail:x@a.example', phone), link(phone, account), link(account, 'mail:x@a.example')]);
    for (const { status } of answers) expect(status).toBe(200);
    expect((await read(phone)).contact.identifiers.toSorted()).toEqual([account, 'mail:x@a.example', phone]);
  });
});

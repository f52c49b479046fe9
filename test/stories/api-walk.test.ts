import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWalk, field, startWalk } from '../support/api-walk.ts';
import type { Json } from '../support/cloud.ts';

/**
 * Somebody reads the description, has a client generated from it, and does a day's work with that and nothing else. Every answer is held
 * against the description.
 */
let walk: ApiWalk;
let agent: Json;
let manager: Json;
beforeAll(async () => {
  walk = await startWalk();
  await signIn();
});
afterAll(() => walk.stop());

/** A token lasts for an hour. */
async function signIn(): Promise<void> {
  [agent, manager] = [await walk.as('ana', 'agent'), await walk.as('mia', 'manager')];
}
const ofOne = { channel: 'post', subject: 'A letter', text: 'Please help.', requester: { address: 'ana@customer.example' } };
const open = async (more: Json = {}): Promise<Json> =>
  (await walk.said(walk.api.openTicket({ ...ofOne, ...more }, {}, agent))).data.ticket;

describe('a generated client', () => {
  it('begins where the description says the API is', () => {
    expect(walk.api.defaults.baseUrl).toBe(walk.stage.http);
  });

  it('opens, finds and reads a ticket', async () => {
    const { api, said, stage } = walk;
    const opened = await said(api.openTicket(ofOne, { idempotencyKey: 'letter-1' }, agent));
    const again = await said(api.openTicket(ofOne, { idempotencyKey: 'letter-1' }, agent));
    expect([opened.status, again.status, again.data.ticket.id]).toEqual([201, 200, opened.data.ticket.id]);
    await stage.settle();
    const { id } = opened.data.ticket;
    expect((await said(api.listTickets({ limit: 10 }, agent))).data.tickets.map((each: Json) => each.id)).toContain(id);
    const { data } = await said(api.readTicket(id, {}, agent));
    expect(data).toMatchObject({ ticket: { id }, events: [{ type: 'TicketOpened' }], promises: { resolution: 'running' } });
  });

  it('answers with a file, notes, assigns, and changes what there is to change', async () => {
    const { api, said, stage } = walk;
    const { id, sequence } = await open();
    const file = { name: 'plan.pdf', type: 'application/pdf', size: 4 };
    const { data } = await said(api.announceFile(id, file, {}, agent));
    const put = await fetch(data.upload.url, { method: 'PUT', headers: data.upload.headers, body: '%PDF' });
    expect(put.status).toBe(200);
    const answer = { text: 'Here you are.', attachments: [data.attachment.id] };
    const replied = await said(api.replyToTicket(id, answer, { ifMatch: `"${sequence}"` }, agent));
    expect(replied).toMatchObject({ status: 200, data: { ticket: { firstRespondedAt: expect.any(String) } } });
    const stale = await said(api.replyToTicket(id, answer, { ifMatch: `"${sequence}"` }, agent));
    expect(field(stale)).toEqual([412, 'If-Match']);

    const changes: [string, Json][] = [
      ['addNote', { text: 'He called, too.' }],
      ['assignTicket', { assignee: 'ana' }],
      ['setPriority', { priority: 'high', reason: 'The whole office.' }],
      ['setKind', { kind: 'complaint', reason: 'He is angry.' }],
      ['setStatus', { status: 'pending', waitingFor: 'customer' }],
      ['setContract', { contract: 'ctr_standard', reason: 'By mistake.' }],
    ];
    for (const [operation, body] of changes)
      expect((await said(api[operation](id, body, {}, agent))).status, operation).toBe(200);
    await stage.settle();
    const { notices } = (await said(api.listNotices(id, agent))).data;
    expect(notices.map(({ kind }: Json) => kind)).toContain('reply');
    const { events } = (await said(api.readTicket(id, {}, agent))).data;
    const { messageId } = events.find(({ type }: Json) => type === 'AgentReplied');
    const fetched = await said(api.fetchFile(id, messageId, '1', agent));
    expect(await (await fetch(fetched.data.url)).text()).toBe('%PDF');
  });

  it('takes note of a warning', async () => {
    const { said, stage } = walk;
    const { id } = await open();
    await stage.advance('PT4H30M');
    await signIn();
    const { clocks } = (await said(walk.api.readTicket(id, {}, agent))).data.ticket;
    const { metric: clock, cycle, steps } = clocks.find(({ steps }: Json) => steps.some(({ doneAt }: Json) => doneAt));
    const step = steps.find(({ doneAt }: Json) => doneAt).name;
    expect((await said(walk.api.acknowledgeEscalation(id, { clock, cycle, step }, {}, agent))).status).toBe(200);
  });

  it('merges two tickets and takes it back', async () => {
    const { api, said } = walk;
    const [one, other] = [await open({ subject: 'Once' }), await open({ subject: 'Twice' })];
    const merged = await said(api.mergeTicket(other.id, { into: one.id, reason: 'The same.' }, {}, agent));
    expect(merged).toMatchObject({ status: 200, data: { ticket: { mergedInto: one.id } } });
    expect((await said(api.unmergeTicket(other.id, { reason: 'Not the same.' }, {}, agent))).status).toBe(200);
  });

  it('makes a macro, has it done and removes it', async () => {
    const { api, said, stage } = walk;
    const { id } = await open();
    const macro = { name: 'Thanks', note: 'Thanked.', status: 'resolved' };
    expect((await said(api.saveMacro('thanks', macro, {}, manager))).status).toBe(201);
    expect(field(await said(api.saveMacro('thanks', macro, {}, agent)))).toEqual([403, 'authorization']);
    expect((await said(api.listMacros({}, agent))).data.macros).toHaveLength(1);
    expect((await said(api.carryOutMacro(id, 'thanks', {}, agent))).data.ticket.status).toBe('resolved');
    expect((await said(api.deleteMacro('thanks', {}, manager))).status).toBe(204);
    const { entries } = (await said(api.listAudit((await stage.now()).toISOString().slice(0, 10), {}, manager))).data;
    expect(entries.length).toBeGreaterThan(0);
  });

  it('says that two identifiers are of one person, and takes it back', async () => {
    const { api, said } = walk;
    await open();
    const identifiers = ['mail:ana@customer.example', 'phone:+33142860000'];
    const linked = await said(api.linkIdentifiers({ identifiers, reason: 'She said so.' }, agent));
    expect(linked.status).toBe(200);
    const known = await said(api.readContact('mail:ana@customer.example', {}, agent));
    expect(known.data.contact.identifiers.length).toBe(2);
    const { claim } = known.data.claims.at(-1);
    const { id } = known.data.contact;
    expect((await said(api.undoClaim(id, String(claim), { reason: 'Her sister.' }, agent))).status).toBe(200);
  });

  it('lists the mails of a day, and releases none that is not in quarantine', async () => {
    const { said, stage } = walk;
    await stage.mail({ from: 'ben@customer.example', subject: 'Hello', text: 'Hello.' });
    await stage.settle();
    const day = (await stage.now()).toISOString().slice(0, 10);
    const [mail] = (await said(walk.api.listMails(day, { direction: 'in' }, agent))).data.mails;
    expect((await said(walk.api.releaseMail(day, mail.sesMessageId, agent))).status).toBe(409);
  });

  it('is let into the chat for a minute', async () => {
    const { status, data } = await walk.said(walk.api.issueChatTicket(agent));
    expect([status, data.ticket]).toEqual([201, expect.stringMatching(/^\S{20,}$/)]);
  });

  it('is told what is wrong, by field and rule', async () => {
    const { api, said } = walk;
    const { id } = await open();
    expect(field(await said(api.replyToTicket(id, { text: '' }, {}, agent)))).toEqual([400, 'text']);
    expect(field(await said(api.readTicket('tkt_0', {}, agent)))).toEqual([404, 'id']);
    expect(field(await said(api.openTicket({ ...ofOne, channel: 'pigeon' }, {}, agent)))).toEqual([400, 'channel']);
    expect((await said(api.listTickets({}, {}))).status).toBe(401);
    expect((await said(api.listTickets({}, await walk.as('eve', 'visitor')))).status).toBe(403);
    expect((await said(api.describeApi())).status).toBe(200);
  });

  it('has used every operation for agents, and got nothing that is not as described', () => {
    expect(walk.unused(['tickets', 'macros', 'contacts', 'mails', 'audit', 'chat', 'api'])).toEqual([]);
    expect(walk.differences()).toEqual([]);
  });
});

describe('the compiler', () => {
  const program = (text: string) => `import { replyToTicket } from './api.ts';
const { status, data } = await replyToTicket('tkt_1', ${text});
if (status === 200) process.stdout.write(data.ticket.reference);
export {};
`;

  it('takes a program that does as the description says', () => {
    expect(walk.compile(program("{ text: 'Hello.' }"))).toBe('');
  });

  it('refuses one with a wrong field, a missing one, or of another type', () => {
    expect(walk.compile(program("{ text: 'Hello.', txet: 1 }"))).toContain("'txet' does not exist");
    expect(walk.compile(program('{}'))).toContain("'text' is missing");
    expect(walk.compile(program('{ text: 7 }'))).toContain("'number' is not assignable to type 'string'");
  });
});

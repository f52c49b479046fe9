import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSender, type Sender } from '../support/a-sender.ts';
import { type Stage, startStage } from '../support/cloud.ts';
import { command } from '../support/command.ts';

/** A partner's own system opens requests, adds to them and asks how they stand. */
let stage: Stage;
let relay: Sender;
let hub: Sender;
beforeAll(async () => {
  stage = await startStage({ partners: true });
  [relay, hub] = await Promise.all([aSender(stage), aSender(stage, 'prt_tickethub')]);
});
afterAll(() => stage.stop());

const opened = (externalId: string, data = {}) => ({
  type: 'request.opened',
  data: {
    externalId,
    subject: 'Pas de réseau',
    text: 'Depuis ce matin.',
    requester: { address: 'lea@abonnee.example', name: 'Léa' },
    ...data,
  },
});
const asked = (externalId: string) => ({ type: 'state.asked', data: { externalId } });
const added = (externalId: string, text: string) => ({
  type: 'message.added',
  data: { externalId, text, from: { name: 'Léa' } },
});

/** The first example of a language on the page for partners. */
const example = (language: string) => {
  const page = readFileSync(join(import.meta.dirname, '../../shared/partners/CONNECTING.md'), 'utf8');
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';
};
const run = promisify(execFile);

describe('the page for partners', () => {
  it('has examples that work as they are, in a shell and in Node', async () => {
    const env = { ...process.env, SECRET: relay.secret, URL: relay.url };
    const { stdout } = await run('sh', ['-c', example('sh')], { env });
    expect(JSON.parse(stdout)).toMatchObject({ ticket: { status: 'open' } });
    const given = `const { SECRET: secret, URL: url } = process.env;\n${example('js')}\nconsole.log(await response.text());`;
    const script = await run(process.execPath, ['--input-type=module', '-e', given], { env });
    expect(script.stdout.trim()).toBe(stdout.trim());
  });
});

describe('a request of a partner', () => {
  it('is a ticket under the contract of its account, promised what that says, and agents answer it', async () => {
    const { status, body } = await relay.send(opened('RT-1'));
    expect(status).toBe(201);
    expect(body).toMatchObject({ ticket: { status: 'open', kind: 'complaint', contract: 'ctr_partner-relay-fr' } });
    expect(body.promises).toEqual([{ clock: 'first-response', dueAt: expect.any(String), state: 'running' }]);
    const { id } = body.ticket;
    await stage.settle();
    const { ticket } = await stage.ticket(id);
    expect(ticket).toMatchObject({
      channel: 'webhook',
      language: 'fr',
      requester: { account: 'prt_relais-telecom', name: 'Léa' },
    });

    expect((await relay.send(added('RT-1', 'Toujours rien.'))).status).toBe(200);
    expect((await stage.api('POST', `/tickets/${id}/replies`, { text: 'C’est réparé.' })).status).toBe(200);
    const { body: state } = await relay.send(asked('RT-1'));
    expect(state.ticket.status).toBe('pending');
    expect(state.promises).toContainEqual(expect.objectContaining({ clock: 'first-response', state: 'met' }));
    await stage.settle();
    expect((await stage.ticket(id)).events.map(({ type }) => type)).toEqual(['TicketOpened', 'CustomerReplied', 'AgentReplied']);
    expect(await stage.outbox('lea@')).toEqual([]);
  });

  it('is warned of and escalated as any other', async () => {
    const { body } = await relay.send(opened('RT-2'));
    const due = Date.parse(body.promises[0].dueAt);
    await stage.set(new Date(due + 60_000).toISOString());
    expect((await relay.send(asked('RT-2'))).body.promises[0].state).toBe('breached');
    expect((await stage.outbox('responsable@')).length).toBeGreaterThan(0);
  });

  it('in its own JSON is read by its mapping, and its people are acknowledged where that was agreed on', async () => {
    const ticket = {
      number: 4711,
      title: 'Login broken',
      description: 'Nobody gets in.',
      reporter: { mail: 'bo@group.example', name: 'Bo' },
      prio: 'P1',
    };
    const { status, body } = await hub.send({ kind: 'NEW', ticket });
    expect(status).toBe(201);
    expect(body.ticket).toMatchObject({ priority: 'urgent', kind: 'incident' });
    await stage.settle();
    expect(await stage.outbox('bo@group.example')).toHaveLength(1);
    const comment = { kind: 'COMMENT', ticket: { number: 4711 }, comment: { body: 'Still.', author: { name: 'Bo' } } };
    expect((await hub.send(comment)).status).toBe(200);
    const wrong = await hub.send({ kind: 'NEW', ticket: { ...ticket, number: 4712, title: undefined } });
    expect([wrong.status, wrong.body.field]).toEqual([400, '/ticket/title']);
  });

  it('is out of reach of every other partner', async () => {
    const { body } = await relay.send(opened('RT-3'));
    const question = { type: 'state.asked', data: { reference: body.ticket.reference } };
    expect((await relay.send(question)).status).toBe(200);
    expect((await hub.send(question)).status).toBe(404);
  });

  it('that comes twice with one webhook-id happens once, and both are answered the same', async () => {
    const send = () => relay.send(opened('RT-4'), { id: 'evt_rt-4' });
    const [first, ...others] = await Promise.all([send(), send(), send()]);
    for (const { status, body } of [...others, await send()]) expect([status, body]).toEqual([201, first?.body]);
    const other = await relay.send(opened('RT-4', { subject: 'Autre' }), { id: 'evt_rt-4' });
    expect([other.status, other.body.field]).toEqual([409, 'webhook-id']);
    expect((await relay.send(opened('RT-4'))).status).toBe(409);
  });
});

describe('a sender', () => {
  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('that leaves out %s is told so', async (header) => {
    const { status, body } = await relay.send(asked('RT-1'), { headers: { [header]: '' } });
    expect([status, body.field]).toEqual([400, header]);
  });

  it('whose clock is wrong is told so', async () => {
    const now = (await stage.now()).getTime();
    const old = await relay.send(asked('RT-1'), { at: new Date(now - 400_000) });
    expect([old.status, old.body.field]).toEqual([401, 'webhook-timestamp']);
    const early = await relay.send(asked('RT-1'), { at: new Date(now + 400_000) });
    expect([early.status, early.body.field]).toEqual([401, 'webhook-timestamp']);
  });

  it('that signs with another’s secret, or is nobody, is refused', async () => {
    const { status, body } = await relay.send(asked('RT-1'), { secret: hub.secret });
    expect([status, body.field]).toEqual([401, 'webhook-signature']);
    expect((await stage.local('POST', '/partners/prt_nobody/events', {}, { 'webhook-id': 'x' })).status).toBe(400);
  });

  it('changes its secret without a wait: both are good until the former is retired', async () => {
    const { out } = await command('partners', ['rotate', relay.id, '--local'], stage);
    const [newest = '', former = ''] = out.trim().split('\n');
    expect(former).toBe(relay.secret);
    expect((await relay.send(opened('RT-5'), { secret: newest })).status).toBe(201);
    expect((await relay.send(asked('RT-5'))).status).toBe(200);
    expect((await aSender(stage)).secret).toBe(newest);
    expect((await command('partners', ['retire', relay.id, '--local'], stage)).out.trim()).toBe(newest);
    await stage.advance('PT61S');
    expect((await relay.send(asked('RT-5'))).status).toBe(401);
    expect((await relay.send(asked('RT-5'), { secret: newest })).status).toBe(200);
    expect((await command('partners', ['secret', relay.id, '--local'], stage)).out.trim()).toBe(newest);
  });

  it('that was removed is nobody a minute later, and is there again once it is applied, with the secret it had', async () => {
    expect((await command('partners', ['remove', hub.id, '--local'], stage)).code).toBe(0);
    await stage.advance('PT61S');
    const question = { kind: 'STATUS', ticket: { number: 4711 } };
    expect((await hub.send(question)).status).toBe(404);
    const { err } = await command('partners', ['apply', '--local'], stage);
    expect(err).toContain(`${hub.id}: applied\n`);
    expect((await hub.send(question)).status).toBe(200);
  });
});

it('nothing of all that was refused to a function, nor failed', async () => {
  expect(stage.cloud.denials).toEqual([]);
  const { body } = await stage.local('GET', '/_local/logs');
  expect(body.lines.filter((line: string) => line.includes('"level":"ERROR"'))).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../../support/cloud.ts';
import { contact, type FormClient, formsOf } from './form-client.ts';

/** A customer writes by a form, from outside: by a program and by a page. */
let stage: Stage;
let forms: FormClient;
beforeAll(async () => {
  stage = await startStage({ startAt: new Date('2026-01-05T08:00:00Z') });
  forms = formsOf(stage);
});
afterAll(() => stage.stop());

describe('a form that is sent', () => {
  it('opens a ticket, answers its reference and promises, and mails the same with the link to follow it', async () => {
    const { status, body } = await forms.contact({ email: 'Bea@Customer.example', phone: '+33 1 42 86 00 00' });
    expect(status).toBe(201);
    expect(body.ticket.formatted).toMatch(/^\d{3}-\d{3}-\d{3}$/);
    expect(body.promises.map(({ clock }: { clock: string }) => clock)).toEqual(['first-response', 'resolution']);
    expect(body.promises[0].text).toMatch(/^We will answer by Monday, 5 January 2026 at 12:00:\d\d \(UTC\)\.$/);
    const { ticket, events } = await forms.ticketOf(body.ticket.reference);
    expect(ticket).toMatchObject({
      channel: 'form',
      contractId: 'ctr_standard',
      subject: 'The printer is on fire',
      requester: { address: 'bea@customer.example', name: 'Ana', phone: '+33142860000' },
      participants: [],
    });
    expect(events[0]).toMatchObject({
      by: { kind: 'customer', address: 'bea@customer.example' },
      message: { text: 'Your phone number: +33 1 42 86 00 00\n\nYour message:\nPlease help.\nIt burns.', unverified: true },
    });
    const [mail] = await stage.outbox('bea@customer.example');
    expect(mail?.text).toContain(body.ticket.formatted);
    for (const { text } of body.promises) expect(mail?.text).toContain(text);
    expect(mail?.text).toContain(`\n${body.statusUrl}\n`);
  });

  it('is under the contract of its form, in the language of its reader, with the priority that was chosen', async () => {
    const token = await forms.ripeToken('in-app');
    const fields = {
      email: 'paul@appli-compta.example',
      subject: 'Écran blanc',
      level: 'blocked',
      description: 'Tout est blanc.',
    };
    const more = { since: '2026-01-05T08:30', duration: 'toujours', tried: 'Redémarrer.' };
    const { status, body } = await forms.send('in-app', { token, language: 'fr', fields: { ...fields, ...more } });
    expect([status, body.detail]).toEqual([201, undefined]);
    const { ticket, events } = await forms.ticketOf(body.ticket.reference);
    expect(ticket).toMatchObject({ contractId: 'ctr_in-app-fr', language: 'fr', priority: 'urgent', kind: 'incident' });
    expect(events[0].message.text).toBe(
      'Niveau de l’incident : Je ne peux plus travailler\n\nDescription détaillée :\nTout est blanc.\n\n' +
        'Depuis quand : 2026-01-05 08:30\nPendant combien de temps : toujours\n\nCe que vous avez essayé :\nRedémarrer.',
    );
    expect(body.promises[0].text).toContain('(Europe/Paris)');
  });

  it('is one ticket however often and however many at a time send it, with the same answer', async () => {
    const before = (await stage.everyTicket()).length;
    const sending = {
      token: await forms.ripeToken('contact'),
      fields: contact({ email: 'twice@customer.example' }),
      consent: true,
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => forms.send('contact', sending)));
    answers.push(await forms.send('contact', sending));
    expect([200, 201].map((wanted) => answers.filter(({ status }) => status === wanted).length)).toEqual([8, 1]);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    await stage.settle();
    expect(await stage.everyTicket()).toHaveLength(before + 1);
    expect(await stage.outbox('twice@customer.example')).toHaveLength(1);
    await stage.advance('PT25H');
    expect((await forms.send('contact', sending)).status).toBe(200);
    const other = { ...sending, fields: contact({ email: 'twice@customer.example', message: 'Another one.' }) };
    expect(await forms.send('contact', other)).toMatchObject({ status: 409, body: { field: 'token' } });
  });
});

describe('a token', () => {
  it('is good from its third second to its twenty-fourth hour, for its own form only', async () => {
    const { token, notBefore, expiresAt } = await forms.token('contact');
    expect(Date.parse(expiresAt) - Date.parse(notBefore)).toBe((24 * 3600 - 3) * 1000);
    const sending = { token, fields: contact(), consent: true };
    const early = await forms.send('contact', sending);
    expect(early).toMatchObject({ status: 429, body: { field: 'token' } });
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0);
    const { token: others } = await forms.token('in-app');
    await stage.set(new Date(Date.parse(expiresAt) - 60_000).toISOString());
    expect(await forms.send('contact', { ...sending, token: others })).toMatchObject({ status: 400, body: { field: 'token' } });
    expect((await forms.send('contact', sending)).status).toBe(201);
    const { token: late } = await forms.token('contact');
    await stage.advance('PT24H1M');
    expect(await forms.send('contact', { ...sending, token: late })).toMatchObject({ status: 410, body: { field: 'token' } });
    const forged = `${late.slice(0, -2)}xx`;
    expect(await forms.send('contact', { ...sending, token: forged })).toMatchObject({ status: 400, body: { field: 'token' } });
  });
});

describe('what a form does not take', () => {
  it.each([
    [{ email: 'nobody' }, {}, 'fields.email'],
    [{ email: undefined }, {}, 'fields.email'],
    [{ subject: '  ' }, {}, 'fields.subject'],
    [{ subject: 'x'.repeat(201) }, {}, 'fields.subject'],
    [{ message: 'x'.repeat(10_001) }, {}, 'fields.message'],
    [{ message: { text: 'x' } }, {}, 'fields.message'],
    [{ phone: 'call me' }, {}, 'fields.phone'],
    [{ other: 'x' }, {}, 'fields.other'],
    [{ __proto__: null, constructor: 'x' }, {}, 'fields.constructor'],
    [{}, { consent: false }, 'consent'],
    [{}, { website: 'https://spam.example' }, 'website'],
    [{}, { attachments: ['att_none'] }, 'attachments.0'],
    [{}, { language: 'de' }, 'language'],
  ])('%o with %o is refused by name', async (fields, rest, field) => {
    const { status, body } = await forms.contact(fields, rest);
    expect([status, body.field]).toEqual([400, field]);
    expect(body.detail).toMatch(/\w/);
  });

  it('is a body that is too large, no JSON, no UTF-8, too deep, or of another type', async () => {
    const send = async (body: string | Uint8Array, type = 'application/json') =>
      (await forms.post('/forms/contact', body, { 'content-type': type })).status;
    expect(await send(`{"token":"${'x'.repeat(300_000)}"}`)).toBe(413);
    expect(await send('{"token":')).toBe(400);
    expect(await send(Buffer.from('{"token":"\xff"}', 'latin1'))).toBe(400);
    expect(await send(`{"fields":${'['.repeat(10_000)}`)).toBe(400);
    expect(await send('<xml/>', 'text/xml')).toBe(415);
    expect(await send('token=%ff&email=x', 'application/x-www-form-urlencoded')).toBe(400);
    expect(await send(`x=${'x'.repeat(300_000)}`, 'application/x-www-form-urlencoded')).toBe(413);
    expect((await forms.send('none', {})).status).toBe(404);
    expect((await forms.get('/forms/none/token')).status).toBe(404);
    expect((await forms.get('/forms/none')).status).toBe(404);
  });
});

describe('requests from one address', () => {
  it('are taken until the hour has had as many as the form says, and again in the next', async () => {
    await stage.set(new Date(Math.ceil((await stage.now()).getTime() / 3600_000) * 3600_000).toISOString());
    const { token } = await forms.token('after-sales');
    const fields = {
      email: 'li@huadong.example',
      subject: '故障',
      'serial-number': '1',
      phone: '+8613800000000',
      help: 'repair',
      description: '坏了',
    };
    const tokens = [
      token,
      ...(await Promise.all(Array.from({ length: 20 }, async () => (await forms.token('after-sales')).token))),
    ];
    await stage.advance('PT4S');
    const statuses: number[] = [];
    for (const each of tokens.slice(0, 20)) statuses.push((await forms.send('after-sales', { token: each, fields })).status);
    expect(statuses).toEqual(Array(20).fill(201));
    const sending = { token: tokens[20], fields };
    const refused = await forms.send('after-sales', sending);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect((await forms.send('after-sales', { token, fields })).status).toBe(200);
    await stage.advance('PT1H');
    expect((await forms.send('after-sales', sending)).status).toBe(201);
  });
});

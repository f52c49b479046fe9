import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../../support/cloud.ts';
import { type FormClient, formsOf } from './form-client.ts';

/** What a customer sees of a request by the link that they were mailed, and what they add to it there. */
let stage: Stage;
let forms: FormClient;
beforeAll(async () => {
  stage = await startStage({ startAt: new Date('2026-01-05T08:00:00Z') });
  forms = formsOf(stage);
});
afterAll(() => stage.stop());

const linkIn = (text: string | undefined) => /http\S+\/requests\/\S+/.exec(text ?? '')?.[0] ?? '';
let count = 0;
async function aRequest(): Promise<{ ticket: Json; link: string }> {
  const from = `bea${++count}@appli-compta.example`;
  await stage.mail({
    from,
    to: 'in-app@guichet.example',
    subject: `Panne ${count}`,
    text: 'Plus rien <b>ne</b> marche.',
    messageId: `<r-${count}@appli-compta.example>`,
  });
  await stage.settle();
  const ticket = (await stage.tickets()).find(({ subject }) => subject === `Panne ${count}`);
  return { ticket, link: linkIn((await stage.outbox(from))[0]?.text) };
}
const path = (link: string) => link.slice(stage.http.length);
const look = async (link: string): Promise<Json> => {
  const body: Json = await (await forms.get(path(link))).json();
  return body.request;
};
const page = async (link: string) => (await forms.get(path(link), { accept: 'text/html' })).text();
const add = (link: string, body: Record<string, unknown>) => forms.post(path(link), body);
const addByPage = (link: string, fields: Record<string, string>) =>
  forms.post(path(link), new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
const nonceIn = (html: string) => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('the page of a request', () => {
  it('says where it stands, what is promised in the contract’s zone, and what was said, to nobody but who has the link', async () => {
    const { ticket, link } = await aRequest();
    await stage.api('POST', `/tickets/${ticket.id}/notes`, { text: 'A difficult customer.' });
    await stage.api('POST', `/tickets/${ticket.id}/replies`, { text: 'Avez-vous redémarré ?' });
    await stage.settle();
    const request = await look(link);
    expect(request).toMatchObject({
      reference: ticket.reference,
      status: 'with-you',
      promises: [
        {
          clock: 'first-response',
          standing: 'met',
          text: expect.stringMatching(/lundi 5 janvier 2026 .*\(Europe\/Paris\), faite à temps$/),
        },
        { clock: 'resolution', standing: 'paused' },
      ],
      messages: [
        { by: 'customer', text: expect.stringContaining('Plus rien <b>ne</b> marche.') },
        { by: 'support', text: 'Avez-vous redémarré ?' },
      ],
    });
    // The nonce is drawn, and could spell anything.
    const html = (await page(link)).replace(/name="nonce" value="[^"]+"/, '');
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('&lt;b&gt;ne&lt;/b&gt;');
    for (const hidden of ['difficult', '@appli-compta', 'ana', 'tkt_', '<script', '<b>']) expect(html).not.toContain(hidden);
    expect((await forms.get(`${path(link).slice(0, -2)}xx`)).status).toBe(404);
    expect((await forms.get(`${path(link)}`, { accept: 'text/html' })).headers.get('cache-control')).toBe('no-store');
  });

  it('changes nothing when it is opened', async () => {
    const { ticket, link } = await aRequest();
    const before = await stage.ticket(ticket.id);
    for (let n = 0; n < 3; n++) await page(link);
    expect(await stage.ticket(ticket.id)).toEqual(before);
  });

  it('takes a message once per nonce, which lets a clock that stood still go on', async () => {
    const { ticket, link } = await aRequest();
    await stage.api('POST', `/tickets/${ticket.id}/replies`, { text: 'Avez-vous redémarré ?' });
    await stage.advance('PT2H');
    const clock = async () => (await stage.ticket(ticket.id)).ticket.clocks.find(({ metric }: Json) => metric === 'resolution');
    expect((await clock()).state).toBe('paused');
    const nonce = nonceIn(await page(link));
    const text = 'Oui, deux fois.\r\n<script>alert(1)</script>';
    const answers = await Promise.all(Array.from({ length: 5 }, () => addByPage(link, { text, nonce })));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(answers.filter(({ body }) => body.includes('Merci. Votre message a été ajouté.'))).toHaveLength(1);
    expect(answers[0]?.body).not.toContain('<script');
    expect((await clock()).state).toBe('running');
    const { ticket: after, events } = await stage.ticket(ticket.id);
    expect(after.status).toBe('open');
    const replies = events.filter(({ type }) => type === 'CustomerReplied');
    expect(replies).toHaveLength(1);
    expect(replies[0].message).toMatchObject({
      from: { address: ticket.requester.address },
      text: 'Oui, deux fois.\n<script>alert(1)</script>',
    });
    expect(replies[0].message.unverified).toBeUndefined();
  });

  it('takes as many messages as an hour has, says why not more, and keeps what was typed', async () => {
    await stage.set(new Date(Math.ceil((await stage.now()).getTime() / 3600_000) * 3600_000).toISOString());
    const { link } = await aRequest();
    const sent: number[] = [];
    for (let n = 0; n < 20; n++) sent.push((await add(link, { text: `Message ${n}`, nonce: `nonce-${n}-abc` })).status);
    expect(sent).toEqual(Array(20).fill(200));
    const refused = await add(link, { text: 'More', nonce: 'nonce-more' });
    expect([refused.status, Number(refused.headers.get('retry-after')) > 3000]).toEqual([429, true]);
    const html = await addByPage(link, { text: 'Encore <plus>', nonce: 'nonce-more' });
    expect([html.status, html.body.includes('\nEncore &lt;plus&gt;</textarea>')]).toEqual([429, true]);
    await stage.advance('PT1H');
    expect((await add(link, { text: 'More', nonce: 'nonce-more' })).status).toBe(200);
  });

  it.each([
    [{ text: '  ' }, 'text'],
    [{ text: 'x'.repeat(20_001) }, 'text'],
    [{ text: 3 }, 'text'],
    [{ nonce: 'short' }, 'nonce'],
    [{ nonce: undefined }, 'nonce'],
  ])('refuses %o by name', async (body, field) => {
    const { link } = await aRequest();
    expect(await add(link, { text: 'Hello', nonce: 'a-good-nonce', ...body })).toMatchObject({ status: 400, body: { field } });
  });

  it('of a closed request takes no more, and leads to the form of its contract', async () => {
    const { ticket, link } = await aRequest();
    await stage.api('PUT', `/tickets/${ticket.id}/status`, { status: 'closed' });
    expect(await add(link, { text: 'Hello', nonce: 'a-good-nonce' })).toMatchObject({ status: 409, body: { field: 'status' } });
    expect((await look(link)).contactUrl).toBe(`${stage.http}/forms/in-app`);
    const html = await page(link);
    expect([html.includes('<textarea'), html.includes(`href="${stage.http}/forms/in-app"`)]).toEqual([false, true]);
  });

  it('of a request by form marks what is added: the form’s sender may have typed any address', async () => {
    const { body } = await forms.contact();
    await stage.settle();
    await add(body.statusUrl, { text: 'One more thing.', nonce: 'a-good-nonce' });
    const { events } = await forms.ticketOf(body.ticket.reference);
    expect(events.at(-1)).toMatchObject({ type: 'CustomerReplied', message: { unverified: true, text: 'One more thing.' } });
  });
});

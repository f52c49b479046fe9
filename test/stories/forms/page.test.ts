import { Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../../support/cloud.ts';
import { type FormClient, formsOf } from './form-client.ts';

/** A form as a browser without script sees and sends it. */
let stage: Stage;
let forms: FormClient;
beforeAll(async () => {
  stage = await startStage({ startAt: new Date('2026-01-05T08:00:00Z') });
  forms = formsOf(stage);
});
afterAll(() => stage.stop());

const tokenIn = (html: string) => /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await forms.get(path, { accept: 'text/html', ...headers });
  return { status: response.status, headers: response.headers, html: await response.text() };
};
const filled = { name: '', email: 'ana@customer.example', subject: 'Help', message: 'Please.', consent: 'on', website: '' };
const kept = { attachments: 'Files', phone: '' };

describe('the page of a form', () => {
  it.each([
    ['/forms/contact', {}, 'en', 'Contact us'],
    ['/forms/contact', { 'accept-language': 'de, fr;q=0.8, en;q=0.5' }, 'fr', 'Contactez-nous'],
    ['/forms/contact?lang=zh', { 'accept-language': 'fr' }, 'zh-Hans', '联系我们'],
    ['/forms/contact?lang=xx', {}, 'en', 'Contact us'],
    ['/forms/in-app', { 'accept-language': 'zh' }, 'fr', 'Signaler un incident'],
  ])('%s with %o is in %s', async (path, headers, lang, title) => {
    const { status, html } = await page(path, headers);
    expect([status, html.includes(`<html lang="${lang}">`), html.includes(`<h1>${title}</h1>`)]).toEqual([200, true, true]);
  });

  it('is small, kept nowhere, shown on its own origins only, and runs nothing but its own script', async () => {
    const { html, headers } = await page('/forms/in-app');
    expect(gzipSync(html).length).toBeLessThan(25_000);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[^']+';/);
    expect(policy).toContain("frame-ancestors 'self' https://app.appli-compta.example");
    expect(policy).toContain(`connect-src 'self' ${stage.cloud.endpoints.aws}`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await page('/forms/contact')).headers.get('content-security-policy')).toMatch(/frame-ancestors 'self'$/);
  });

  it('has a label for each field, and nothing that needs a script', async () => {
    const { html } = await page('/forms/in-app?lang=en');
    const fields = [...html.matchAll(/<(?:input|select|textarea)[^>]* id="([^"]+)"/g)].map(([, id]) => id);
    expect(fields).toEqual(
      expect.arrayContaining(['name', 'email', 'subject', 'level', 'description', 'since', 'duration', 'tried']),
    );
    for (const id of fields) expect(html).toContain(`<label for="${id}">`);
    expect(html).toContain('autocomplete="email"');
    expect(html).not.toMatch(/\son\w+=|javascript:/);
  });

  it('that is sent answers the reference, the promises and the link, and sent again the same', async () => {
    const token = tokenIn((await page('/forms/contact?lang=fr')).html);
    await stage.advance('PT4S');
    const sent = await forms.sendPage('contact', { ...filled, token, language: 'fr' });
    const again = await forms.sendPage('contact', { ...filled, token, language: 'fr' });
    expect([sent.status, again.body]).toEqual([200, sent.body]);
    const reference = /référence est (\d{3}-\d{3}-\d{3})/.exec(sent.body)?.[1] ?? '';
    const { ticket, events } = await forms.ticketOf(reference.replaceAll('-', ''));
    expect([ticket.language, events[0].message.text]).toEqual(['fr', 'Please.']);
    expect(sent.body).toContain('(UTC)');
    const link = /href="([^"]+\/requests\/[^"]+)"/.exec(sent.body)?.[1] ?? '';
    expect((await fetch(link, { headers: { accept: 'text/html' } })).status).toBe(200);
  });

  it('says all that is wrong at once, keeps what was typed, and is accepted with the same token', async () => {
    const token = tokenIn((await page('/forms/contact')).html);
    await stage.advance('PT4S');
    const hostile = '"><script>alert(1)</script>\r\n\r\n</textarea><img src=x onerror=alert(1)>';
    const typed = { ...filled, token, email: 'x"><b>', subject: '', message: hostile, phone: 'abc', consent: '' };
    const { status, body: html } = await forms.sendPage('contact', typed);
    expect(status).toBe(400);
    for (const field of ['email', 'subject', 'phone', 'consent']) {
      expect(html).toContain(`<a href="#${field}">`);
      expect(html).toContain(`id="${field}-problem"`);
    }
    expect(html).toContain('<title>Error: Contact us</title>');
    expect(html).not.toMatch(/<script>alert|<img|<b>/);
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\n\n&lt;/textarea&gt;');
    expect(tokenIn(html)).toBe(token);
    const mended = await forms.sendPage('contact', {
      ...filled,
      ...kept,
      attachments: '',
      message: hostile,
      token: tokenIn(html),
    });
    expect(mended.body).toContain('must be the id of a file');
    const { attachments: _, ...rest } = { ...filled, ...kept, message: hostile, token };
    expect((await forms.sendPage('contact', rest)).status).toBe(200);
  });

  it('whose token is too young or too old keeps what was typed as well', async () => {
    const token = tokenIn((await page('/forms/contact')).html);
    const early = await forms.sendPage('contact', { ...filled, token });
    expect([early.status, tokenIn(early.body), early.body.includes('>\nPlease.<')]).toEqual([429, token, true]);
    expect(early.headers.get('retry-after')).toMatch(/^[1-3]$/);
    await stage.advance('PT24H1M');
    const late = await forms.sendPage('contact', { ...filled, token });
    expect([late.status, tokenIn(late.body) === token, late.body.includes('>\nPlease.<')]).toEqual([410, false, true]);
    await stage.advance('PT4S');
    expect((await forms.sendPage('contact', { ...filled, token: tokenIn(late.body) })).status).toBe(200);
  });

  it('that does not exist says so in three languages', async () => {
    const { status, html } = await page('/forms/nothing');
    expect([status, html.match(/<p lang=/g)?.length]).toEqual([404, 3]);
  });
});

describe('the script that embeds a form', () => {
  it('is one for everybody, and names the form for who does not see it', async () => {
    const response = await forms.get('/forms/in-app/embed.js');
    const script = await response.text();
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script).toContain('"Signaler un incident"');
    expect(script).toContain('event.origin !== address.origin');
    expect(() => new Script(script)).not.toThrow();
  });
});

describe('a page of another origin', () => {
  it('may read a token and an answer where the form names it, and no other may', async () => {
    const allowed = async (origin: string) =>
      (await forms.get('/forms/in-app/token', { origin })).headers.get('access-control-allow-origin');
    expect(await allowed('https://app.appli-compta.example')).toBe('https://app.appli-compta.example');
    expect(await allowed('https://evil.example')).toBeNull();
  });
});

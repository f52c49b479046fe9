import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anOpening } from '../../support/builders.ts';
import { aWarnedTicket, button, tokenOf, visiting } from './a-warned-ticket.ts';

let here: Awaited<ReturnType<typeof aWarnedTicket>>;
beforeEach(async () => {
  here = await aWarnedTicket();
});
afterEach(() => here.table.stop());

describe('looking at the page', () => {
  it('shows ticket, promise, due time and how it stands, with a button', async () => {
    const { status, body } = await here.look(tokenOf());
    expect(status).toBe(200);
    for (const text of [
      '<h1>Ticket 123-456-782</h1>',
      'The printer is on fire',
      'first response',
      'Monday, 5 January 2026 at 12:00 (UTC)',
      'to be done in time',
      `${button}I take note</button>`,
    ])
      expect(body).toContain(text);
  });

  it('changes nothing, however often it is opened: mail scanners open it first', async () => {
    const before = await here.table.items();
    const { look } = here;
    for (let times = 0; times < 3; times++) await look(tokenOf());
    expect(await here.table.items()).toEqual(before);
  });

  it.each([
    ['fr', 'fr', 'J’en prends acte', 'lundi 5 janvier 2026 à 12:00 (UTC)'],
    ['zh', 'zh-Hans', '我已知悉', '2026年1月5日星期一 12:00（UTC）'],
  ] as const)('speaks the language of the mail: %s', async (language, tag, words, due) => {
    const { body } = await here.look(tokenOf({ language }));
    for (const text of [`<html lang="${tag}">`, words, due]) expect(body).toContain(text);
    expect(body).not.toContain('I take note');
  });

  it('shows a subject as it was written, never as markup', async () => {
    const { table, look } = await aWarnedTicket(anOpening({ subject: '</dd><script>alert("1")</script>' }));
    const { body } = await look(tokenOf());
    await table.stop();
    expect(body).toContain('&lt;/dd&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(body).not.toContain('<script');
  });

  it('says that the due time is not fixed while a pause has no end', async () => {
    const clocks = here.ticket().clocks.map((clock) => ({ ...clock, dueAt: undefined, state: 'paused' as const }));
    const { look } = visiting({ ...here.table.tickets, find: async () => ({ ...here.ticket(), clocks }) });
    const { body } = await look(tokenOf());
    expect(body).toContain('<dd dir="auto">not fixed at present</dd>');
    expect(body).toContain('<dd dir="auto">paused</dd>');
  });
});

describe('every page', () => {
  it('is kept out of caches, indexes and referrers, and may load or run nothing', async () => {
    const { look, press } = here;
    for (const { headers, body } of [await look(tokenOf()), await press(tokenOf()), await look('x')]) {
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex, nofollow',
      });
      const [, style = ''] = /<style>(.*)<\/style>/s.exec(body) ?? [];
      const hash = createHash('sha256').update(style).digest('base64');
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(body).not.toMatch(/<script| style=| on\w+=|https?:/);
    }
  });

  it('has a title, a language and one heading, so that it can be listened to', async () => {
    const { look } = here;
    for (const { body } of [await look(tokenOf()), await look('x')]) {
      expect(body).toMatch(/^<!doctype html><html lang="en">/);
      expect(body).toMatch(/<title>.+<\/title>/);
      expect(body.match(/<h1>/g)).toHaveLength(1);
      expect(body).toContain('<main>');
    }
  });

  it('of a fault says only to try again, and the log has the rest', async () => {
    const { look, lines } = visiting({
      ...here.table.tickets,
      find: () => Promise.reject(new Error('throttled for ana@customer.example')),
    });
    const { status, body } = await look(tokenOf());
    expect(status).toBe(500);
    expect(body).toContain('Something went wrong on our side.');
    expect(body).not.toContain('throttled');
    expect(lines).toMatchObject([{ level: 'ERROR', message: 'request failed', requestId: 'request-1' }]);
    expect(JSON.stringify(lines)).not.toContain('ana@');
  });
});

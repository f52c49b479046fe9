import { describe, expect, it } from 'vitest';
import type { Language } from '../../../shared/contracts/contract.ts';
import { noticesFor } from '../../../shared/notices/plan.ts';
import { render } from '../../../shared/notices/render.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import {
  anAnswer,
  anEscalation,
  anOpening,
  anOpeningRoundTheClock,
  aTicket,
  aWarning,
  desk,
  everyLanguage,
  recorded,
} from './events.ts';

function mail(event: TicketEvent, { language = 'en', ...overrides }: Partial<Ticket> = {}) {
  const ticket = aTicket({ language, ...overrides });
  const [notice] = noticesFor(recorded(event), ticket, { ...desk, staffLanguage: language }).notices;
  if (!notice) throw new Error('no notice');
  return render(notice, ticket);
}

const events = {
  acknowledgement: (language: Language) => anOpening({ language }),
  reply: () => anAnswer(),
  warning: () => aWarning(),
  'warning that came too late': () => aWarning({ at: '2026-01-05T14:00:00.000Z' }),
  escalation: () => anEscalation(),
};
const cases = Object.entries(events).flatMap(([kind, event]) =>
  everyLanguage.map((language) => ({ kind, language, event: event(language) })),
);

/** What a reader sees of the HTML, without white space, to compare with the text. */
const seen = (html: string) =>
  html
    .replace(/^.*<body[^>]*>/s, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s/g, '');
const unspaced = (text: string) => text.replace(/^-- $/m, '').replace(/\s/g, '');

describe.each(cases)('$kind in $language', ({ language, event }) => {
  it('leaves no placeholder open', () => {
    const { subject, text, html } = mail(event, { language });
    for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|null|NaN|\$\{|\{\{|\[object|=>/);
    expect(text).toContain('123-456-782');
    expect(subject).toContain('123-456-782');
  });

  it('says the same in text and HTML', () => {
    const { text, html } = mail(event, { language });
    expect(seen(html)).toBe(unspaced(text));
  });

  it('names its language and leaves colours to the reader', () => {
    const { html } = mail(event, { language });
    expect(html).toContain(`<html lang="${{ en: 'en', fr: 'fr', zh: 'zh-Hans' }[language]}">`);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/<script|<style|<img|<a |(?:color|background)\s*:/i);
  });
});

describe('the acknowledgement', () => {
  it.each([
    [
      'en',
      'We will answer by Monday, 5 January 2026 at 14:00 (Europe/Paris).',
      'by Monday, 5 January 2026 at 18:00 (Europe/Paris).',
    ],
    [
      'fr',
      'au plus tard le lundi 5 janvier 2026 à 14:00 (Europe/Paris).',
      'au plus tard le lundi 5 janvier 2026 à 18:00 (Europe/Paris).',
    ],
    ['zh', '2026年1月5日星期一 14:00（Europe/Paris）回复您。', '2026年1月5日星期一 18:00（Europe/Paris）为您解决问题。'],
  ] as const)('promises the due times of the contract in %s', (language, first, resolution) => {
    const { text } = mail(anOpening({ language }), { language });
    expect(text).toContain(first);
    expect(text).toContain(resolution);
  });

  it('promises in UTC, to the second, for a contract that serves round the clock', () => {
    const { text } = mail(anOpeningRoundTheClock());
    expect(text).toContain('We will answer by Monday, 5 January 2026 at 13:00:05 (UTC).');
  });

  it.each(everyLanguage)('promises nothing without a clock in %s', (language) => {
    const { text } = mail(anOpening({ language, clocks: [] }), { language });
    expect(text).not.toMatch(/2026|Paris|UTC/);
  });

  it('keeps the subject, without its answer marks, and adds the reference', () => {
    expect(mail(anOpening()).subject).toBe('Re: The printer is on fire [#123-456-782]');
    for (const subject of [
      'Re: RE : TR: Imprimante',
      'AW: Imprimante [#987-654-321]',
      '回复：Re[2]: Imprimante',
      'Fwd: Imprimante',
    ])
      expect(mail(anOpening(), { subject }).subject).toBe('Re: Imprimante [#123-456-782]');
    expect(mail(anOpening(), { subject: 'Reset: my password' }).subject).toBe('Re: Reset: my password [#123-456-782]');
    expect(mail(anOpening({ language: 'fr' }), { subject: ' Re: ' }).subject).toBe('Re: Votre message [#123-456-782]');
  });

  it('says the reference so that it can be read out', () => {
    expect(mail(anOpening()).text).toContain('digit by digit: 1 2 3 – 4 5 6 – 7 8 2.');
  });

  it('delivers nothing that the sender wrote but the subject', () => {
    const requester = { address: 'zoe@customer.example', name: 'Buy at http://spam.example' };
    const { text, html } = mail(anOpening({ requester, subject: 'BUY' }), { subject: 'BUY', requester });
    expect(text).not.toMatch(/buy|spam|please help/i);
    expect(html.replace(/<title>.*<\/title>/, '')).not.toMatch(/buy|spam|please help/i);
  });
});

describe("an agent's reply", () => {
  it('is the text as it was written, with the reference below a signature line', () => {
    const { text } = mail(anAnswer({ text: '\r\nFirst.\r\n\r\n    indented <b>\u0000\n' }));
    expect(text).toBe(
      'First.\n\n    indented <b>\n\n-- \nReference 123-456-782\nTo continue this conversation, simply reply to this message.\n',
    );
  });

  it('cannot smuggle markup into the HTML', () => {
    const { html } = mail(anAnswer({ text: `<img src=x onerror="alert('1')"> & "done"\nnext` }), {
      subject: '</title><script>alert(1)</script>',
    });
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; &quot;done&quot;<br>next');
    expect(html).not.toMatch(/<img|<script/);
  });
});

describe('mail to our people', () => {
  it('says what is due, how much time has passed, and of which ticket', () => {
    const { subject, text } = mail(aWarning(), { assignee: 'ana', channel: 'on-site' });
    expect(subject).toBe('[Guichet] 123-456-782: first response, 80% of the time has passed – The printer is on fire');
    expect(text).toContain(
      'Ticket 123-456-782: the first response is due by Monday, 5 January 2026 at 14:00 (Europe/Paris). 80% of the time has passed.',
    );
    for (const fact of [
      'Subject: The printer is on fire',
      'Requester: Zoé Müller <zoe@customer.example>',
      'Priority: normal',
      'Assignee: ana',
      'Status: open',
      'Channel: on site',
      'Contract: ctr_paris (version 3)',
      'Time left (service hours): 1 hour',
    ])
      expect(text.split('\n')).toContain(fact);
  });

  it('says since when a promise has been missed', () => {
    const { subject, text } = mail(anEscalation());
    expect(subject).toBe('[Guichet] 123-456-782: first response missed – The printer is on fire');
    expect(text).toContain('the first response has been missed since Monday, 5 January 2026 at 14:00 (Europe/Paris).');
    expect(text.split('\n')).toContain('Late by (service hours): 2 hours');
    expect(text.split('\n')).toContain('Escalation step: breach+PT2H');
  });

  it('does not speak of time left when the warning came too late', () => {
    const { text } = mail(aWarning({ at: '2026-01-05T14:00:00.000Z' }));
    expect(text).toContain('was due by Monday, 5 January 2026 at 14:00 (Europe/Paris). That time has passed.');
    expect(text).toContain('Time left (service hours): 0 minutes');
  });

  it('has no tag by which an answer would be put on the ticket', () => {
    const { subject } = mail(aWarning(), { subject: 'Re: Printer [#123-456-782]' });
    expect(subject).toMatch(/ – Printer$/);
    expect(subject).not.toContain('#');
  });
});

describe('facts', () => {
  it('are cut at 500 characters', () => {
    const longest = 'x'.repeat(500);
    expect(mail(aWarning(), { subject: longest }).text).toContain(`Subject: ${longest}\n`);
    expect(mail(aWarning(), { subject: `${longest}x` }).text).toContain(`Subject: ${'x'.repeat(499)}…\n`);
  });
});

import { describe, expect, it } from 'vitest';
import type { Language } from '../../../shared/contracts/vocabulary.ts';
import {
  anAnswer,
  anEarlyEscalation,
  anEscalation,
  anOpening,
  anOpeningRoundTheClock,
  aWarning,
  everyLanguage,
} from './events.ts';
import { followAt, mail, takeNoteAt } from './rendered.ts';

const events = {
  acknowledgement: (language: Language) => anOpening({ language }),
  reply: () => anAnswer(),
  warning: () => aWarning(),
  'warning that came too late': () => aWarning({ at: '2026-01-05T14:00:00.000Z', secondsLeft: 0 }),
  'warning so long before the end': () => aWarning({ step: '90 minutes before breach', secondsLeft: 5400 }),
  'warning without a due time': () => aWarning({ dueAt: undefined, secondsLeft: 0 }),
  escalation: () => anEscalation(),
  'escalation at the breach': () => anEscalation({ step: 'breach', at: '2026-01-05T13:00:00.001Z', secondsLate: 0 }),
  'escalation in place of a warning': () => anEarlyEscalation(),
  'escalation without a due time': () => anEarlyEscalation({ dueAt: undefined, secondsLate: 0 }),
  'acknowledgement of a suspended customer': (language: Language) =>
    anOpening({ language, clocks: [], entitlement: 'suspended', entitlementReason: 'Unpaid.' }),
};
const cases = Object.entries(events).flatMap(([kind, event]) =>
  everyLanguage.map((language) => ({ kind, language, event: event(language) })),
);

/** What a reader sees of the HTML, without white space, to compare with the text. */
const seen = (html: string) =>
  html
    .replace(/^.*<body[^>]*>/s, '')
    .replace(/<a href="([^"]*)">([^<]*)<\/a>/g, '$2$1')
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
    expect(html).not.toMatch(/<script|<style|<img|(?:color|background)\s*:/i);
    const links = [...html.matchAll(/<a\s[^>]*>/g)].map(([link]) => link);
    const isToStaff = event.type === 'SlaWarned' || event.type === 'Escalated';
    const leadsTo = isToStaff ? takeNoteAt : event.type === 'TicketOpened' ? followAt : undefined;
    expect(links).toEqual(leadsTo === undefined ? [] : [`<a href="${leadsTo}">`]);
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

  it.each([
    ['en', 'We will answer by', 'We will tell you how far we have come by', 'We will deal with your complaint and answer it by'],
    ['fr', 'Nous vous répondrons', 'Nous vous donnerons des nouvelles de l’avancement', 'Votre réclamation sera traitée'],
    ['zh', '回复您。', '向您通报进展。', '处理您的投诉并予以答复。'],
  ] as const)('knows every promise in %s', (language, answer, update, complaint) => {
    const [clock] = anOpening().clocks;
    for (const [metric, words] of [
      ['first-response', answer],
      ['next-response', answer],
      ['update', update],
      ['complaint', complaint],
    ] as const)
      expect(mail(anOpening({ language, clocks: [{ ...clock!, metric }] }), { language }).text).toContain(words);
  });

  it.each([
    ['en', 'Service under your contract is suspended at present. The reason: Invoice 17 is unpaid.'],
    ['fr', 'Le service prévu par votre contrat est actuellement suspendu. Motif\u00a0: Invoice 17 is unpaid.'],
    ['zh', '您合同项下的服务目前已暂停。原因：Invoice 17 is unpaid.'],
  ] as const)('of a suspended customer says so, and why, and promises nothing in %s', (language, words) => {
    const event = anOpening({ language, entitlement: 'suspended', entitlementReason: 'Invoice 17 is unpaid.' });
    const { text } = mail(event, { language });
    expect(text).toContain(words);
    expect(text).toContain('123-456-782');
    expect(text).not.toMatch(/2026|Paris|UTC|A person will read|sera lu par|会阅读/);
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

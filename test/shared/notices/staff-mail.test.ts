import { describe, expect, it } from 'vitest';
import { clockMetrics } from '../../../shared/sla/clock.ts';
import { anEarlyEscalation, anEscalation, aWarning, everyLanguage } from './events.ts';
import { mail, takeNoteAt } from './rendered.ts';

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
    expect(text.split('\n')).toContain('Escalation step: 2 hours after breach');
  });

  it('does not speak of time left when the warning came too late', () => {
    const { text } = mail(aWarning({ at: '2026-01-05T14:00:00.000Z', secondsLeft: 0 }));
    expect(text).toContain('was due by Monday, 5 January 2026 at 14:00 (Europe/Paris). That time has passed.');
    expect(text).toContain('Time left (service hours): 0 minutes');
  });

  it('says how much is left at most when the ladder counts from the end', () => {
    const { subject, text } = mail(aWarning({ step: '30 minutes before breach', secondsLeft: 1800 }));
    expect(subject).toBe('[Guichet] 123-456-782: first response, no more than 30 minutes left – The printer is on fire');
    expect(text).toContain('No more than 30 minutes of service time is left.');
    expect(text.split('\n')).toContain('Escalation step: 30 minutes before breach');
  });

  it('does not take outside service hours for late', () => {
    const { text } = mail(aWarning({ secondsLeft: 0 }));
    expect(text).toContain('is due by Monday, 5 January 2026 at 14:00 (Europe/Paris).');
  });

  it('names what is promised, each of the six, in every language', () => {
    const named = everyLanguage.map((language) =>
      clockMetrics.map((clock) => mail(anEscalation({ clock }), { language }).subject.replace(/ – .*$/, '')),
    );
    expect(named).toEqual([
      [
        '[Guichet] 123-456-782: pick-up of the call missed',
        '[Guichet] 123-456-782: first response missed',
        '[Guichet] 123-456-782: next response missed',
        '[Guichet] 123-456-782: progress update missed',
        '[Guichet] 123-456-782: resolution missed',
        '[Guichet] 123-456-782: answer to the complaint missed',
      ],
      [
        '[Guichet] 123-456-782 : prise d’appel en retard',
        '[Guichet] 123-456-782 : première réponse en retard',
        '[Guichet] 123-456-782 : réponse suivante en retard',
        '[Guichet] 123-456-782 : information sur l’avancement en retard',
        '[Guichet] 123-456-782 : résolution en retard',
        '[Guichet] 123-456-782 : réponse à la réclamation en retard',
      ],
      [
        '[Guichet] 123-456-782：电话接听已逾期',
        '[Guichet] 123-456-782：首次响应已逾期',
        '[Guichet] 123-456-782：后续回复已逾期',
        '[Guichet] 123-456-782：进展通报已逾期',
        '[Guichet] 123-456-782：问题解决已逾期',
        '[Guichet] 123-456-782：投诉答复已逾期',
      ],
    ]);
  });

  it.each([
    [
      'en',
      'An earlier warning about this could not be delivered',
      'is still to be done by Monday, 5 January 2026 at 14:00',
      'Time left (service hours): 1 hour',
      /missed|late/i,
    ],
    [
      'fr',
      'Un avertissement précédent à ce sujet n’a pas pu être remis',
      'est encore attendue, au plus tard le lundi 5 janvier 2026',
      'Temps restant (heures de service)\u00a0: 1 heure',
      /retard|dépassée depuis/i,
    ],
    ['zh', '此前关于此事的提醒未能送达', '尚待完成，截止时间为2026年1月5日', '剩余时间（服务时间）：1小时', /逾期/],
  ] as const)('that comes early says in %s why, and not that anything was missed', (language, why, until, left, missed) => {
    const { subject, text } = mail(anEarlyEscalation(), { language });
    for (const words of [why, until, left]) expect(text).toContain(words);
    expect(subject).not.toMatch(missed);
    expect(text.replace(/^.*(?:Escalation step|Niveau d’escalade|升级步骤).*$/m, '')).not.toMatch(missed);
  });

  it('that stands in for a warning but comes late says both', () => {
    const { text } = mail(anEscalation({ because: 'undelivered' }));
    expect(text).toContain('has been missed since');
    expect(text).toContain('An earlier warning about this could not be delivered');
  });

  it.each([
    ['en', 'Its due time is not fixed at present', 'Due: not fixed at present'],
    ['fr', 'Son échéance n’est pas fixée pour le moment', 'Échéance\u00a0: non fixée pour le moment'],
    ['zh', '截止时间目前未定', '截止时间：目前未定'],
  ] as const)('says in %s that the due time is not fixed while a pause has no end', (language, headline, fact) => {
    for (const event of [
      aWarning({ dueAt: undefined, secondsLeft: 0 }),
      anEarlyEscalation({ dueAt: undefined, secondsLate: 0 }),
    ]) {
      const { text } = mail(event, { language });
      expect(text).toContain(headline);
      expect(text.split('\n')).toContain(fact);
      expect(text).not.toMatch(/2026|Time left|Temps restant|剩余时间/);
    }
  });

  it('has a link of its own to take note by, whole in the text, and nothing else to click on', () => {
    const { text, html } = mail(aWarning(), { subject: 'see https://evil.example/x' });
    expect(text).toContain(`\nTake note of this\n${takeNoteAt}\n`);
    expect(html).toContain(`<a href="${takeNoteAt}">Take note of this</a>`);
    expect([...html.matchAll(/href=/g)]).toHaveLength(1);
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

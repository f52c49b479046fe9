import { describe, expect, it } from 'vitest';
import { isAbsenceNote, namesNote } from '../../../../shared/intake/email/absence.ts';

const alone = (subject: string, text = 'Some text.') => isAbsenceNote({ subject, text, answers: false });

/** What mail programs put before the subject they answer. */
const prefixes = [
  'Automatic reply',
  'Auto reply',
  'AutoReply',
  'Auto Response',
  'Out of Office',
  'Out of the Office',
  'Out of Office AutoReply',
  'Automatische Antwort',
  'Abwesenheitsnotiz',
  'Réponse automatique',
  "Réponse automatique d'absence du bureau",
  'Absence du bureau',
  'Respuesta automática',
  'Fuera de la oficina',
  'Risposta automatica',
  'Fuori sede',
  'Resposta automática',
  'Ausência temporária',
  'Automatisch antwoord',
  'Afwezigheidsbericht',
  'Automatiskt svar',
  'Autosvar',
  'Frånvaro',
  'Automatisk svar',
  'Fravær',
  'Automaattinen vastaus',
  'Odpowiedź automatyczna',
  'Automatyczna odpowiedź',
  'Automatická odpověď',
  'Automatikus válasz',
  'Răspuns automat',
  'Otomatik Yanıt',
  'Αυτόματη απάντηση',
  'Автоматический ответ',
  'Автоответ',
  'Автоматична відповідь',
  'Automātiskā atbilde',
  '自動応答',
  '自動返信',
  '自动答复',
  '自动回复',
  '自動回覆',
  '자동 회신',
  'תשובה אוטומטית',
  'رد تلقائي',
  'Balasan otomatis',
];

describe('an absence note without a header that says so', () => {
  it.each(prefixes)('is known by the formula "%s" before the subject it answers', (prefix) => {
    expect(alone(`${prefix}: Ticket 4711`)).toBe(true);
    expect(alone(`${prefix} : Ticket 4711`)).toBe(true);
    expect(alone(`[EXTERN] ${prefix}: Ticket 4711`)).toBe(true);
  });

  it.each(prefixes)('is none where "%s" stands behind a reply prefix: then a person answered one', (prefix) => {
    expect(alone(`Re: ${prefix}: Ticket 4711`)).toBe(false);
    expect(alone(`WG: ${prefix}: Ticket 4711`)).toBe(false);
  });

  it.each(['Out of Office Reply', 'Auto Response', 'OOO: Out of Office', 'Jane Roe is out of the office.', '自動返信'])(
    'is known by "%s" as the whole subject',
    (subject) => expect(alone(subject)).toBe(true),
  );

  it('is one whatever the answered subject asks, if it answers or says who is away', () => {
    const subject = 'Automatic reply: How do I reset my password?';
    expect(isAbsenceNote({ subject, text: 'Some text.', answers: true })).toBe(true);
    expect(alone(subject, 'I am out of the office until 5 May.')).toBe(true);
    expect(alone(subject)).toBe(false);
  });

  it.each([
    ['Vacation: Ticket', 'I am on vacation until Monday.'],
    ['Urlaub', 'Ich bin bis zum 5. Mai im Urlaub und wieder erreichbar ab dem 6.'],
    ['Absent', 'Je suis actuellement absent.'],
    ['Ausente', 'Estaré fuera hasta el lunes.'],
    ['外出', '我将外出至周一。'],
    ['Away until May 5', 'I will be back on May 6.'],
  ])('is known by "%s" only with a text about being away', (subject, text) => {
    expect(alone(subject)).toBe(false);
    expect(alone(subject, text)).toBe(true);
    expect(isAbsenceNote({ subject, text: 'Some text.', answers: true })).toBe(true);
  });
});

describe('a customer', () => {
  it.each([
    'Printer prints "out of office" page every morning',
    'Automatic reply is not being sent from my mailbox',
    'Automatic replies: two questions',
    'My vacation request form fails to save',
    'Autosvar fungerar inte',
    'Auto-reply loop between two mailboxes, please help',
    'Abwesenheitsnotiz lässt sich nicht einschalten',
    'Réponse automatique impossible à désactiver',
    'La respuesta automática no funciona',
    '自動返信が送信されません',
    '自动回复无法设置',
    'Out of office: how do I switch it on?',
    'Automatic reply: not sent to external senders',
    'Abwesenheitsnotiz: Einrichtung im gemeinsamen Postfach',
    'Automatic update notification',
    'auto: Something',
    'Absence management module: import fails',
    'Vacation',
    'Leave',
  ])('who writes "%s" is a person', (subject) => {
    expect(alone(subject)).toBe(false);
  });

  it.each([
    ['Out of office', 'Hello, can you please set up an out of office reply for Bob? He left.'],
    ['Out of office', 'I am away from Friday and it does not work: people still get last year\u2019s text.'],
    ['Abwesenheitsnotiz', 'Bitte für Frau Müller ab morgen eine Abwesenheitsnotiz einrichten.'],
    ['Réponse automatique', 'Bonjour, merci de mettre en place une réponse automatique pour M. Leroy.'],
    ['自动回复', '请问怎么设置自动回复？'],
  ])('who asks for something under "%s" is a person', (subject, text) => {
    expect(alone(subject, text)).toBe(false);
  });
});

it('looks at hostile subjects and texts in no time', () => {
  const started = performance.now();
  for (const unit of ['auto ', 'absence ', '[', 'из ', ': ', 'out of the office ', '不在']) {
    namesNote(unit.repeat(20_000).slice(0, 500));
    isAbsenceNote({ subject: `Out of office: ${unit.repeat(90)}`, text: unit.repeat(100_000), answers: false });
  }
  expect(performance.now() - started).toBeLessThan(1_000);
});

import { describe, expect, it } from 'vitest';
import { readForward } from '../../../../shared/intake/email/forward.ts';

const headers =
  'From: Bo Ek <Bo@x.example>\nDate: 3 May 2024 at 10:12\nSubject: Old\nTo: "Lima, Ana" <ana@x.example>, cy@x.example';
const parts = {
  from: { address: 'bo@x.example', name: 'Bo Ek' },
  to: [{ address: 'ana@x.example', name: 'Lima, Ana' }, { address: 'cy@x.example' }],
  date: '3 May 2024 at 10:12',
  subject: 'Old',
  text: 'It burns.\n\nBo',
};
const read = (text: string, context = {}) => readForward(text, undefined, context);

describe('a forward', () => {
  it.each([
    '---------- Forwarded message ---------',
    'Begin forwarded message:',
    '-------- Weitergeleitete Nachricht --------',
    'Début du message transféré :',
    'Inizio messaggio inoltrato:',
    '---------- 转发邮件 ----------',
  ])('is told by its line and taken apart, quoted or not: %s', (line) => {
    expect(read(`See below.\n\n${line}\n${headers}\n\nIt burns.\n\nBo`)).toEqual({ ...parts, ownText: 'See below.' });
    const quoted = `${line}\n\n${headers}\n\nIt burns.\n\nBo`.replace(/^/gm, '> ');
    expect(read(`See below.\n\n${quoted}\n\nThanks`)).toEqual({ ...parts, ownText: 'See below.\n\nThanks' });
  });
  it('needs no headers', () => {
    expect(read('Begin forwarded message:\nHello')).toMatchObject({ from: undefined, to: [], text: 'Hello', ownText: '' });
  });
  it('is read from HTML', () => {
    const table =
      '<table><tr><th>Subject: </th><td>Old</td></tr><tr><th>From: </th><td>Bo &lt;bo@x.example&gt;</td></tr></table>';
    const html = `<p>FYI</p><div>-------- Forwarded Message --------${table}<br><p>It burns.</p></div>`;
    expect(readForward(undefined, html)).toMatchObject({
      subject: 'Old',
      from: { name: 'Bo' },
      text: 'It burns.',
      ownText: 'FYI',
    });
  });
});

describe('the headers of Outlook, which answers and forwards share,', () => {
  const mail = `See below.\n\n-----Original Message-----\n${headers}\n\nIt burns.\n\nBo`;
  it('make a forward by the subject, or where their sender is nobody on this mail', () => {
    expect(read(mail, { subject: 'FW: Old' })).toEqual({ ...parts, ownText: 'See below.' });
    expect(read(mail, { subject: 'Old', correspondents: ['ana@x.example'] })).toEqual({ ...parts, ownText: 'See below.' });
  });
  it.each([
    { subject: 'RE: Old', correspondents: ['ana@x.example'] },
    { subject: 'AW: Old' },
    { subject: 'Old', correspondents: ['ana@x.example', 'Bo@x.example'] },
    {},
  ])('else an answer: %j', (context) => {
    expect(read(mail, context)).toBeUndefined();
  });
});

describe('no forward', () => {
  it('is what only names two people', () => {
    const text = 'please change:\nFrom: ana@x.example\nTo: bea@x.example\nfrom next week on';
    expect(read(text, { subject: 'Rota', correspondents: ['cy@x.example'] })).toBeUndefined();
  });
  it.each([
    'On 3 May 2024 at 10:12, Bo <bo@x.example> wrote:\n\n> ---------- Forwarded message ---------\n> From: x@x.example',
    'Yes.\n\n> one\n> two\n> three',
    'I have a question about your forwarded message.',
    '',
  ])('is %j', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

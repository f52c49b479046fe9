import { describe, expect, it } from 'vitest';
import { visibleReply } from '../../../../shared/intake/email/visible.ts';

const own = 'Thanks, that works.\n\nBut the second printer still jams.';
const older = 'Does the printer work?\n\nRegards\nDesk';
const visible = (text: string, delimiter?: string) => visibleReply({ text }, delimiter === undefined ? {} : { delimiter });
const quoted = older.replace(/^/gm, '> ');

describe('the older mail that an answer quotes', () => {
  it.each([
    'On Fri, May 3, 2024 at 10:12 AM Ana Lima <ana@x.example> wrote:',
    'Am Fr., 3. Mai 2024 um 10:12 Uhr schrieb Ana Lima <ana@x.example>:',
    'Le ven. 3 mai 2024 à 10:12, Ana Lima <ana@x.example> a écrit :',
    'El vie, 3 may 2024 a las 10:12, Ana Lima (<ana@x.example>) escribió:',
    'Il giorno ven 3 mag 2024 alle ore 10:12 Ana Lima <ana@x.example> ha scritto:',
    'Op 3 mei 2024, om 10:12 heeft Ana Lima <ana@x.example> het volgende geschreven:',
    'pt., 3 maj 2024 o 10:12 Ana Lima <ana@x.example> napisał(a):',
    'Em sex., 3 de mai. de 2024 às 10:12, Ana Lima <ana@x.example> escreveu:',
    'Den fre 3 maj 2024 kl 10:12 skrev Ana Lima <ana@x.example>:',
    'pe 3. toukok. 2024 klo 10.12 Ana Lima (ana@x.example) kirjoitti:',
    'пт, 3 мая 2024 г. в 10:12, Ana Lima <ana@x.example>:',
    'Vào Th 6, 3 thg 5, 2024 vào lúc 10:12 Ana Lima <ana@x.example> đã viết:',
    'Ana Lima <ana@x.example> 于2024年5月3日周五 10:12写道：',
    '2024年5月3日(金) 10:12 Ana Lima <ana@x.example>:',
    '2024년 5월 3일 (금) 오전 10:12, Ana Lima <ana@x.example>님이 작성:',
    'Ana Lima <ana@x.example>, 3 May 2024 Cum, 10:12 tarihinde şunu yazdı:',
  ])('goes, marked or not, also below a broken attribution: %s', (attribution) => {
    const broken = attribution.replace(/ (?=[(<]*ana@)/, '\n');
    for (const head of [attribution, broken])
      for (const body of [quoted, older]) expect(visible(`${own}\n\n${head}\n\n${body}`)).toBe(own);
  });

  it.each([
    ['From', 'Sent', 'To', 'Subject'],
    ['Von', 'Gesendet', 'An', 'Betreff'],
    ['De ', 'Envoyé ', 'À ', 'Objet '],
    ['Da', 'Inviato', 'A', 'Oggetto'],
    ['Od', 'Wysłano', 'Do', 'Temat'],
    ['发件人', '发送时间', '收件人', '主题'],
    ['差出人', '送信日時', '宛先', '件名'],
  ])('goes below the headers of Outlook: %s', (from, sent, to, subject) => {
    const head = `${from}: Desk <desk@x.example>\n${sent}: Friday 3 May 2024 10:12\n${to}: Ana\n${subject}: Printer`;
    expect(visible(`${own}\n\n________________________________\n${head}\n\n${older}`)).toBe(own);
    expect(visible(`${own}\n\n${head.replace(/^([^:]+):/gm, '*$1:*')}\n\n${older}`)).toBe(own);
  });

  it.each([
    '-----Original Message-----',
    '-------- Ursprüngliche Nachricht --------',
    "-------- Message d'origine --------",
    '*----- Mensaje original -----*',
    '------------------ 原始邮件 ------------------',
  ])('goes below a line of its own: %s', (line) => {
    expect(visible(`${own}\n\n${line}\nof old\n`)).toBe(own);
  });

  it('goes when the answer stands below it, and stays between answers', () => {
    const head = 'On 5/3/24 10:12, Desk wrote:';
    expect(visible(`${head}\n${quoted}\n\n${own}`)).toBe(own);
    const between = `${head}\n> One?\n\nYes.\n\n> Two?\n\nNo.`;
    expect(visible(`${between}\n\n> Regards\n> Desk`)).toBe(between);
  });

  it('goes from the line that the desk had put above it, unless the answer is below', () => {
    const line = '-- REPLY ABOVE THIS LINE --';
    expect(visible(`${own}\n\nSent from my iPhone\n\n> ${line}\n\n${older}`, line)).toBe(own);
    expect(visible(`> ${line}\n> Hello\n\n${own}`, line)).toBe(own);
  });
});

describe('signatures', () => {
  it.each([
    '-- \nAna Lima\nClerk',
    '--\nAna Lima',
    'Sent from my iPhone',
    'Von meinem iPhone gesendet',
    '发自我的iPhone',
    '____\n***',
  ])('that a mark or a program sets apart go: %j', (signature) => {
    expect(visible(`${own}\n\n${signature}\n`)).toBe(own);
    expect(visible(`${own}\n\n${signature}\n\nOn 5/3/24 10:12, Desk wrote:\n${quoted}`)).toBe(own);
  });
  it.each([
    'Regards,\nAna Lima',
    '-Ana',
    '—\nAna Lima',
    'Sent by mistake',
    'Sent from my desk, which is easier than the phone.',
    '--\nProblem B: scanner is dead.',
    '-- \nThe scanner is dead. Nobody here can print.',
    '--\nAnd the scanner, what shall I do?',
    '-- \nAnd the scanner, what shall I do?',
    '--\nNow the scanner is dead.\nAna',
  ])('or what may be the customer’s own words stay: %j', (ending) => {
    expect(visible(`${own}\n\n${ending}`)).toBe(`${own}\n\n${ending}`);
  });
});

describe('what only looks like an older mail', () => {
  it.each([
    'From: Paris\nTo: London\nDate: 12 May 2024\n\nPlease book this.',
    'Invitation:\n\nDate: Wednesday\nTime: 7:00\nAddress: 1 Fox St\n\nPlease come.',
    'On Monday I wrote to your colleague at 10:15. He wrote:\nreinstall it.\nI did.',
    'On 3 May 2024 at 10:12 the machine said:\nE42. What now?',
    'Am 3. Mai 2024 um 10:12 kam die Meldung:\nE42.',
    'My colleague bob@x.example wrote:\nplease help\n\nWhat should I tell him?',
    'Write to ana@x.example.\nYesterday my boss wrote:\n"no"\nWhat now?',
    'My boss (ana@x.example) wrote on 3 May 2024 that:\n1. it burns\n2. it smokes',
    'On 12 May 2024 the printer broke. Then our clerk Bob <bob@x.example> wrote:\nit burns',
    'I run this:\n\n> npm start\n> tsc && node\n\nand then nothing.',
    'Order 12345 from ana@x.example:\n2 printers',
    'Look:\n\n```\n> quoted in code\nFrom: a@x.example\nDate: b\n```',
    'Here are the headers of the mail:\n\nFrom: a@b.example\nTo: c@d.example\nSubject: hello\n\nCan you tell me why it bounced?',
    'The headers are:\n\nFrom: a@b.example\nDate: 3 May 2024 10:12\nTo: c@d.example\nSubject: hello\n\nWhy did it bounce?',
    'please change:\nFrom: ana@x.example\nTo: bea@x.example\nfrom next week on',
    'My answers are below.\n\nOn Fri, May 3, 2024 at 10:12 AM Ana Lima <ana@x.example> wrote:\n\nDoes it work?\n\nYes.',
    'Meine Antworten unten.\n\nVon: Desk <desk@x.example>\nGesendet: 3. Mai 2024\nAn: Ana\nBetreff: A\n\nGeht es?\n\nJa.',
    'Visit us:\n>>> http://x.example <<<\nor call.',
  ])('stays: %j', (text) => {
    expect(visible(text)).toBe(text);
  });
  it('stays whole when it is passed on', () => {
    const text = `${own}\n\n---------- Forwarded message ---------\nFrom: Bo <bo@x.example>\nSubject: Old\n\n${older}`;
    expect(visible(text)).toBe(text);
  });
});

describe('HTML', () => {
  const answer = '<div>Thanks, that works.</div>';
  const old = '<div>Does the printer work?</div>';
  it.each([
    ['Gmail', `<div class="gmail_quote"><div class="gmail_attr">Scríobh Desk<br></div><blockquote>${old}</blockquote></div>`],
    ['Outlook on the web', `<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Ó:</b> Desk</div>${old}`],
    [
      'Outlook',
      `<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p><b>Ó:</b> Desk</p></div><p>${old}</p>`,
    ],
    ['Apple Mail', `<blockquote type="cite"><div>On 3 May 2024, at 10:12, Desk wrote:</div>${old}</blockquote>`],
    ['Yahoo', `<div id="yahoo_quoted_1" class="ydp1yahoo_quoted"><div>Desk:</div>${old}</div>`],
    ['Thunderbird', `<div class="moz-cite-prefix">Scríobh Desk:</div><blockquote type="cite">${old}</blockquote>`],
    ['Proton', `<div class="protonmail_quote">Scríobh Desk:<blockquote>${old}</blockquote></div>`],
  ])('of %s loses its quote, in a language unknown to us, too', (_, quote) => {
    expect(visibleReply({ html: `${answer}<br>${quote}` })).toBe('Thanks, that works.');
  });
  it('keeps what is typed where Outlook on the web would put the quote', () => {
    expect(visibleReply({ html: `${answer}<div id="appendonsend"></div><p>And the scanner?</p>` })).toBe(
      'Thanks, that works.\n\nAnd the scanner?',
    );
  });
  it('keeps what is only indented', () => {
    const indented = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">My own words</blockquote>';
    expect(visibleReply({ html: answer + indented })).toBe('Thanks, that works.\nMy own words');
  });
});

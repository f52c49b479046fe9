import { describe, expect, it } from 'vitest';
import { headerRules, mostHops } from '../../../../shared/intake/email/automatic-rules.ts';
import { aMail, read, sample } from './an-email.ts';

const natureOf = async (headers: string[], overrides = {}) => (await read(aMail(headers), overrides)).inbound.nature;

describe('the nature of a mail', () => {
  it.each([
    ['auto-reply', 'Auto-Submitted: auto-replied'],
    ['auto-reply', 'Auto-Submitted: Auto-Replied (vacation)'],
    ['auto-generated', 'Auto-Submitted: auto-generated; owner-email="x"'],
    ['auto-generated', 'Auto-Submitted: auto-notified'],
    ['person', 'Auto-Submitted: no'],
    ['person', 'Auto-Submitted: no (a person wrote this)'],
    ['person', 'Auto-Submitted: auto-forwarded'],
    ['bulk', 'Precedence: bulk'],
    ['bulk', 'Precedence: junk'],
    ['bulk', 'Precedence: list'],
    ['auto-reply', 'Precedence: auto_reply'],
    ['person', 'Precedence: first-class'],
    ['bulk', 'List-Id: News <news.example>'],
    ['bulk', 'List-Unsubscribe: <https://news.example/u>'],
    ['auto-generated', 'X-Auto-Response-Suppress: All'],
    ['auto-generated', 'X-Auto-Response-Suppress: DR, OOF, AutoReply'],
    ['person', 'X-Auto-Response-Suppress: DR, RN, NRN'],
    ['person', 'X-Auto-Response-Suppress: None'],
    ['auto-reply', 'X-Autoreply: yes'],
    ['auto-reply', 'X-Autorespond: Away'],
    ['auto-reply', 'X-AutoReply-From: ana@client.example'],
    ['auto-generated', 'X-Guichet-Automatic: acknowledgement'],
    ['auto-generated', 'X-Loop: desk@client.example'],
    ['auto-reply', 'Precedence: auto-reply'],
    ['auto-reply', 'X-Autoresponse: yes'],
    ['auto-reply', 'X-Auto-Submitted: auto-replied'],
    ['bulk', 'List-Help: <mailto:help@news.example>'],
    ['bulk', 'X-MLServer: fml [fml 4.0.3]'],
    ['auto-reply', 'X-Mailer: vacation 1.2'],
    ['bulk', 'Feedback-ID: campaign:customer:newsletter:sender'],
    ['person', 'Feedback-ID: 1.eu-west-1.abc=:AmazonSES'],
    ['auto-reply', 'X-BoxTrapper: verify'],
    ['auto-generated', 'From: no-reply@shop.example'],
    ['auto-generated', 'From: postmaster@shop.example'],
    ['auto-generated', 'From: DoNotReply+17@shop.example'],
    ['person', 'From: noreen@shop.example'],
    ['auto-generated', 'Content-Type: multipart/report; report-type=disposition-notification; boundary=b'],
  ])('is %s for %s', async (nature, header) => {
    expect(await natureOf([header])).toBe(nature);
  });

  it('is automatic where the envelope sender is empty, and says why', async () => {
    const { inbound } = await read(aMail(), { envelopeFrom: '', isNullSender: true });
    expect(inbound).toMatchObject({ nature: 'auto-generated', natureReason: 'null envelope sender' });
  });

  it.each(['Automatic reply: Ticket', 'Abwesenheitsnotiz: Ticket', 'Out of Office', '=?utf-8?B?6Ieq5Yqo5Zue5aSN?=: x'])(
    'takes the subject %s for an absence note, more so where it comes with another sign',
    async (subject) => {
      expect(await natureOf([`Subject: ${subject}`])).toBe('auto-reply');
      expect(await natureOf([`Subject: ${subject}`, 'In-Reply-To: <a@guichet.example>'])).toBe('auto-reply');
      expect(await natureOf([`Subject: ${subject}`], { envelopeFrom: '', isNullSender: true })).toBe('auto-reply');
      expect(await natureOf([`Subject: ${subject}`, 'X-Auto-Response-Suppress: All'])).toBe('auto-reply');
      expect(await natureOf([`Subject: ${subject}`, 'Precedence: junk'])).toBe('auto-reply');
      expect(await natureOf([`Subject: ${subject}`, 'List-Unsubscribe: <https://news.example/u>'])).toBe('bulk');
    },
  );

  it('takes what an inbox rule answered for an answer of a program, and what it passed on for a person\u2019s', async () => {
    const passedOn = 'X-MS-Exchange-Inbox-Rules-Loop: ana@client.example';
    expect(await natureOf([passedOn, 'X-Auto-Response-Suppress: All'])).toBe('auto-reply');
    expect(await natureOf([passedOn])).toBe('person');
  });

  it.each([
    'Re: Out of office',
    'My vacation request form fails',
    'Out of office note: how do I set it?',
    'Auto-reply loop between two mailboxes',
  ])('takes a customer who writes "%s" in a conversation for a person', async (subject) => {
    expect(await natureOf([`Subject: ${subject}`, 'In-Reply-To: <a@guichet.example>'])).toBe('person');
  });

  it('is automatic after more hops than mail takes that does not go in circles', async () => {
    const hops = (n: number) => Array(n).fill('Received: from a.example by b.example; Mon, 5 Jan 2026 08:00:00 +0000');
    expect((await read(aMail(hops(mostHops)))).inbound.nature).toBe('person');
    expect((await read(aMail(hops(mostHops + 1)))).inbound).toMatchObject({
      nature: 'auto-generated',
      natureReason: 'mail loop: 31 hops',
    });
  });

  it('tells an absence note from a customer who writes about one', async () => {
    expect((await read(sample('out-of-office'))).inbound.nature).toBe('auto-reply');
    expect((await read(sample('about-out-of-office'))).inbound.nature).toBe('person');
  });

  it('has no rule that can never hold', () => {
    for (const { header } of headerRules) expect(header).toMatch(/^[a-z][a-z-]*\*?$/);
  });
});

import { describe, expect, it } from 'vitest';
import { headerRules } from '../../../../shared/intake/email/automatic-rules.ts';
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
    ['auto-generated', 'X-Loop: desk@client.example'],
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

  it.each([
    'Automatic reply: Ticket',
    'Réponse automatique : Ticket',
    'Abwesenheitsnotiz: Ticket',
    'Out of Office',
    '=?utf-8?B?6Ieq5Yqo5Zue5aSN?=: x',
  ])('takes the subject %s for an absence note only with another sign', async (subject) => {
    expect(await natureOf([`Subject: ${subject}`])).toBe('person');
    expect(await natureOf([`Subject: ${subject}`, 'In-Reply-To: <a@guichet.example>'])).toBe('auto-reply');
    expect(await natureOf([`Subject: ${subject}`], { envelopeFrom: '', isNullSender: true })).toBe('auto-reply');
    expect(await natureOf([`Subject: ${subject}`, 'X-Auto-Response-Suppress: All'])).toBe('auto-reply');
  });

  it.each([
    'Re: Out of office',
    'My vacation request form fails',
    'Out of office note: how do I set it?',
    'Auto-reply loop between two mailboxes',
  ])('takes a customer who writes "%s" in a conversation for a person', async (subject) => {
    expect(await natureOf([`Subject: ${subject}`, 'In-Reply-To: <a@guichet.example>'])).toBe('person');
  });

  it('tells an absence note from a customer who writes about one', async () => {
    expect((await read(sample('out-of-office'))).inbound.nature).toBe('auto-reply');
    expect((await read(sample('about-out-of-office'))).inbound.nature).toBe('person');
  });

  it('has no rule that can never hold', () => {
    for (const { header } of headerRules) expect(header).toMatch(/^[a-z][a-z-]*\*?$/);
  });
});

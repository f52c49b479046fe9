import { describe, expect, it } from 'vitest';
import { compose, largestMail, type Mail } from '../../../shared/notices/compose.ts';
import type { NoticeKind } from '../../../shared/notices/notice.ts';
import { mostFileBytes, mostFiles } from '../../../shared/notices/outgoing-files.ts';
import { always, automatic, common, conversation, customerMail, header, names, sent, staffMail } from './mails.ts';

describe('a composed mail', () => {
  it('has both bodies, one recipient and the date it was given', async () => {
    const { parsed } = await sent(customerMail());
    expect(parsed.text?.trimEnd()).toBe(common.text.trimEnd());
    expect(parsed.html?.trim()).toBe(common.html);
    expect(parsed.to).toEqual([common.to]);
    expect(parsed.from).toEqual(common.from);
    expect(parsed.date).toBe('2026-01-05T09:00:02.000Z');
  });

  it.each<[NoticeKind, Mail, string[]]>([
    ['acknowledgement', customerMail(), [...always, ...automatic, ...conversation]],
    ['reply', customerMail({ kind: 'reply' }), [...always, ...conversation]],
    ['warning', staffMail('warning'), [...always, ...automatic]],
    ['escalation', staffMail('escalation'), [...always, ...automatic]],
  ])('carries as %s exactly its own headers', async (_, mail, expected) => {
    expect(names(await sent(mail))).toEqual([...expected].sort());
  });

  it.each<[NoticeKind, Mail, string[]]>([
    ['acknowledgement', customerMail(), ['auto-replied']],
    ['reply', customerMail({ kind: 'reply' }), []],
    ['warning', staffMail('warning'), ['auto-generated']],
    ['escalation', staffMail('escalation'), ['auto-generated']],
  ])('says as %s who speaks', async (_, mail, expected) => {
    const got = await sent(mail);
    expect(header(got, 'auto-submitted')).toEqual(expected);
    expect(header(got, 'x-auto-response-suppress')).toEqual(expected.map(() => 'All'));
    expect(header(got, 'x-guichet-notice')).toEqual(['tkt_01']);
    expect(header(got, 'precedence')).toEqual([]);
  });

  it('answers the last message of the conversation and refers to all of it', async () => {
    const { parsed } = await sent(customerMail());
    expect(parsed.inReplyTo).toBe('<second@customer.example>');
    expect(parsed.references).toBe('<first@customer.example> <second@customer.example>');
    expect(parsed.replyTo).toEqual([{ name: '', address: 'support+01.mac@guichet.example' }]);
  });

  it('answers the message that it is told to', async () => {
    const { parsed } = await sent(customerMail({ inReplyTo: 'other@customer.example' }));
    expect(parsed.inReplyTo).toBe('<other@customer.example>');
    expect(parsed.references).toBe('<first@customer.example> <second@customer.example> <other@customer.example>');
  });

  it('leaves out Message-IDs that are none, and the headers when nothing is left', async () => {
    const bad = ['a b@x', 'a@x>\r\nBcc: eve@evil.example', '<a@x>', 'ä@x', '', 'x'.repeat(901)];
    const some = await sent(customerMail({ references: ['ok@x', ...bad] }));
    expect(some.parsed.references).toBe('<ok@x>');
    expect(some.parsed.inReplyTo).toBe('<ok@x>');
    expect(names(await sent(customerMail({ references: bad })))).toEqual([...always, ...automatic, 'reply-to'].sort());
  });

  it('keeps a Message-ID as long as a header line can hold', async () => {
    const id = 'x'.repeat(900);
    const { parsed, head } = await sent(customerMail({ references: [id] }));
    expect(parsed.inReplyTo).toBe(`<${id}>`);
    expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  it('cuts names at 100 characters', async () => {
    const name = 'x'.repeat(100);
    expect((await sent(customerMail({ to: { ...common.to, name } }))).parsed.to?.[0]?.name).toBe(name);
    expect((await sent(customerMail({ to: { ...common.to, name: `${name}x` } }))).parsed.to?.[0]?.name).toBe(
      `${'x'.repeat(99)}…`,
    );
  });

  it('attaches files under their names', async () => {
    const attachments = [{ name: 'Müller\r\n.png', type: 'image/png', content: Uint8Array.of(1, 2, 3) }];
    const { parsed } = await sent(customerMail({ kind: 'reply', attachments }));
    expect(parsed.attachments).toMatchObject([{ filename: 'Müller .png', mimeType: 'image/png', disposition: 'attachment' }]);
    expect(new Uint8Array(parsed.attachments[0]?.content as ArrayBuffer)).toEqual(Uint8Array.of(1, 2, 3));
    expect(parsed.text?.trim()).toBe(common.text.trim());
  });

  it('carries the bytes of a file as they are, whatever its type', async () => {
    const content = Buffer.from('one\ntwo\r\nthree\rFrom me\n.\n\u0000é');
    for (const type of ['text/plain', 'text/html', 'message/rfc822', 'multipart/mixed', 'application/json']) {
      const { parsed } = await sent(customerMail({ kind: 'reply', attachments: [{ name: 'a.eml', type, content }] }));
      expect(parsed.attachments).toHaveLength(1);
      expect(Buffer.from(parsed.attachments[0]?.content as ArrayBuffer).equals(content)).toBe(true);
    }
  });

  it('fits into what SES takes with the longest answer and the largest files, and is refused beyond', async () => {
    const text = '"'.repeat(50_000);
    const html = '&quot;'.repeat(50_000);
    const files = (bytes: number) =>
      Array.from({ length: mostFiles }, (_, n) => ({
        name: `${n}`.padEnd(100, 'é'),
        type: 'application/pdf',
        content: new Uint8Array(Math.floor(bytes / mostFiles)),
      }));
    const reply = (bytes: number) => customerMail({ kind: 'reply', text, html, attachments: files(bytes) });
    const mail = await compose(reply(mostFileBytes));
    expect(mail.length).toBeLessThanOrEqual(largestMail);
    await expect(compose(reply(mostFileBytes * 1.2))).rejects.toThrow(`more than ${largestMail}`);
  });

  it('brings every character of the body through, in lines that mail can carry', async () => {
    for (const text of ['您好：\n🦆\u2028', `.\n..\nFrom here\n${'x'.repeat(5000)}`, 'é'.repeat(3000), 'tab\there ']) {
      const { parsed, raw } = await sent(customerMail({ text }));
      expect(parsed.text?.trimEnd()).toBe(text.trimEnd());
      expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
      expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }
  });
});

describe('addresses', () => {
  it('go out with their domain in ASCII', async () => {
    const { parsed } = await sent(customerMail({ to: { address: 'zoe@bücher.example' } }));
    expect(parsed.to).toEqual([{ name: '', address: 'zoe@xn--bcher-kva.example' }]);
  });

  it.each([
    'élodie@customer.example',
    'zoe@customer.example, eve@evil.example',
    'zoe@customer.example\r\nBcc: eve@evil.example',
    '"a b"@customer.example',
    'zoe@eve@evil.example',
    'unknown@invalid',
    'zoe',
    '',
  ])('are refused rather than repaired: %j', async (address) => {
    await expect(compose(customerMail({ to: { address } }))).rejects.toThrow('nothing can be sent to');
    await expect(compose(customerMail({ replyTo: address }))).rejects.toThrow('nothing can be sent to');
    await expect(compose(staffMail('warning', { from: { name: '', address } }))).rejects.toThrow('nothing can be sent to');
  });
});

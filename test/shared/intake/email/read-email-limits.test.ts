import { describe, expect, it } from 'vitest';
import { longestAddress, longestName, mostAddresses } from '../../../../shared/intake/email/addresses.ts';
import { longestFileName } from '../../../../shared/intake/email/file-names.ts';
import { longestSubject } from '../../../../shared/intake/email/read-email.ts';
import { longestText, mostAttachments } from '../../../../shared/intake/inbound-message.ts';
import { aMail, read } from './an-email.ts';

describe('limits of readEmail', () => {
  it.each([
    [longestText, false],
    [longestText + 1, true],
  ])('keeps a text of %i characters, cut: %s', async (length, textCut) => {
    const { message } = (await read(aMail([], 'a'.repeat(length)))).inbound;
    expect(message.text).toHaveLength(longestText);
    expect(message.textCut).toBe(textCut);
  });

  it('never cuts a character in two', async () => {
    const body = Buffer.from(`${'a'.repeat(longestText - 1)}😀`).toString('latin1');
    const { message } = (await read(aMail(['Content-Type: text/plain; charset=utf-8'], body))).inbound;
    expect(message.text).toBe('a'.repeat(longestText - 1));
    expect(message.textCut).toBe(true);
  });

  it.each([
    [mostAttachments, false],
    [mostAttachments + 1, true],
  ])('keeps %i attachments, cut: %s', async (count, attachmentsCut) => {
    const part = '--b\nContent-Type: image/png\nContent-Disposition: attachment\n\nx\n';
    const { inbound, files } = await read(aMail(['Content-Type: multipart/mixed; boundary=b'], `${part.repeat(count)}--b--`));
    expect(inbound.message.attachments).toHaveLength(mostAttachments);
    expect(files).toHaveLength(mostAttachments);
    expect(inbound.message.attachmentsCut).toBe(attachmentsCut);
  });

  it('keeps subjects, names, addresses and file names within their limits', async () => {
    const long = 'x'.repeat(2_000);
    const part = `--b\nContent-Type: image/png\nContent-Disposition: attachment; filename="${long}.png"\n\nx\n--b--`;
    const many = Array.from({ length: mostAddresses + 1 }, (_, n) => `a${n}@client.example`).join(', ');
    const headers = [
      `From: ${long} <ana@client.example>`,
      `Subject: ${long}`,
      `To: ${many}`,
      `Cc: ${'y'.repeat(longestAddress)}@client.example`,
    ];
    const { subject, message } = (await read(aMail([...headers, 'Content-Type: multipart/mixed; boundary=b'], part))).inbound;
    expect(subject).toHaveLength(longestSubject);
    expect(message.from.name).toHaveLength(longestName);
    expect(message.to).toHaveLength(mostAddresses);
    expect(message.cc).toEqual([]);
    expect(message.attachments[0]?.name).toHaveLength(longestFileName);
    expect(message.attachments[0]?.name).toMatch(/\.png$/);
    expect((await read(aMail([`Subject: ${'x'.repeat(longestSubject)}`]))).inbound.subject).toHaveLength(longestSubject);
  });
});

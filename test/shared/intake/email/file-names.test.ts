import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestFileName, safeFileName } from '../../../../shared/intake/email/file-names.ts';
import { aMail, read } from './an-email.ts';

describe('a file name', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['/u/nsb/RFC-MIME.ps', 'RFC-MIME.ps'],
    ['a\u0000b\r\n.txt', 'ab .txt'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['..', 'attachment-1.pdf'],
    ['dir/', 'attachment-1.pdf'],
    ['a<b>|c?.txt', 'a_b__c_.txt'],
    ['.profile', 'profile'],
    ['Bericht für März.pdf', 'Bericht für März.pdf'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name, 'application/pdf', 1)).toBe(safe);
  });

  it('has no path and no control character whatever it was, and is never empty or too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeFileName(name, 'text/plain', 3);
        expect(safe).not.toMatch(/[/\\]|\p{Cc}|^\.{0,2}$/u);
        expect(safe.length).toBeLessThanOrEqual(longestFileName);
      }),
    );
  });
});

describe('a mail in HTML', () => {
  it('is kept as a safe page beside its pictures, which say by which id it shows them', async () => {
    const { inbound, files } = await read(
      aMail(
        ['Content-Type: multipart/related; boundary=b'],
        '--b\nContent-Type: text/html\n\n<p onclick=x()>Hi <img src="cid:logo@x"></p><script>x()</script>\n--b\nContent-Type: image/png; name=logo.png\nContent-ID: <logo@x>\n\nx\n--b--\n',
      ),
    );
    const { htmlKey, id, attachments, text } = inbound.message;
    expect(htmlKey).toBe(`attachments/${id}/message.html`);
    const page = files.find(({ key }) => key === htmlKey);
    expect(page?.type).toBe('text/html');
    expect(Buffer.from(page?.content ?? []).toString()).toContain('<body><p>Hi <img data-cid="logo@x"></p></body>');
    expect(attachments).toMatchObject([{ name: 'logo.png', contentId: 'logo@x' }]);
    expect(text).toBe('Hi');
  });

  it('has no page where it is plain text', async () => {
    const { inbound, files } = await read(aMail());
    expect([inbound.message.htmlKey, files]).toEqual([undefined, []]);
  });
});

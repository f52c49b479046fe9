import { describe, expect, it } from 'vitest';
import { parseMime } from '../../../../shared/intake/email/parse-mime.ts';
import { aMail, bytes } from './an-email.ts';

const mixed = (body: string, type = 'multipart/mixed; boundary=b') => parseMime(aMail([`Content-Type: ${type}`], body));
const names = ({ parts }: ReturnType<typeof mixed>) => parts.map(({ name }) => name);
const text = (content: Uint8Array | undefined) => Buffer.from(content ?? []).toString('latin1');
const file = (name: string, disposition: string) =>
  `--b\nContent-Type: text/plain; name=${name}\nContent-Disposition: ${disposition}; filename=${name}\n\nIn ${name}.\n`;

describe('the parts of a mail', () => {
  it('that are text without a name are one text, in their order', () => {
    const mail = mixed('--b\n\nOne.\n--b\nContent-Type: text/html\n\n<p>Two.</p>\n--b\n\nThree.\n--b--\n');
    expect(mail.text).toBe('One.\nTwo.\nThree.');
    expect(mail.html).toBe('<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>');
  });

  it('that are alternatives say it once', () => {
    const mail = mixed(
      '--b\n\nText.\n--b\nContent-Type: text/x-amp-html\n\n<html amp4email>\n--b\nContent-Type: text/html\n\n<p>HTML.</p>\n--b--\n',
      'multipart/alternative; boundary=b',
    );
    expect([mail.text, mail.html, mail.parts]).toEqual(['Text.', '<p>HTML.</p>', []]);
  });

  it('that are text with a name are files', () => {
    const mail = mixed(`--b\n\nSee below.\n${file('a.txt', 'inline')}${file('b.txt', 'attachment')}--b--\n`);
    expect([mail.text, names(mail)]).toEqual(['See below.', ['a.txt', 'b.txt']]);
  });

  it('are the text and a file where the only text has a name', () => {
    const mail = mixed(`${file('a.txt', 'inline')}--b--\n`);
    expect([mail.text, names(mail)]).toEqual(['In a.txt.', ['a.txt']]);
  });

  it('that are invitations are kept, named or not', () => {
    const mail = mixed('--b\n\nCome.\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--b--\n');
    expect(mail.parts).toMatchObject([{ name: null, type: 'text/calendar' }]);
  });

  it('that are messages stay whole and go by their subjects', () => {
    const mail = mixed(
      '--b\n\nFYI\n--b\nContent-Type: message/rfc822\n\nSubject: =?utf-8?Q?Caf=C3=A9?= 1/2\nContent-Type: text/plain\n\nNot ours.\n--b--\n',
    );
    expect([mail.text, names(mail)]).toEqual(['FYI', ['Café 1-2.eml']]);
    expect(text(mail.parts[0]?.content)).toContain('Not ours.');
  });

  it('in a digest are messages by default', () => {
    const mail = mixed('--b\n\nSubject: One\n\nWords.\n--b--\n', 'multipart/digest; boundary=b');
    expect(mail.parts).toMatchObject([{ name: 'One.eml', type: 'message/rfc822' }]);
  });

  it('in uuencode are files, and gone from the text', () => {
    const { text: said, parts } = parseMime(
      aMail([], 'Before.\nbegin 644 cat.txt\n#0V%T\n`\nend\nAfter.\nbegin 644 cut.txt\n#0V%T\n'),
    );
    expect(said).toBe('Before.\r\nAfter.\r\nbegin 644 cut.txt\r\n#0V%T\r\n');
    expect(parts.map(({ name, content }) => [name, text(content)])).toEqual([['cat.txt', 'Cat']]);
  });

  it('are found under boundaries with quotes, blanks and dashes, one the beginning of another', () => {
    const mail = parseMime(
      bytes(
        'From: a@b.example\nContent-Type: multipart/mixed; boundary="a b"\n\n--a b  \nContent-Type: multipart/alternative; boundary="a b--"\n\n--a b--\n\nIn.\n--a b----\n--a b\nContent-Type: image/png; name=i.png\n\nx\n--a b--\nEpilogue',
      ),
    );
    expect([mail.text, names(mail)]).toEqual(['In.', ['i.png']]);
  });

  it.each(['multipart/mixed', 'multipart/mixed; boundary=other'])('are found where the boundary is lost: %s', (type) => {
    const mail = mixed('--b\nContent-Type: text/plain\n\nWords.\n--b\nContent-Type: image/png; name=i.png\n\nx\n--b--\n', type);
    expect([mail.text, names(mail)]).toEqual(['Words.', ['i.png']]);
  });

  it('that are cut off are read as far as they go', () => {
    const mail = mixed('--b\n\nWords.\n--b\nContent-Type: image/png; name=i.png\nContent-Transfer-Encoding: base64\n\nQUJDRE');
    expect([mail.text, text(mail.parts[0]?.content)]).toEqual(['Words.', 'ABCD']);
  });

  it('in base64 may come in pieces, with blanks and strange characters', () => {
    const mail = parseMime(aMail(['Content-Transfer-Encoding: BASE64;'], 'Q2F0 IA==\n!!\n bm93'));
    expect(mail.text).toBe('Cat now');
  });

  it('in quoted-printable lose the blanks of the way and keep their own', () => {
    const mail = parseMime(aMail(['Content-Transfer-Encoding: quoted-printable'], 'a  \nb=20 \nc=\n d=E9 =ZZ'));
    expect(mail.text).toBe('a\r\nb \r\nc dé =ZZ');
  });

  it('that are HTML may say their charset themselves', () => {
    const { html } = parseMime(
      aMail(['Content-Type: text/html'], '<meta http-equiv=Content-Type content="text/html; charset=gb2312">\xb7\xfe'),
    );
    expect(html).toContain('服');
  });

  it('that flow are joined, quotes apart, the signature left alone', () => {
    const mail = parseMime(aMail(['Content-Type: text/plain; format=flowed; delsp=no'], 'one \ntwo\n> three \n> four\n-- \nAna'));
    expect(mail.text).toBe('one two\n> three four\n-- \nAna');
  });

  it('show that a mail is signed or encrypted', () => {
    const signed = mixed(
      '--b\n\nWords.\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n',
      'multipart/signed; boundary=b',
    );
    expect([signed.protection, signed.text, signed.parts.length]).toEqual(['signed', 'Words.', 1]);
    expect(mixed('--b\n\nx\n--b--\n', 'multipart/encrypted; boundary=b').protection).toBe('encrypted');
    expect(mixed('x', 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m').protection).toBe('encrypted');
    expect(mixed('x', 'application/pkcs7-mime; smime-type=signed-data').protection).toBe('signed');
    expect(parseMime(aMail([], '-----BEGIN PGP MESSAGE-----\n\nx')).protection).toBe('encrypted');
    expect(parseMime(aMail()).protection).toBeUndefined();
  });
});

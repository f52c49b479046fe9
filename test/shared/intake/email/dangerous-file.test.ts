import { describe, expect, it } from 'vitest';
import { dangerOf } from '../../../../shared/intake/email/dangerous-file.ts';
import { mostEntries, zipEntries } from '../../../../shared/intake/email/zip-entries.ts';
import { aMail, read } from './an-email.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const program = bytes('MZ\u0090\u0000\u0003\u0000\u0000\u0000');
const ole = (rest = '') => bytes(`\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1${rest}`);

/** A zip archive that lists these names; nothing is in it. */
function aZip(names: string[], flags = 0): Uint8Array {
  const entries = names.map((name) => {
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02_01_4b_50, 0);
    header.writeUInt16LE(flags, 8);
    header.writeUInt16LE(name.length, 28);
    return Buffer.concat([header, Buffer.from(name, 'latin1')]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt32LE(4, 16);
  return new Uint8Array(Buffer.concat([bytes('PK\u0003\u0004'), ...entries, end]));
}

describe('an attachment is dangerous', () => {
  it.each([
    ['a program', 'setup.exe', program, 'program'],
    ['a program without an ending', 'setup', program, 'program'],
    ['a program for Linux', 'tool', bytes('\u007fELF\u0002\u0001'), 'program'],
    ['two endings', 'invoice.pdf.exe', bytes('x'), 'program'],
    ['a screen saver', 'photo.SCR', bytes('x'), 'program'],
    ['a script by its name', 'run.vbs', bytes('MsgBox 1'), 'script'],
    ['a script by its content', 'run', bytes('#!/bin/sh\n'), 'script'],
    ['a shortcut', 'invoice', bytes('\u004c\u0000\u0000\u0000\u0001\u0014\u0002\u0000'), 'shortcut'],
    ['a disk image', 'invoice.iso', bytes('x'), 'disk-image'],
    ['a disk image by its content', 'disk', bytes(`${'\0'.repeat(0x8001)}CD001`), 'disk-image'],
    ['a document that may hold macros', 'list.xlsm', aZip(['xl/workbook.xml']), 'macros'],
    ['a document that holds macros', 'letter.docx', aZip(['word/vbaProject.bin']), 'macros'],
    ['an old document that holds macros', 'letter.doc', ole('V\0B\0A\0'), 'macros'],
    ['an archive with a program', 'photos.zip', aZip(['a.jpg', 'b/setup.EXE']), 'holds-program'],
    ['an archive that no scanner reads', 'photos.zip', aZip(['a.jpg'], 1), 'encrypted-archive'],
    ['a program that calls itself a picture', 'photo.jpg', program, 'disguised'],
    ['an archive that calls itself a document', 'invoice.pdf', aZip(['a']), 'disguised'],
    ['a page with a script', 'invoice.html', bytes('<html><script>atob("x")</script>'), 'script'],
    ['a picture with a script', 'logo.svg', bytes('<svg><script >'), 'script'],
  ])('being %s', (_, name, content, danger) => {
    expect(dangerOf(name, content)).toBe(danger);
  });

  it.each([
    ['a picture', 'photo.png', bytes('\u0089PNG\r\n')],
    ['a document', 'letter.docx', aZip(['word/document.xml'])],
    ['an old document', 'letter.doc', ole()],
    ['an archive', 'photos.zip', aZip(['a.jpg', 'notes.txt'])],
    ['a text that begins like a program', 'names.txt', bytes('MZB, Munich')],
    ['a text that begins like a script', 'example.txt', bytes('#!/bin/sh')],
    ['a page', 'page.html', bytes('<p>Hello')],
    ['nothing', 'empty', bytes('')],
    ['a broken archive', 'photos.zip', bytes('PK\u0003\u0004PK\u0005\u0006')],
    ['an enclosed mail', 'message.eml', bytes('From: a@b.example\r\n\r\nHello')],
  ])('not being %s', (_, name, content) => {
    expect(dangerOf(name, content)).toBeUndefined();
  });

  it('on the message, whatever type the mail claims', async () => {
    const body = `--b\nContent-Type: image/jpeg; name=photo.jpg\nContent-Transfer-Encoding: base64\n\n${Buffer.from(program).toString('base64')}\n--b--`;
    const { inbound } = await read(aMail(['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'], body));
    expect(inbound.message.attachments).toMatchObject([{ name: 'photo.jpg', dangerous: 'disguised' }]);
  });
});

describe('the directory of an archive', () => {
  it(`is read up to ${mostEntries} entries`, () => {
    expect(zipEntries(aZip(Array(mostEntries + 1).fill('a')))).toHaveLength(mostEntries);
  });
  it('that points outside itself or lies is read as far as it goes', () => {
    const broken = aZip(['a', 'b']);
    for (let at = 0; at < broken.length; at++) {
      const changed = broken.slice();
      changed[at] = 255;
      expect(zipEntries(changed).length).toBeLessThanOrEqual(2);
    }
    expect(zipEntries(broken.slice(0, -3))).toEqual([]);
  });
});

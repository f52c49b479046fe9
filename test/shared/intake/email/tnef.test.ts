import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMime } from '../../../../shared/intake/email/parse-mime.ts';
import { readTnef } from '../../../../shared/intake/email/tnef.ts';
import { aMail } from './an-email.ts';

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([uint32(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
const attribute = (level: number, id: number, value: Buffer): Buffer =>
  Buffer.concat([Buffer.of(level), uint32(id), uint32(value.length), value, Buffer.alloc(2)]);
const wide = (id: number, text: string): Buffer =>
  Buffer.concat([uint32((id << 16) | 0x1f), uint32(1), padded(Buffer.from(`${text}\0`, 'utf16le'))]);
const number = (id: number, value: number): Buffer => Buffer.concat([uint32((id << 16) | 3), uint32(value)]);

const winmail = Buffer.concat([
  Buffer.from('789f3e220100', 'hex'),
  attribute(1, 0x00069003, Buffer.concat([uint32(2), number(0x3fde, 65001), wide(0x1000, 'Words of Outlook.')])),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from('REPORT~1.PDF\0')),
  attribute(2, 0x0006800f, Buffer.from('%PDF-1.4')),
  attribute(2, 0x00069005, Buffer.concat([uint32(1), wide(0x3707, 'Bericht für März.pdf')])),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from('b.txt\0')),
  attribute(2, 0x0006800f, Buffer.from('B')),
]);

describe('winmail.dat', () => {
  it('gives its files under their long names, and its text', () => {
    const tnef = readTnef(winmail);
    expect(tnef?.files.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
      ['Bericht für März.pdf', '%PDF-1.4'],
      ['b.txt', 'B'],
    ]);
    expect(tnef?.text).toBe('Words of Outlook.');
  });

  it('is taken apart in a mail, and kept where nothing is in it', () => {
    const mail = (content: Buffer) =>
      parseMime(
        aMail(
          ['Content-Type: multipart/mixed; boundary=b'],
          `--b\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n${content.toString('base64')}\n--b--\n`,
        ),
      );
    expect(mail(winmail).parts.map(({ name }) => name)).toEqual(['Bericht für März.pdf', 'b.txt']);
    expect(mail(winmail).text).toBe('Words of Outlook.');
    expect(mail(winmail.subarray(0, 6)).parts.map(({ name }) => name)).toEqual(['winmail.dat']);
    expect(mail(Buffer.from('no such thing')).parts.map(({ name }) => name)).toEqual(['winmail.dat']);
  });

  it('is read wherever it is cut off or broken', () => {
    fc.assert(
      fc.property(fc.nat({ max: winmail.length }), fc.nat({ max: winmail.length - 1 }), fc.nat({ max: 255 }), (end, at, byte) => {
        const broken = Buffer.from(winmail.subarray(0, end));
        if (at < broken.length) broken[at] = byte;
        const files = readTnef(broken)?.files ?? [];
        expect(files.every(({ content }) => content.length <= broken.length)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

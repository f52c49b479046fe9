import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMime } from '../../../../shared/intake/email/parse-mime.ts';
import { signedContent } from '../../../../shared/intake/email/signed-content.ts';
import { aMail } from './an-email.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');
const signedData = hex('06092a864886f70d010702');
const data = hex('06092a864886f70d010701');
/** A value of known length. */
const value = (tag: number, ...content: Buffer[]): Buffer => {
  const whole = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag, 0x82, whole.length >> 8, whole.length & 255), whole]);
};
/** One that ends where its end is written, as programs that stream have it. */
const open = (tag: number, ...content: Buffer[]): Buffer => Buffer.concat([Buffer.of(tag, 0x80), ...content, Buffer.of(0, 0)]);

const inner =
  'Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nSigned words.\r\n--i\r\nContent-Type: image/png; name=i.png\r\n\r\nx\r\n--i--\r\n';
const certificates = value(0xa0, value(0x30, value(0x04, Buffer.from('no words'))));
const whole = (encapsulated: Buffer) =>
  value(0x30, signedData, value(0xa0, value(0x30, hex('020101'), value(0x31), encapsulated, certificates)));
const closed = whole(value(0x30, data, value(0xa0, value(0x04, Buffer.from(inner)))));
const streamed = open(
  0x30,
  signedData,
  open(
    0xa0,
    open(
      0x30,
      hex('020101'),
      value(0x31),
      open(
        0x30,
        data,
        open(0xa0, open(0x24, value(0x04, Buffer.from(inner.slice(0, 50))), value(0x04, Buffer.from(inner.slice(50))))),
      ),
      certificates,
    ),
  ),
);

const mail = (content: Buffer) =>
  parseMime(
    aMail(
      ['Content-Type: application/pkcs7-mime; name=smime.p7m', 'Content-Transfer-Encoding: base64'],
      content.toString('base64'),
    ),
  );

describe('an opaque signature', () => {
  it.each([
    ['of known length', closed],
    ['that was streamed', streamed],
  ])('%s shows what it signs, and is kept', (_, content) => {
    const { text, parts, protection } = mail(content);
    expect([text, parts.map(({ name }) => name), protection]).toEqual(['Signed words.', ['i.png', 'smime.p7m'], 'signed']);
  });

  it('that signs nothing, or is none, is a file', () => {
    expect(signedContent(whole(value(0x30, data)))).toBeUndefined();
    expect(signedContent(Buffer.from('no such thing'))).toBeUndefined();
    expect(mail(hex('3003020101'))).toMatchObject({ text: undefined, protection: 'encrypted', parts: [{ name: 'smime.p7m' }] });
  });

  it('is read wherever it is cut off or broken', () => {
    fc.assert(
      fc.property(fc.nat({ max: streamed.length }), fc.nat({ max: closed.length - 1 }), fc.nat({ max: 255 }), (end, at, byte) => {
        for (const sound of [closed, streamed]) {
          const broken = Buffer.from(sound.subarray(0, end));
          if (at < broken.length) broken[at] = byte;
          expect(signedContent(broken)?.length ?? 0).toBeLessThanOrEqual(broken.length);
        }
      }),
      {
        numRuns: 2_000,
        examples: [
          [109, 53, 4],
          [143, 42, 100],
        ],
      },
    );
  });
});

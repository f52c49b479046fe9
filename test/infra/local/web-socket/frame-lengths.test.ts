import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameLengths } from '../../../../infra/local/web-socket/frame-lengths.ts';

/** A frame of a client as it goes over the wire: header, mask, so many bytes. */
function frame(length: number): Buffer {
  const head = length < 126 ? Buffer.from([0x81, 0x80 | length]) : Buffer.alloc(length < 65_536 ? 4 : 10);
  if (length >= 126) {
    head[0] = 0x81;
    head[1] = 0x80 | (length < 65_536 ? 126 : 127);
    if (length < 65_536) head.writeUInt16BE(length, 2);
    else head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, Buffer.alloc(4, 7), Buffer.alloc(length, 0xff)]);
}

describe('the length of frames', () => {
  it('is read right however the bytes are cut into chunks', () => {
    const lengths = fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(125, 126, 65_535, 65_536)), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 70_000 }), (all, size, most) => {
        let told = 0;
        const observe = frameLengths(most, () => told++);
        const bytes = Buffer.concat(all.map(frame));
        for (let at = 0; at < bytes.length; at += size) observe(bytes.subarray(at, at + size));
        expect(told).toBe(all.some((length) => length > most) ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  });
});

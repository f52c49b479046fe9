/** Follows the bytes of a client and tells of the first frame whose payload is longer than `most` bytes, from its header (RFC 6455, 5.2). */
export function frameLengths(most: number, tooLong: () => void): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  let left = 0;
  let told = false;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length && !told) {
      const skipped = Math.min(left, chunk.length - at);
      left -= skipped;
      at += skipped;
      if (at === chunk.length) return;
      header = Buffer.concat([header, chunk.subarray(at, at + 1)]);
      at++;
      const length = payloadLength(header);
      if (length === undefined) continue;
      header = Buffer.alloc(0);
      left = length;
      if (length > most) {
        told = true;
        tooLong();
      }
    }
  };
}

/** Undefined while the header is not whole: two bytes, the longer forms of the length, four bytes of mask. */
function payloadLength(header: Buffer): number | undefined {
  if (header.length < 2) return undefined;
  const second = header.readUInt8(1);
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const mask = second & 0x80 ? 4 : 0;
  if (header.length < 2 + extended + mask) return undefined;
  if (extended === 2) return header.readUInt16BE(2);
  return extended === 8 ? Number(header.readBigUInt64BE(2)) : short;
}

/** By byte: what it stands for in base64 (the alphabet for addresses too), 64 for padding, 255 for nothing. */
const sextets = new Uint8Array(256).fill(255);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='].forEach((character, value) => {
  sextets[character.charCodeAt(0)] = value;
});
sextets['-'.charCodeAt(0)] = 62;
sextets['_'.charCodeAt(0)] = 63;

/** Passes over what is not of the alphabet, and goes on after padding: some programs encode in pieces. No copy but the result. */
function decodeBase64(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length * 3) / 4));
  let length = 0;
  let held = 0;
  let bits = 0;
  for (let at = 0; at < bytes.length; ) {
    // Four at a time as long as they are all of the alphabet: this is where a large mail takes its time.
    if (bits === 0 && at + 4 <= bytes.length) {
      const [one, two] = [sextets[bytes[at] ?? 0] ?? 255, sextets[bytes[at + 1] ?? 0] ?? 255];
      const [three, four] = [sextets[bytes[at + 2] ?? 0] ?? 255, sextets[bytes[at + 3] ?? 0] ?? 255];
      if ((one | two | three | four) < 64) {
        out[length] = (one << 2) | (two >> 4);
        out[length + 1] = ((two & 15) << 4) | (three >> 2);
        out[length + 2] = ((three & 3) << 6) | four;
        length += 3;
        at += 4;
        continue;
      }
    }
    const value = sextets[bytes[at++] ?? 0] ?? 255;
    if (value === 255) continue;
    if (value === 64) {
      bits = 0;
      continue;
    }
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[length++] = held >> bits;
    }
  }
  return out.subarray(0, length);
}

const hexDigit = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};

const [equals, cr, lf, blank, tab] = [0x3d, 0x0d, 0x0a, 0x20, 0x09];

/** RFC 2045 §6.7; an `=` that begins nothing stays as it is. */
function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    // Blanks at the end of a line were put there on the way.
    if (byte === lf) {
      let end = out[length - 1] === cr ? length - 1 : length;
      const crs = length - end;
      let written = at - crs - 1;
      while (end > 0 && (out[end - 1] === blank || out[end - 1] === tab) && bytes[written--] === out[end - 1]) end--;
      if (crs > 0) out[end++] = cr;
      out[end++] = lf;
      length = end;
      continue;
    }
    if (byte !== equals) {
      out[length++] = byte;
      continue;
    }
    const [high, low] = [hexDigit(bytes[at + 1]), hexDigit(bytes[at + 2])];
    if (high >= 0 && low >= 0) {
      out[length++] = high * 16 + low;
      at += 2;
      continue;
    }
    let end = at + 1;
    while (bytes[end] === blank || bytes[end] === tab) end++;
    if (bytes[end] === cr) end++;
    if (bytes[end] === lf || end >= bytes.length) at = end;
    else out[length++] = byte;
  }
  return out.subarray(0, length);
}

/** The content of a part without its transfer encoding; what has none is a view on the mail, not a copy. */
export function decodeTransfer(bytes: Uint8Array, encoding: string | undefined): Uint8Array {
  const name = (encoding ?? '').toLowerCase().replace(/[\s"';:]+/g, '');
  if (name.startsWith('base64')) return decodeBase64(bytes);
  if (/^quoted-?_?printable/.test(name)) return decodeQuotedPrintable(bytes);
  return bytes;
}

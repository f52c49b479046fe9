/** UTF-7 (RFC 2152): old Outlooks and bounces of Exchange write it. `text` holds one character per byte. Broken shifts stay as written. */
export function decodeUtf7(text: string): string {
  return text.replace(/\+([A-Za-z0-9+/]*)(-?)/g, (whole, base64: string, end: string) => {
    if (base64 === '') return end === '' ? whole : '+';
    const bytes = Buffer.from(base64, 'base64');
    return bytes.length < 2
      ? whole
      : bytes
          .subarray(0, bytes.length & ~1)
          .swap16()
          .toString('utf16le')
          .toWellFormed();
  });
}

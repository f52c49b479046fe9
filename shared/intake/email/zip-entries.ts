/** Entries of an archive that are looked at. */
export const mostEntries = 1_000;
/** The end record and the longest comment that may follow it (APPNOTE 4.3.16). */
const longestEnd = 22 + 0xff_ff;

export interface ZipEntry {
  /** As it stands there, lower case; characters beyond ASCII may be wrong. */
  name: string;
  encrypted: boolean;
}

/** What a zip archive's directory lists, without unpacking anything; empty for what is no zip or a broken one. */
export function zipEntries(content: Uint8Array): ZipEntry[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const tail = Math.max(0, bytes.length - longestEnd);
  const end = bytes.subarray(tail).lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0 || tail + end + 22 > bytes.length) return [];
  const entries: ZipEntry[] = [];
  for (let at = bytes.readUInt32LE(tail + end + 16); entries.length < mostEntries && at + 46 <= bytes.length; ) {
    if (bytes.readUInt32LE(at) !== 0x02_01_4b_50) break;
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const name = bytes.toString('latin1', at + 46, nameEnd).toLowerCase();
    entries.push({ name, encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1 });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

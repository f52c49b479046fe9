import { decodeText } from './charsets.ts';

/** One header field: name in lower case, value on one line, encoded words not decoded yet. */
export interface Header {
  name: string;
  value: string;
}

export interface HeaderBlock {
  headers: Header[];
  /** Where the body begins, in bytes; 0 for a mail that has no header at all. */
  bodyStart: number;
  /** The block is longer than `mostHeaderBytes`; the fields beyond are not read. */
  cut: boolean;
}

/** Bytes of the top header block that are read. Ordinary mail has 2 to 20 KB; Exchange stops at 256 KB. */
export const mostHeaderBytes = 256 * 1024;

const lf = 0x0a;
const cr = 0x0d;

/** Where the header block ends (exclusive) and the body starts: the first empty line, else the end of the mail. */
function findBody(raw: Uint8Array): { blockEnd: number; bodyStart: number } {
  for (let start = 0; start < raw.length; ) {
    if (raw[start] === lf) return { blockEnd: start, bodyStart: start + 1 };
    if (raw[start] === cr && raw[start + 1] === lf) return { blockEnd: start, bodyStart: start + 2 };
    const end = raw.indexOf(lf, start);
    if (end < 0) break;
    start = end + 1;
  }
  return { blockEnd: raw.length, bodyStart: raw.length };
}

/** `value` holds one character per byte. Raw 8-bit headers are UTF-8 (RFC 6532) or, from old programs, in the charset of the body. */
function decodeBytes(value: string, charset: string | undefined): string {
  return /[\u0080-\u00ff]/.test(value) ? decodeText(Buffer.from(value, 'latin1'), undefined, charset) : value;
}

/** Field names are printable ASCII without a colon (RFC 5322 §2.2); blanks before the colon are tolerated. */
const field = /^([!-9;-~]{1,200})[ \t]*:(.*)$/s;

/** The fields in the bytes of a header block. Lines that are no field are passed over. */
export function readFields(bytes: Uint8Array): Header[] {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const found: { name: string; lines: string[] }[] = [];
  for (const line of block.split(/\r?\n/)) {
    const last = found.at(-1);
    if (/^[ \t]/.test(line)) {
      last?.lines.push(line);
      continue;
    }
    const [, name, value] = field.exec(line) ?? [];
    if (name !== undefined && value !== undefined) found.push({ name: name.toLowerCase(), lines: [value] });
  }
  const values = found.map(({ name, lines }) => ({ name, value: lines.join('').replace(/\r/g, ' ').trim() }));
  const contentType = values.find(({ name }) => name === 'content-type')?.value ?? '';
  const charset = /charset\s*=\s*"?([^\s";]{1,40})/i.exec(contentType)?.[1] ?? charsetOfWords(values);
  return values.map(({ name, value }) => ({ name, value: decodeBytes(value, charset) }));
}

/** The charset that these fields use in an encoded word: raw bytes and bodies without a charset are most likely in the same. */
export function charsetOfWords(fields: readonly Header[]): string | undefined {
  for (const { value } of fields) {
    const charset = /=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?[bq]\?/i.exec(value.slice(0, 2_000))?.[1];
    if (charset !== undefined) return charset;
  }
  return undefined;
}

/**
 * Reads the top header block itself, for three reasons: it works on mail whose MIME is too broken for the parser, it says where the body
 * starts, and it can read 8-bit header bytes that are not UTF-8. Never throws.
 */
export function readHeaderBlock(raw: Uint8Array): HeaderBlock {
  const { blockEnd, bodyStart } = findBody(raw);
  const cut = blockEnd > mostHeaderBytes;
  const headers = readFields(raw.subarray(0, Math.min(blockEnd, mostHeaderBytes)));
  return { headers, bodyStart: headers.length === 0 ? 0 : bodyStart, cut };
}

/** The value of the first field of this name (lower case), `undefined` if there is none. */
export function firstHeader(headers: readonly Header[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value;
}

/** The values of all fields of this name (lower case), top first. */
export function allHeaders(headers: readonly Header[], name: string): string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value);
}

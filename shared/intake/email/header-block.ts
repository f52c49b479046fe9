import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

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

/** A decoder for a label a sender wrote; anything unknown is read as Windows-1252, which has a character for every byte. */
function decoderFor(label: string | undefined): TextDecoder {
  const windows1252 = 'windows-1252';
  try {
    return new TextDecoder(label ?? windows1252);
  } catch {
    return new TextDecoder(windows1252);
  }
}

/** `value` holds one character per byte. Raw 8-bit headers are UTF-8 (RFC 6532) or, from old programs, in the charset of the body. */
function decodeBytes(value: string, charset: string | undefined): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  const bytes = Buffer.from(value, 'latin1');
  const text = isUtf8(bytes) ? bytes.toString('utf8') : decoderFor(charset).decode(bytes);
  // What stands raw inside an encoded word is decoded by now: its own label would decode it a second time.
  return text.replace(/=\?[^?\s]{1,60}\?q\?([^?]*)\?=/gi, (word: string, content: string) =>
    /\P{ASCII}/u.test(content) && !/=[0-9a-f]{2}/i.test(content) ? `=?utf-8?Q?${content}?=` : word,
  );
}

/** Field names are printable ASCII without a colon (RFC 5322 §2.2); blanks before the colon are tolerated. */
const field = /^([!-9;-~]{1,200})[ \t]*:(.*)$/s;

/**
 * Reads the top header block itself, for three reasons: it works on mail whose MIME is too broken for the parser, it says where the body
 * starts, and it can read 8-bit header bytes that are not UTF-8. Lines that are no field are passed over. Never throws.
 */
export function readHeaderBlock(raw: Uint8Array): HeaderBlock {
  const { blockEnd, bodyStart } = findBody(raw);
  const cut = blockEnd > mostHeaderBytes;
  const block = Buffer.from(raw.buffer, raw.byteOffset, Math.min(blockEnd, mostHeaderBytes)).toString('latin1');
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
  if (found.length === 0) return { headers: [], bodyStart: 0, cut };
  const values = found.map(({ name, lines }) => ({ name, value: lines.join('').replace(/\r/g, ' ').trim() }));
  const contentType = values.find(({ name }) => name === 'content-type')?.value ?? '';
  const charset = /charset\s*=\s*"?([^\s";]{1,40})/i.exec(contentType)?.[1];
  return { headers: values.map(({ name, value }) => ({ name, value: decodeBytes(value, charset) })), bodyStart, cut };
}

/** The value of the first field of this name (lower case), `undefined` if there is none. */
export function firstHeader(headers: readonly Header[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value;
}

/** The values of all fields of this name (lower case), top first. */
export function allHeaders(headers: readonly Header[], name: string): string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value);
}

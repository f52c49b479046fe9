import PostalMime from 'postal-mime';
import { type Header, readHeaderBlock } from './header-block.ts';

/** A part that is not the body: a file, an enclosed message, a report. `content` is decoded and may share memory with the parser. */
export interface Part {
  name: string | null;
  /** Lower case, without parameters. */
  type: string;
  content: Uint8Array;
}

/** A mail taken apart, nothing judged yet. */
export interface ParsedMail {
  headers: Header[];
  /** Everything after the top header block, undecoded. */
  body: Uint8Array;
  text: string | undefined;
  html: string | undefined;
  parts: Part[];
  /** Why the MIME structure could not be read; then `text` is the body as it came. */
  damage: string | undefined;
  /** Only the lines within the limits were read. */
  cut: boolean;
}

/** Lines of a mail that are read. 40 MB in base64, the most that SES takes, are 550,000. */
export const mostLines = 600_000;
/** Of these, lines that are not base64. The parser keeps two buffers for each line of an unencoded part: about 1 KB of memory. */
export const mostPlainLines = 100_000;
/** Levels of multipart in multipart. Mail from people has up to five. */
export const deepestNesting = 100;
/** Bytes of all headers of all parts together: room for 10,000 attachments. */
export const mostPartHeaderBytes = 8 * 1024 * 1024;
/** Characters of a body that stands in for a mail whose structure cannot be read. */
const longestRawText = 500_000;

const lf = 0x0a;

/** By byte: 1 for the base64 alphabet with its padding, 0 otherwise. */
const base64Bytes = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=')
  base64Bytes[character.charCodeAt(0)] = 1;
/** Programs break base64 at 76 characters, some at 72, 64 or 60. */
const shortestBase64Line = 60;

/** Where the lines end that are read, in bytes: the length of the mail unless it has more than both limits allow. */
function readableLength(raw: Uint8Array): number {
  let lines = 0;
  let plain = 0;
  for (let start = 0; start < raw.length; ) {
    const found = raw.indexOf(lf, start);
    const end = found < 0 ? raw.length : found;
    let at = start;
    while (at < end && base64Bytes[raw[at] ?? 0] === 1) at++;
    const isBase64 = at - start >= shortestBase64Line && (at === end || raw[at] === 0x0d);
    lines++;
    if (!isBase64) plain++;
    start = end + 1;
    if (lines === mostLines || plain === mostPlainLines) return Math.min(start, raw.length);
  }
  return raw.length;
}

/** Skips blank lines and an mbox separator in front of the headers: the parser would take what follows for the body. */
function withoutPreamble(raw: Uint8Array): Uint8Array {
  let start = 0;
  while (raw[start] === lf || raw[start] === 0x0d) start++;
  const isMbox = Buffer.from(raw.buffer, raw.byteOffset + start, Math.min(5, raw.length - start)).toString('latin1') === 'From ';
  if (!isMbox) return raw.subarray(start);
  const end = raw.indexOf(lf, start);
  return end < 0 ? raw.subarray(start) : raw.subarray(end + 1);
}

/** Mail of old Macs ends its lines with CR alone; anything else is left as it is. */
function withLineFeeds(raw: Uint8Array): Uint8Array {
  return raw.includes(lf) || !raw.includes(0x0d) ? raw : raw.map((byte) => (byte === 0x0d ? lf : byte));
}

/** The parser copies what is a view on a larger buffer, so a buffer of its own goes in as it is. */
function asInput(bytes: Uint8Array): ArrayBuffer | Uint8Array {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength ? buffer : bytes;
}

function contentOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content instanceof ArrayBuffer ? new Uint8Array(content) : content;
}

/** Takes a mail apart. Never rejects: a mail that cannot be parsed comes back with its body as text and the reason in `damage`. */
export async function parseMime(bytes: Uint8Array): Promise<ParsedMail> {
  const raw = withLineFeeds(withoutPreamble(bytes));
  const { headers, bodyStart, cut: headersCut } = readHeaderBlock(raw);
  const body = raw.subarray(bodyStart);
  const bare = (damage: string): ParsedMail => {
    const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, longestRawText)).toString('utf8');
    return { headers, body, text, html: undefined, parts: [], damage, cut: body.length > longestRawText };
  };
  if (headers.length === 0) return bare('no header');
  if (headersCut) return bare('header block too long');
  const length = readableLength(raw);
  try {
    const mail = await PostalMime.parse(asInput(raw.subarray(0, length)), {
      // An enclosed message stays whole: its words are not the sender's, and taking it apart copies it once per level.
      forceRfc822Attachments: true,
      maxNestingDepth: deepestNesting,
      maxHeadersSize: mostPartHeaderBytes,
    });
    const parts = mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename,
      type: mimeType,
      content: contentOf(content),
    }));
    return { headers, body, text: mail.text, html: mail.html, parts, damage: undefined, cut: length < raw.length };
  } catch (error) {
    return bare(error instanceof Error ? error.message : 'unreadable MIME');
  }
}

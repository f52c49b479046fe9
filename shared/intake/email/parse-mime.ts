import { type Part, sortParts } from './body-parts.ts';
import { type Header, readHeaderBlock } from './header-block.ts';
import { MimeLimitError, readMimeTree } from './mime-tree.ts';
import { type Protection, protectionOf } from './protection.ts';

export type { Part } from './body-parts.ts';

/** A mail taken apart, nothing judged yet. */
export interface ParsedMail {
  headers: Header[];
  /** Everything after the top header block, undecoded. */
  body: Uint8Array;
  text: string | undefined;
  html: string | undefined;
  parts: Part[];
  protection: Protection | undefined;
  /** Why the MIME structure could not be read; then `text` is the body as it came. */
  damage: string | undefined;
  /** Only the text within the limits was read. */
  cut: boolean;
}

/** Characters of a body that stands in for a mail whose structure cannot be read. */
const longestRawText = 500_000;

const lf = 0x0a;

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

/** Takes a mail apart: one beyond the limits comes back with its body as text and the reason in `damage`. */
export function parseMime(bytes: Uint8Array): ParsedMail {
  const raw = withLineFeeds(withoutPreamble(bytes));
  const { headers, bodyStart, cut: headersCut } = readHeaderBlock(raw);
  const body = raw.subarray(bodyStart);
  const bare = (damage: string): ParsedMail => {
    const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, longestRawText)).toString('utf8');
    return { headers, body, text, html: undefined, parts: [], protection: undefined, damage, cut: body.length > longestRawText };
  };
  if (headers.length === 0) return bare('no header');
  if (headersCut) return bare('header block too long');
  try {
    const { root, cut } = readMimeTree(raw);
    const { text, html, parts, ...sorted } = sortParts(root);
    const protection = protectionOf(root, text ?? html ?? '');
    return { headers, body, text, html, parts, protection, damage: undefined, cut: cut || sorted.cut };
  } catch (error) {
    if (error instanceof MimeLimitError) return bare(error.message);
    throw error;
  }
}

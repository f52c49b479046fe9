import { isUtf8 } from 'node:buffer';

/** One header field as it stands in a mail. */
export interface HeaderField {
  name: string;
  /** Unfolded and trimmed; encoded words are left as they are. */
  value: string;
  /** Its bytes in the mail, the ends of its lines included. */
  start: number;
  end: number;
}

export interface HeaderBlock {
  fields: HeaderField[];
  newline: '\r\n' | '\n';
}

/** A mail without an empty line must not make us read 40 MB of it as header. */
const longestHeaderBlock = 1024 * 1024;
const lineFeed = 10;
const carriageReturn = 13;
const fieldStart = /^([!-9;-~]+)[ \t]*:/;

/** Headers are ASCII or UTF-8 by the book; anything else is taken byte by byte, so that nothing is lost or refused. */
export function headerText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

/**
 * Reads only the header block of a mail; the body is never looked at or decoded. Malformed lines are skipped, a mail that does not start
 * with a header field has no headers: whatever arrives is still a mail.
 */
export function readHeaders(raw: Buffer): HeaderBlock {
  const fields: HeaderField[] = [];
  const block = raw.subarray(0, longestHeaderBlock);
  const firstEnd = block.indexOf(lineFeed);
  const newline = firstEnd > 0 && block[firstEnd - 1] !== carriageReturn ? '\n' : '\r\n';
  let open: { name: string; start: number; valueStart: number } | undefined;

  const close = (end: number) => {
    if (!open) return;
    const value = headerText(block.subarray(open.valueStart, end)).replace(/\r?\n[ \t]+/g, ' ');
    fields.push({ name: open.name, value: value.trim(), start: open.start, end });
    open = undefined;
  };

  let at = 0;
  while (at < block.length) {
    const lineEnd = block.indexOf(lineFeed, at);
    const next = lineEnd < 0 ? block.length : lineEnd + 1;
    const line = block.toString('latin1', at, Math.min(next, at + 1000)).replace(/\r?\n$/, '');
    if (line === '') break;
    const folded = line.startsWith(' ') || line.startsWith('\t');
    if (!folded) {
      close(at);
      const [whole = '', name] = fieldStart.exec(line) ?? [];
      if (name !== undefined) open = { name, start: at, valueStart: at + whole.length };
      else if (at === 0 && !/^>?From /.test(line)) return { fields, newline };
    }
    at = next;
  }
  close(at);
  return { fields, newline };
}

/** The first field of that name, whatever its case. */
export function headerValue({ fields }: HeaderBlock, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return fields.find((field) => field.name.toLowerCase() === wanted)?.value;
}

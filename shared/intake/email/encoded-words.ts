import { decodeText } from './charsets.ts';

interface Word {
  charset: string;
  bytes: Buffer;
}

/** How an encoded word begins (RFC 2047, RFC 2231 §5 for the language): `=?charset*language?B?`. */
const wordStart = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bq])\?/giy;

function fromBase64(content: string): Buffer {
  return Buffer.from(content.replace(/[^A-Za-z0-9+/_-]/g, ''), 'base64');
}

function fromQuoted(content: string): Buffer {
  const bytes = content
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** Raw 8-bit characters inside are decoded by now, as all of the header was; the label is for the rest. */
function fromQuotedRaw(content: string, charset: string): Buffer {
  const pieces = content.split(/(\P{ASCII}+)/u);
  return Buffer.from(pieces.map((piece, index) => (index % 2 === 1 ? piece : decodeText(fromQuoted(piece), charset))).join(''));
}

/** Where the content ends: at `?=`, except one that is followed by two hexadecimal digits while another `?=` is still to come. */
function contentEnd(text: string, from: number): number {
  const first = text.indexOf('?=', from);
  if (first < 0 || !/^[0-9A-F]{2}/.test(text.slice(first + 2, first + 4))) return first;
  const next = text.indexOf('?=', first + 2);
  const other = text.indexOf('=?', first + 2);
  return next >= 0 && (other < 0 || next < other) ? next : first;
}

function joined(words: readonly Word[]): string {
  const [first] = words;
  return first ? decodeText(Buffer.concat(words.map(({ bytes }) => bytes)), first.charset) : '';
}

/**
 * A header value with its encoded words decoded. Takes them in the middle of text, with blanks, question marks and raw 8-bit characters
 * inside, and joins neighbours that share a charset before decoding, because some programs cut a character in two. Linear.
 */
export function decodeWords(value: string): string {
  let text = '';
  let run: Word[] = [];
  let at = 0;
  let isHopeless = false;
  const flush = (): void => {
    text += joined(run);
    run = [];
  };
  while (at < value.length && !isHopeless) {
    const start = value.indexOf('=?', at);
    if (start < 0) break;
    wordStart.lastIndex = start;
    const [head, charset = '', encoding = ''] = wordStart.exec(value) ?? [];
    const from = start + (head?.length ?? 2);
    const end = head === undefined ? start : contentEnd(value, from);
    isHopeless = end < 0;
    if (head === undefined || end < 0) {
      flush();
      text += value.slice(at, from);
      at = from;
      continue;
    }
    const between = value.slice(at, start);
    if (run.length === 0 || /\S/.test(between)) {
      flush();
      text += between;
    }
    const content = value.slice(from, end);
    const isQuoted = encoding.toLowerCase() === 'q';
    const isRaw = isQuoted && /\P{ASCII}/u.test(content);
    const bytes = isRaw ? fromQuotedRaw(content, charset) : isQuoted ? fromQuoted(content) : fromBase64(content);
    const word = { charset: isRaw ? 'utf-8' : charset, bytes };
    if (run[0] && run[0].charset.toLowerCase() !== word.charset.toLowerCase()) flush();
    run.push(word);
    at = end + 2;
  }
  flush();
  return text + value.slice(at);
}

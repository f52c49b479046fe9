import { decodeText } from './charsets.ts';
import { decodeWords } from './encoded-words.ts';

/** A header value such as `text/plain; charset=utf-8`: its first word in lower case, and the parameters by their names in lower case. */
export interface Structured {
  value: string;
  parameters: Map<string, string>;
}

/** Parameters of one field that are read. */
const mostParameters = 200;
const longestField = 64 * 1024;

/** `; name=value`, the value quoted or up to the next semicolon; a missing semicolon between two parameters is made up for. */
const parameter = /[;\s]*([^\s=;"()<>,]{1,80}?)(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;"]*))/gy;

interface Piece {
  index: number;
  isEncoded: boolean;
  text: string;
}

/** One character per byte; raw characters beyond ASCII as the bytes of their UTF-8. */
function unescapePercent(text: string): Buffer {
  const latin1 = Buffer.from(text).toString('latin1');
  return Buffer.from(
    latin1.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

/** RFC 2231: pieces in the order of their numbers, the charset in front of the first, percent signs only in pieces marked with `*`. */
function joinPieces(pieces: readonly Piece[]): string {
  const sorted = pieces.toSorted((one, other) => one.index - other.index);
  if (!sorted.some(({ isEncoded }) => isEncoded)) return decodeWords(sorted.map(({ text }) => text).join(''));
  const [, charset, rest] = /^([\w.:-]{0,60})'[^']{0,40}'(.*)$/s.exec(sorted[0]?.text ?? '') ?? [];
  const bytes = sorted.map(({ isEncoded, text }, index) => {
    const own = index === 0 && rest !== undefined ? rest : text;
    return isEncoded ? unescapePercent(own) : Buffer.from(own);
  });
  return decodeWords(decodeText(Buffer.concat(bytes), charset || 'utf-8'));
}

/** Reads a Content-Type or Content-Disposition value; what breaks its grammar is passed over. */
export function readStructured(field: string): Structured {
  const text = field.slice(0, longestField);
  const semicolon = text.indexOf(';');
  const head = semicolon < 0 ? text : text.slice(0, semicolon);
  const [value = ''] =
    /^[^\s"]*/.exec(
      head
        .replace(/\([^()]*\)/g, '')
        .replace(/\s*\/\s*/, '/')
        .trim(),
    ) ?? [];
  const pieces = new Map<string, Piece[]>();
  const isBare = /^\s*[\w-]+\s*=/.test(head);
  let at = isBare ? 0 : head.replace(/^\s*/, '').startsWith(value) ? head.indexOf(value) + value.length : head.length;
  for (let count = 0; at < text.length && count < mostParameters; count++) {
    parameter.lastIndex = at;
    const match = parameter.exec(text);
    if (!match) {
      const next = text.indexOf(';', at + 1);
      if (next < 0) break;
      at = next;
      continue;
    }
    at = parameter.lastIndex;
    const [, name = '', index, star, quoted, bare = ''] = match;
    const found = {
      index: Number(index ?? 0),
      isEncoded: star !== undefined,
      text: quoted === undefined ? bare.trim() : quoted.replace(/\\(.)/gs, '$1'),
    };
    const known = pieces.get(name.toLowerCase()) ?? [];
    // The first of several counts; `name*` goes before a plain `name`, which is there for old readers.
    if (index === undefined && known.length > 0 && !(found.isEncoded && !known[0]?.isEncoded)) continue;
    pieces.set(name.toLowerCase(), index === undefined ? [found] : [...known, found]);
  }
  return {
    value: isBare ? '' : value.toLowerCase(),
    parameters: new Map([...pieces].map(([name, all]) => [name, joinPieces(all)])),
  };
}

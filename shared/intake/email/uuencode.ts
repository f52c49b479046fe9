/** A file that stands in the text of a mail. */
export interface InlineFile {
  name: string;
  content: Uint8Array;
}

/** Files that are taken out of one text. */
const mostFiles = 100;
const start = /^begin (?:0?[0-7]{3}) ([^\r\n]{1,255})\r?\n/gm;

/** One line: its first character says how many bytes it holds. `undefined` if it is none. */
function decodeLine(line: string): Buffer | undefined {
  const length = (line.charCodeAt(0) - 32) & 63;
  const needed = Math.ceil((length * 4) / 3);
  // Blanks at the end stand for zeros and get lost; some programs write one character more.
  if (line === '' || line.length - 1 > Math.ceil(length / 3) * 4 + 2 || !/^[ -`]+$/.test(line)) return undefined;
  const data = line.slice(1).padEnd(needed + 3, ' ');
  const bytes = Buffer.alloc(length);
  for (let at = 0, group = 0; at < length; at += 3, group += 4) {
    const six = (offset: number): number => (data.charCodeAt(group + offset) - 32) & 63;
    const word = (six(0) << 18) | (six(1) << 12) | (six(2) << 6) | six(3);
    bytes[at] = word >> 16;
    if (at + 1 < length) bytes[at + 1] = (word >> 8) & 255;
    if (at + 2 < length) bytes[at + 2] = word & 255;
  }
  return bytes;
}

/** Takes uuencoded files out of a text. What only begins like one, or is cut off, stays in the text. Linear. */
export function takeUuencoded(text: string): { text: string; files: InlineFile[] } {
  const files: InlineFile[] = [];
  if (!text.includes('begin ')) return { text, files };
  const kept: string[] = [];
  let from = 0;
  start.lastIndex = 0;
  for (let match = start.exec(text); match && files.length < mostFiles; match = start.exec(text)) {
    const pieces: Buffer[] = [];
    let at = start.lastIndex;
    let isEnded = false;
    while (at < text.length && !isEnded) {
      const found = text.indexOf('\n', at);
      const end = found < 0 ? text.length : found;
      const line = text.slice(at, end).replace(/\r$/, '');
      isEnded = /^end\s*$/.test(line);
      const bytes = isEnded ? undefined : decodeLine(line === '' ? ' ' : line);
      if (!bytes && !isEnded) break;
      if (bytes) pieces.push(bytes);
      at = Math.min(end + 1, text.length);
    }
    if (isEnded) {
      files.push({ name: match[1]?.trim() ?? '', content: Buffer.concat(pieces) });
      kept.push(text.slice(from, match.index));
      from = at;
    }
    start.lastIndex = Math.max(at, start.lastIndex);
  }
  return { text: kept.join('') + text.slice(from), files };
}

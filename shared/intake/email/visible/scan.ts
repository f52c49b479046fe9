import { announcesAnswers } from './answers-below.ts';
import { attributionAt } from './attribution.ts';
import { type EmbeddedHeaders, embeddedHeaders } from './embedded-headers.ts';
import { isBlank, isQuoted, nextWritten, unquoted } from './lines.ts';
import { olderMailMark } from './quote-html.ts';
import { isForwardMark, isOriginalMark } from './separators.ts';

export interface Scan {
  /** Whether each line before `end` belongs to a quote. */
  quoted: boolean[];
  /** From here on all is an older mail. */
  end: number;
  /** The line that says that a mail is passed on; what follows it is no quote. */
  forward: number | undefined;
}

/** A line that a mail program broke off a long quoted line without marking it: never one that could be an answer. */
function isBrokenOff(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  const before = lines[at - 1] ?? '';
  if (!isQuoted(before) || !isQuoted(lines[at + 1] ?? '')) return false;
  const text = line.trim();
  if (/^[(<[]?(?:https?:\/\/|www\.)\S*[)>\]]?\s*>?$/i.test(text)) return true;
  if (/[(<[][^()<>[\]]*$/.test(before.slice(-300)) && /^[^()<>[\]\s]*[)>\]]/.test(text)) return true;
  const firstWord = /^\S+/.exec(text)?.[0] ?? '';
  return before.length + 1 + firstWord.length > 70 && /^\p{Ll}/u.test(text) && !/[.?!:]\s*$/.test(before);
}

/** Fenced code is nobody's quote, whatever it looks like; a fence that never closes opens none. */
function lastFence(lines: readonly string[]): number {
  for (let i = lines.length - 1; i >= 0; i--) if (lines[i]?.startsWith('```')) return i;
  return -1;
}

/** Where a name was broken off the address behind it, the attribution begins a line earlier. */
function attributionStart(lines: readonly string[], at: number): number {
  const before = lines[at - 1] ?? '';
  const isName = /^\s*(?:\p{Lu}[\p{L}\p{M}.,'’()-]*\s?){1,6}$/u.test(before.slice(0, 100)) && before.length <= 100;
  return /^\s*</.test(lines[at] ?? '') && isName && isBlank(lines[at - 2] ?? '') ? at - 1 : at;
}

/**
 * Whether a mail program wrote these headers above an older mail: they say when it was sent, or a line is drawn above them. Others, and
 * those that the line before announces, were put there by the writer, who goes on below.
 */
function areOfOlderMail({ fields }: EmbeddedHeaders, lines: readonly string[], at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isBlank(lines[before] ?? '')) before--;
  const above = (lines[before] ?? '').slice(-100);
  if (/[\p{L}\p{N})][\s\u00a0]*[:：]\s*$/u.test(above)) return false;
  return fields.date !== undefined || /^\s*_{5,}\s*$/.test(above);
}

/** Tells a customer's own lines from those of older mails, once through. */
export function scan(lines: readonly string[]): Scan {
  const quoted: boolean[] = new Array(lines.length).fill(false);
  const closing = lastFence(lines);
  const ends = (end: number, forward?: number): Scan => ({ quoted, end, forward });
  /** What follows is an older mail, unless the writer says that there are answers in it. */
  const endsAbove = (end: number): Scan => ends(announcesAnswers(lines.slice(0, end)) ? lines.length : end);
  let isCode = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.startsWith('```')) isCode = isCode ? false : i < closing;
    if (isCode || isBlank(line)) continue;
    if (isQuoted(line)) {
      if (isForwardMark(unquoted(line)) && !quoted[i - 1]) return ends(lines.length, i);
      quoted[i] = true;
      continue;
    }
    if (isForwardMark(line)) return ends(lines.length, i);
    if (line === olderMailMark || isOriginalMark(line)) return endsAbove(i);
    const headers = embeddedHeaders(lines, i);
    if (headers) {
      if (areOfOlderMail(headers, lines, i)) return endsAbove(i);
      i = headers.end - 1;
      continue;
    }
    if (isBrokenOff(lines, i)) {
      quoted[i] = true;
      continue;
    }
    const attribution = attributionAt(lines, i);
    if (!attribution) continue;
    const next = nextWritten(lines, i + attribution.lines);
    if (isQuoted(lines[next] ?? '')) {
      if (isForwardMark(unquoted(lines[next] ?? ''))) return ends(lines.length, next);
      quoted.fill(true, attributionStart(lines, i), next);
      i = next - 1;
    } else if (attribution.sure) return endsAbove(attributionStart(lines, i));
  }
  return ends(lines.length);
}

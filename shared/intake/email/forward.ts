import { htmlToText, longestHtml } from './html-to-text.ts';
import { attributionAt } from './visible/attribution.ts';
import { type EmbeddedHeaders, embeddedHeaders } from './visible/embedded-headers.ts';
import { isBlank, isQuoted, linesOf, nextWritten, unquoted } from './visible/lines.ts';
import { isForwardMark, isOriginalMark } from './visible/separators.ts';
import { isOrnament } from './visible/signature.ts';

/** Who a forwarded mail was from or to: mail programs leave out the address, or the name. */
export interface Correspondent {
  address?: string;
  name?: string;
}

export interface Forward {
  from: Correspondent | undefined;
  to: Correspondent[];
  /** As the mail program wrote it, in its language. */
  date: string | undefined;
  subject: string | undefined;
  /** What was passed on, without its headers. */
  text: string;
  /** What the sender says to it, above or below. */
  ownText: string;
}

/** What tells a forward from an answer where their forms are the same: the subject, and whose addresses are on this mail. */
export interface ForwardContext {
  subject?: string;
  correspondents?: readonly string[];
}

const longestField = 500;
const mostCorrespondents = 100;

/** Prefixes of subjects by which mail programs tell an answer, and a mail passed on, by language. */
const answered = /^\s*(?:re|aw|antw|sv|ref|odp|rif|r|res|ynt|vá|ατ|απ|回复|回覆|答复|返信|답장|hồi)\s*(?:\[\d+\])?\s*[:：]/iu;
const passedOn =
  /^\s*(?:fwd?|wg|tr|rv|enc|i|vb|vl|vs|videres|pd|doorst|trs|ilt|továbbítás|προώθ|转发|轉寄|転送|전달)\s*(?:\[\d+\])?\s*[:：]/iu;

function correspondentOf(text: string): Correspondent {
  const short = text.slice(0, longestField);
  const address = /[^\s<>()[\]"',;:]+@[^\s<>()[\]"',;:]+/.exec(short)?.[0];
  const bracket = short.search(/[<[(][^<[(]*@|\bmailto:/);
  const before = address === undefined ? short : short.slice(0, bracket >= 0 ? bracket : short.indexOf(address));
  const name = before.replace(/^[\s"'<]+|[\s"'<,;]+$/g, '');
  return { ...(address ? { address: address.toLowerCase() } : {}), ...(name ? { name } : {}) };
}

/** Commas stand between people, and inside of quoted names. */
function correspondentsOf(text: string): Correspondent[] {
  const each = text.slice(0, longestField * 8).match(/(?:"[^"]{0,200}"|[^,;"]|")+/g) ?? [];
  return each
    .filter((one) => !isBlank(one))
    .slice(0, mostCorrespondents)
    .map(correspondentOf);
}

interface Found {
  /** Lines above belong to the sender. */
  at: number;
  headersAt: number;
  /** The form is also that of an answer. */
  isAmbiguous: boolean;
}

/** The first mark of another mail in the text, if it is one that forwards have; an answer's attribution before it makes it a quote. */
function findForward(lines: readonly string[]): Found | undefined {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (isBlank(line)) continue;
    if (isForwardMark(line)) return { at: i, headersAt: nextWritten(lines, i + 1), isAmbiguous: false };
    if (isQuoted(line)) {
      if (i > 0 && isQuoted(lines[i - 1] ?? '')) continue;
      if (embeddedHeaders(lines, i)) return { at: i, headersAt: i, isAmbiguous: true };
      continue;
    }
    if (isOriginalMark(line)) return { at: i, headersAt: nextWritten(lines, i + 1), isAmbiguous: true };
    if (embeddedHeaders(lines, i)) return { at: i, headersAt: i, isAmbiguous: true };
    const attribution = attributionAt(lines, i);
    if (attribution) {
      const next = nextWritten(lines, i + attribution.lines);
      if (attribution.sure || isQuoted(lines[next] ?? '')) return undefined;
    }
  }
  return undefined;
}

/** An Outlook answer quotes somebody whom it goes to; a forward shows the sender somebody else. */
function isForwarded(found: Found, headers: EmbeddedHeaders | undefined, { subject = '', correspondents = [] }: ForwardContext) {
  if (!found.isAmbiguous) return true;
  if (!headers || answered.test(subject)) return false;
  if (passedOn.test(subject)) return true;
  // Two addresses under each other may be anything that the sender wants done.
  const isMail = found.at < found.headersAt || headers.fields.date !== undefined || headers.fields.subject !== undefined;
  if (!isMail) return false;
  const author = correspondentOf(headers.fields.from ?? '').address;
  return author !== undefined && correspondents.length > 0 && !correspondents.some((one) => one.toLowerCase() === author);
}

/** The quoted lines that follow, without their marks, as far as they go; all the rest where they are not quoted. */
function passage(lines: readonly string[], from: number): { inner: string[]; below: readonly string[] } {
  if (!isQuoted(lines[from] ?? '')) return { inner: lines.slice(from), below: [] };
  let end = from;
  for (let i = from; i < lines.length; i++) {
    if (isQuoted(lines[i] ?? '')) end = i + 1;
    else if (!isBlank(lines[i] ?? '')) break;
  }
  return { inner: lines.slice(from, end).map(unquoted), below: lines.slice(end) };
}

/** Mail programs draw a line above the headers. */
function lastWritten(lines: readonly string[], before: number): number {
  let last = before;
  while (last > 0 && isOrnament(lines[last - 1] ?? '')) last--;
  return last;
}

const joined = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();

/**
 * Takes a forwarded mail out of the mail that passes it on; `undefined` for answers, quotes and all other mails. Reads the text, or the
 * HTML where there is no text. Outlook writes answers and forwards alike: then `context` decides, and without any it is an answer.
 */
export function readForward(
  text: string | undefined,
  html: string | undefined,
  context: ForwardContext = {},
): Forward | undefined {
  const body = text === undefined || isBlank(text) ? htmlToText((html ?? '').slice(0, longestHtml), longestHtml) : text;
  const lines = linesOf(body);
  const found = findForward(lines);
  if (!found) return undefined;
  const { inner, below } = passage(lines, found.headersAt);
  const start = nextWritten(inner, 0);
  const headers = embeddedHeaders(inner, start, true);
  if (!isForwarded(found, headers, context)) return undefined;
  const { from, to, date, subject } = headers?.fields ?? {};
  return {
    from: from === undefined ? undefined : correspondentOf(from),
    to: correspondentsOf(to ?? ''),
    date: date?.slice(0, longestField),
    subject: subject?.slice(0, longestField),
    text: joined(inner.slice(headers?.end ?? start)),
    ownText: joined([...lines.slice(0, lastWritten(lines, found.at)), ...below]),
  };
}

import { htmlToText, longestHtml } from './html-to-text.ts';
import { attributionAt } from './visible/attribution.ts';
import { isBlank, linesOf, longestLook } from './visible/lines.ts';
import { markQuotes, olderMailMark } from './visible/quote-html.ts';
import { scan } from './visible/scan.ts';
import { withoutSignature } from './visible/signature.ts';

/** A part of the text that is all the writer's own or all quoted: lines from `from` up to `to`. */
interface Passage {
  isQuote: boolean;
  from: number;
  to: number;
}

/** Some programs put the attribution right behind the last own word: `Thanks--- On Wed, 4 Apr 2012, …`. Then it is a line of its own. */
function withAttributionsApart(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    if (line.length > longestLook) return [line];
    const at = line.search(/(?<=[^\s-])\s*-{3} ?On \S/);
    if (at < 0) return [line];
    const attribution = line.slice(at).replace(/^[\s-]+/, '');
    return attributionAt([attribution, '>'], 0) ? [line.slice(0, at), attribution] : [line];
  });
}

function passagesOf(quoted: readonly boolean[], lines: readonly string[], end: number): Passage[] {
  const passages: Passage[] = [];
  for (let i = 0; i < end; i++) {
    if (isBlank(lines[i] ?? '')) continue;
    const isQuote = quoted[i] === true;
    const last = passages.at(-1);
    if (last?.isQuote === isQuote) last.to = i + 1;
    else passages.push({ isQuote, from: i, to: i + 1 });
  }
  return passages;
}

/** Leaves out the quote at the end, signatures before and after it, and a quote above everything. What is answered in between stays. */
function ownLines(lines: readonly string[]): string[] {
  const { quoted, end, forward } = scan(lines);
  // A mail that is passed on is what the writer wants read.
  if (forward !== undefined) return [...lines];
  const passages = passagesOf(quoted, lines, end);
  for (let last = passages.at(-1); last; last = passages.at(-1)) {
    if (!last.isQuote) {
      last.to = withoutSignature(lines, last.from, last.to);
      if (last.to > last.from) break;
    }
    passages.pop();
  }
  const [first, second] = passages;
  const kept =
    passages.length === 2 && first?.isQuote && second ? second : { from: first?.from ?? 0, to: passages.at(-1)?.to ?? 0 };
  return lines.slice(kept.from, kept.to);
}

function textOf(lines: readonly string[]): string {
  return ownLines(lines)
    .filter((line) => line !== olderMailMark)
    .join('\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
}

/** What stands above the line that the desk had put into its mail; where nothing does, the answer was written below. */
function visibleText(text: string, delimiter: string | undefined): string {
  const lines = withAttributionsApart(linesOf(text));
  const mark = delimiter?.trim() ?? '';
  const at = mark === '' ? -1 : lines.findIndex((line) => line.includes(mark));
  const above = at > 0 ? textOf(lines.slice(0, at)) : '';
  return above === '' ? textOf(lines.filter((_, index) => index !== at)) : above;
}

/**
 * What is new in a mail: without the mails it quotes and without the signature that a mark or a program sets apart; a mail that is
 * passed on stays whole, as do quotes between the writer's own lines. Where it is doubtful, everything stays. Empty if nothing is new.
 * `delimiter` is the line that the desk asks customers to write above. Linear in the length of the body; never throws.
 */
export function visibleReply(body: { text: string } | { html: string }, { delimiter }: { delimiter?: string } = {}): string {
  return visibleText(
    'html' in body ? htmlToText(markQuotes(body.html.slice(0, longestHtml)), longestHtml) : body.text,
    delimiter,
  );
}

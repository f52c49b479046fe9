import { decodeEntities } from './html-entities.ts';
import { htmlTokens } from './html-tokens.ts';

/** Characters of HTML that are looked at; newsletters and pasted spreadsheets reach a few hundred thousand. */
export const longestHtml = 2_000_000;
/** A longer link is a tracking address that nobody reads: only its text is kept. */
const longestLink = 300;
/** Quotes nested deeper are marked no further. */
const deepestQuote = 5;

/** How many line breaks an element puts around itself. */
const breaks = new Map<string, number>([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'table', 'blockquote', 'pre', 'hr'].map(
    (name) => [name, 2] as const,
  ),
  ...[
    'div',
    'tr',
    'li',
    'dt',
    'dd',
    'section',
    'article',
    'header',
    'footer',
    'main',
    'aside',
    'nav',
    'address',
    'center',
    'form',
  ].map((name) => [name, 1] as const),
  ...['fieldset', 'figure', 'figcaption', 'caption', 'thead', 'tbody', 'tfoot', 'body', 'html', 'title', 'option'].map(
    (name) => [name, 1] as const,
  ),
]);

/** Collects lines; remembers breaks that are due so that neighbouring blocks do not add up. */
function createPage() {
  const lines: string[] = [];
  let line = '';
  /** Remembered: to ask a line that grows piece by piece costs its whole length each time. */
  let endsBlank = false;
  let due = 0;
  let length = 0;
  let quotes = 0;
  /** A blank line between two depths of quoting belongs to the lesser. */
  let blankQuotes = 0;
  const endLine = (depth = quotes): void => {
    lines.push(`${'> '.repeat(depth)}${line}`.trimEnd());
    length += line.length + 1;
    line = '';
  };
  return {
    length: () => length + line.length,
    breakLine: (count: number): void => {
      if (line !== '') endLine();
      blankQuotes = due > 0 ? Math.min(blankQuotes, quotes) : quotes;
      due = Math.max(due, count);
    },
    newLine: (): void => {
      endLine();
      due = Math.max(due - 1, 0);
    },
    write: (text: string, preserve: boolean): void => {
      if (text === '') return;
      if (line === '' && !preserve && text.trim() === '') return;
      for (; due > 1 && lines.length > 0; due--) if (lines.at(-1)?.replace(/^[> ]+/, '') !== '') endLine(blankQuotes);
      due = 0;
      const joined = line === '' || endsBlank ? text.replace(/^ +/, preserve ? '$&' : '') : text;
      line += joined;
      if (joined !== '') endsBlank = joined.endsWith(' ');
    },
    quote: (step: 1 | -1): void => {
      quotes = Math.min(Math.max(quotes + step, 0), deepestQuote);
      blankQuotes = Math.min(blankQuotes, quotes);
    },
    text: (): string => {
      if (line !== '') endLine();
      return lines
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim();
    },
  };
}

function linkOf(attributes: string): string | undefined {
  const [, double, single, plain] = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes.slice(0, 4_000)) ?? [];
  const url = decodeEntities(double ?? single ?? plain ?? '').trim();
  return /^https?:\/\/\S+$/i.test(url) && url.length <= longestLink ? url : undefined;
}

/**
 * Plain text that says what the HTML says: blocks on lines of their own, list items with a dash, quotes with `> `, cells apart, links as
 * `text (address)` unless the text shows the address already. No scripts, styles or comments. Stops after `longest` characters.
 */
export function htmlToText(html: string, longest: number): string {
  const page = createPage();
  let preformatted = 0;
  let link: { url: string; text: string } | undefined;
  for (const token of htmlTokens(html.slice(0, longestHtml))) {
    if (page.length() > longest) break;
    if (token.kind === 'text') {
      const text = decodeEntities(token.text);
      if (link) link.text += text;
      if (preformatted === 0) page.write(text.replace(/[\s\u00a0]+/g, ' '), false);
      else {
        const [first = '', ...rest] = text.split(/\r?\n/);
        page.write(first, true);
        for (const next of rest) {
          page.newLine();
          page.write(next, true);
        }
      }
      continue;
    }
    const { kind, name } = token;
    if (name === 'br') page.newLine();
    if (name === 'td' || name === 'th') page.write(' ', false);
    const around = breaks.get(name);
    if (around !== undefined) page.breakLine(around);
    if (name === 'blockquote') page.quote(kind === 'open' ? 1 : -1);
    if (name === 'pre') preformatted = Math.max(preformatted + (kind === 'open' ? 1 : -1), 0);
    if (name === 'li' && kind === 'open') page.write('- ', false);
    if (name === 'a') {
      if (link && !link.text.includes(link.url.replace(/^https?:\/\//i, '').replace(/\/$/, '')) && link.text.trim() !== '')
        page.write(` (${link.url})`, false);
      const url = kind === 'open' ? linkOf(token.attributes) : undefined;
      link = url === undefined ? undefined : { url, text: '' };
    }
  }
  return page.text();
}

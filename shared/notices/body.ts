import type { Language } from '../contracts/vocabulary.ts';
import { languageTags } from './format.ts';

/** A mail's content, from which text and HTML are made alike, so that both say the same. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'facts'; rows: readonly { label: string; value: string }[] }
  /** To an address of our own; nothing that somebody wrote becomes one. */
  | { kind: 'link'; label: string; url: string }
  /** Set apart by the `-- ` line by which mail programs and our own reading of answers know a signature. */
  | { kind: 'footer'; lines: readonly string[] };

export const asText = (blocks: readonly Block[]): string => `${blocks.map(blockText).join('\n\n')}\n`;

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return clean(block.text);
    case 'facts':
      return block.rows.map(({ label, value }) => clean(`${label}${value}`)).join('\n');
    case 'link':
      return `${clean(block.label)}\n${block.url}`;
    case 'footer':
      return ['-- ', ...block.lines.map(clean)].join('\n');
  }
}

/** No colours of its own: the reader's light or dark scheme sets them. No images or scripts, and no links but those of link blocks. */
export const asHtml = (blocks: readonly Block[], language: Language, title: string): string =>
  [
    `<!doctype html><html lang="${languageTags[language]}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<meta name="supported-color-schemes" content="light dark"><title>${escaped(title)}</title></head>`,
    '<body style="margin:0;padding:1em;font:1em/1.5 system-ui,sans-serif;color-scheme:light dark">',
    `<div style="max-width:40em">${blocks.map(blockHtml).join('\n')}</div></body></html>\n`,
  ].join('\n');

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p dir="auto" style="margin:0 0 1em;white-space:pre-wrap">${escaped(block.text)}</p>`;
    case 'facts':
      return `<table style="margin:0 0 1em;border-collapse:collapse">${block.rows.map(row).join('')}</table>`;
    case 'link':
      return `<p style="margin:0 0 1em"><a href="${escaped(block.url)}">${escaped(block.label)}</a></p>`;
    case 'footer':
      return `<hr style="${rule}"><p style="margin:0;font-size:.875em">${block.lines.map(escaped).join('<br>')}</p>`;
  }
}

const rule = 'margin:1.5em 0 1em;border:0;border-top:1px solid';
const cell = 'vertical-align:top;padding:0 0 .25em';

const row = ({ label, value }: { label: string; value: string }) =>
  `<tr><th scope="row" style="${cell};padding-right:1em;text-align:left;font-weight:600">${escaped(label)}</th>` +
  `<td dir="auto" style="${cell}">${escaped(value)}</td></tr>\n`;

/** Line breaks as `\n`, no other control character but the tab. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '\n': '<br>' };

/** Text for HTML, its line breaks as `<br>`. */
export const escaped = (text: string): string =>
  clean(text).replace(/[&<>"'\n]/g, (character) => entities[character] ?? character);

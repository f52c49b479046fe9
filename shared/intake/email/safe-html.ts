import { readAttributes } from './html-attributes.ts';
import { decodeEntities } from './html-entities.ts';
import { longestHtml } from './html-to-text.ts';
import { htmlTokens } from './html-tokens.ts';
import { safeStyle } from './safe-style.ts';
import { isSeemly } from './seemly-size.ts';

/** Elements that may stand in a safe page; of all others only their words are kept. */
const elements = new Set(
  (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
    'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span ' +
    'strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
);
const empty = new Set(['br', 'col', 'hr', 'img', 'wbr']);
/** Elements whose content is a program's or a drawing's: text in them was never for reading. */
const hidden = new Set(['head', 'svg', 'math', 'applet', 'audio', 'video', 'canvas']);

const attributes = new Set(
  'align alt bgcolor border cellpadding cellspacing cite color colspan dir face height lang rowspan size span start title valign width'.split(
    ' ',
  ),
);

/** Elements open at a time; deeper ones are left out, because browsers and readers slow down with depth. */
const deepest = 200;
const longestInlineImage = 500_000;
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => escapes[character] ?? '');
}

/** Blanks inside a scheme are ignored by browsers, so they are here. */
function safeLink(url: string): string | undefined {
  const bare = url.replace(/\s+/g, '');
  return /^(?:https?:\/\/|mailto:|tel:)/i.test(bare) && bare.length <= 4_000 ? bare : undefined;
}

/** Where a picture comes from: a part of the same mail or its own address, never another machine, which would learn that it was read. */
function imageSource(url: string): string {
  const bare = url.replace(/\s+/g, '');
  const [, id] = /^cid:(.{1,500})$/i.exec(bare) ?? [];
  if (id !== undefined) return ` data-cid="${escapeHtml(id)}"`;
  if (bare.length <= longestInlineImage && /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/i.test(bare))
    return ` src="${bare}"`;
  return /^https?:/i.test(bare) ? ' data-remote=""' : '';
}

function openTag(name: string, written: string): string {
  let tag = `<${name}`;
  const all = readAttributes(written);
  for (const [attribute, value] of all) {
    if (attributes.has(attribute) && value.length <= 1_000 && isSeemly(attribute, value))
      tag += ` ${attribute}="${escapeHtml(value)}"`;
    if (attribute === 'style') {
      const style = safeStyle(value);
      if (style !== '') tag += ` style="${escapeHtml(style)}"`;
    }
  }
  if (name === 'img') tag += imageSource(all.get('src') ?? '');
  const link = name === 'a' ? safeLink(all.get('href') ?? '') : undefined;
  if (link !== undefined) tag += ` href="${escapeHtml(link)}" target="_blank" rel="noopener noreferrer nofollow"`;
  return `${tag}>`;
}

/**
 * HTML of a mail that can be shown to agents: only elements, attributes and styles of a list, everything written anew and closed. No
 * scripts, forms, frames, style sheets, ids or classes, no loads from elsewhere: pictures of the mail itself are named by `data-cid`, remote
 * ones marked `data-remote`. Show it all the same in a frame of its own under a policy that allows no scripts. Linear.
 */
export function safeHtml(html: string): string {
  const output: string[] = [];
  const open: string[] = [];
  const counts = new Map<string, number>();
  const isClosed = new Map<string, boolean>();
  /** One that is never closed hides nothing, else it would hide the rest of the mail. */
  const isHidden = (name: string): boolean => {
    if (!hidden.has(name)) return false;
    const known = isClosed.get(name) ?? new RegExp(`</${name}`, 'i').test(html);
    isClosed.set(name, known);
    return known;
  };
  let unseen: { name: string; depth: number } | undefined;
  const count = (name: string, step: 1 | -1): void => {
    counts.set(name, (counts.get(name) ?? 0) + step);
  };
  for (const token of htmlTokens(html.slice(0, longestHtml))) {
    if (token.kind === 'text') {
      if (!unseen) output.push(escapeHtml(decodeEntities(token.text)));
      continue;
    }
    const { kind, name } = token;
    if (unseen) {
      if (name === unseen.name) unseen.depth += kind === 'open' ? 1 : -1;
      // A head that is never closed ends where the body begins.
      if (unseen.depth === 0 || name === 'body') unseen = undefined;
      continue;
    }
    if (kind === 'open' && !token.attributes.endsWith('/') && isHidden(name)) unseen = { name, depth: 1 };
    if (name === 'option' && kind === 'open') output.push('<br>');
    if (!elements.has(name)) continue;
    if (kind === 'open') {
      if (!empty.has(name) && open.length >= deepest) continue;
      output.push(openTag(name, token.attributes));
      if (empty.has(name)) continue;
      open.push(name);
      count(name, 1);
    } else if ((counts.get(name) ?? 0) > 0) {
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        output.push(`</${last}>`);
        count(last, -1);
        if (last === name) break;
      }
    }
  }
  for (const name of open.reverse()) output.push(`</${name}>`);
  return output.join('');
}

const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** The whole page as it is kept; its policy holds wherever it is opened. */
export function safePage(html: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"></head><body>${safeHtml(html)}</body></html>\n`;
}

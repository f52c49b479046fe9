import { allHeaders, type Header } from './header-block.ts';

/** How many Message-IDs of a mail are looked up when its ticket is sought. */
export const mostReferences = 50;
/** RFC 5322 lines end at 998 characters: a longer "id" is none. */
export const longestMessageId = 998;
/** Characters of a References field that are looked at, from its end: the nearest ancestors stand there. */
export const longestReferences = 64 * 1024;

/** Blanks inside an id come from folding at the wrong place; quotes and control characters do no harm elsewhere but do in logs. */
function bare(id: string): string {
  return id.replace(/[\s\u0000-\u001f\u007f"<>]+/g, '');
}

/** Text without its comments (which may nest and may hold anything that looks like an id); an unclosed one is left as it is. */
function withoutComments(value: string): string {
  if (!value.includes('(')) return value;
  let kept = '';
  let depth = 0;
  let inAngle = false;
  for (const character of value) {
    if (depth === 0 && character === '<') inAngle = true;
    if (depth === 0 && character === '>') inAngle = false;
    if (!inAngle && character === '(') depth++;
    else if (depth > 0 && character === ')') depth--;
    else if (depth === 0) kept += character;
  }
  return depth === 0 ? kept : value;
}

/**
 * The ids in a Message-ID, In-Reply-To or References value, in its order, without angle brackets. Takes ids that stand close together,
 * are folded in the middle, lack their brackets or come with comments; prose around them is passed over.
 */
export function readMessageIds(value: string): string[] {
  const text = withoutComments(value.slice(-longestReferences));
  const bracketed = [...text.matchAll(/<([^<>]*)>/g)].map(([, id = '']) => bare(id));
  const candidates = bracketed.some((id) => id !== '')
    ? bracketed
    : text
        .split(/[\s,;]+/)
        .filter((word) => word.includes('@'))
        .map(bare);
  return candidates.filter((id) => id !== '' && id !== '@' && id.length <= longestMessageId);
}

/** What a mail answers, nearest first: the ids of In-Reply-To, then References from its end, each once, at most `mostReferences`. */
export function referencesOf(headers: readonly Header[]): string[] {
  const replied = allHeaders(headers, 'in-reply-to').flatMap(readMessageIds);
  const ancestors = allHeaders(headers, 'references').flatMap(readMessageIds).reverse();
  return [...new Set([...replied, ...ancestors])].slice(0, mostReferences);
}

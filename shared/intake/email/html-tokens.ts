/** A piece of HTML: text as written, or a tag with its name in lower case. */
export type HtmlToken = { kind: 'text'; text: string } | { kind: 'open' | 'close'; name: string; attributes: string };

/** Elements whose content is never for reading. */
const unread = new Set(['script', 'style', 'title', 'template', 'noembed', 'xml']);

/**
 * Takes HTML apart in one pass, in linear time for any input: whatever search fails is never tried again. Comments, declarations and the
 * content of scripts and styles are left out. Broken markup loses its tags, not its words: an unclosed script or comment hides nothing.
 */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  const lower = html.toLowerCase();
  // toLowerCase changes the length of a few rare letters (İ); then positions would not match.
  const folded = lower.length === html.length ? lower : html;
  const hopeless = new Set<string>();
  const find = (what: string, from: number): number => {
    if (hopeless.has(what)) return -1;
    const at = folded.indexOf(what, from);
    if (at < 0) hopeless.add(what);
    return at;
  };
  /** Once quotes have swallowed every `>` up to the end they count no more, else each tag would be searched to the end again. */
  let quotesCount = true;
  /** The position of the `>` that ends a tag; one inside a quoted attribute does not. */
  const tagEnd = (from: number): number => {
    if (!quotesCount) return find('>', from);
    const next = /=\s{0,9}(["'])|>/g;
    next.lastIndex = from;
    for (let match = next.exec(html); match; match = next.exec(html)) {
      const mark = match[1];
      if (mark === undefined) return match.index;
      const ending = find(mark, next.lastIndex);
      if (ending < 0) return find('>', next.lastIndex);
      next.lastIndex = ending + 1;
    }
    quotesCount = false;
    return find('>', from);
  };

  for (let at = 0; at < html.length; ) {
    const less = find('<', at);
    if (less < 0) {
      yield { kind: 'text', text: html.slice(at) };
      return;
    }
    if (less > at) yield { kind: 'text', text: html.slice(at, less) };
    if (html.startsWith('<!--', less)) {
      const end = find('-->', less + 4);
      at = end < 0 ? less + 4 : end + 3;
      continue;
    }
    const [, slash, name] = /^<(\/?)([A-Za-z][^\s/>]{0,40})/.exec(html.slice(less, less + 50)) ?? [];
    if (name === undefined) {
      const declaration = html[less + 1] === '!' || html[less + 1] === '?' ? find('>', less) : -1;
      if (declaration >= 0) {
        at = declaration + 1;
        continue;
      }
      // Of a row of them only the last can begin a tag; each by itself would be a piece of its own.
      let last = less;
      while (html[last + 1] === '<') last++;
      at = Math.max(last, less + 1);
      yield { kind: 'text', text: html.slice(less, at) };
      continue;
    }
    const end = tagEnd(less);
    if (end < 0) {
      yield { kind: 'text', text: html.slice(less) };
      return;
    }
    const tag = name.toLowerCase();
    at = end + 1;
    if (slash === '' && unread.has(tag) && html[end - 1] !== '/') {
      const close = find(`</${tag}`, at);
      if (close >= 0) at = close;
      continue;
    }
    yield { kind: slash === '/' ? 'close' : 'open', name: tag, attributes: html.slice(less + 1 + name.length, end) };
  }
}

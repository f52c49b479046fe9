/** Stands in a line of its own where a mail program's markup says that an older mail begins, in whatever language; of private use. */
export const olderMailMark = '\ue000';

/** What mail programs put their quotes into, where that is no blockquote; and where they say who wrote it. */
const container =
  /\b(?:yahoo_quoted|zmail_extra|tutanota_quote|protonmail_quote|gmail_attr|moz-cite-prefix|reply-intro|OLK_SRC_BODY_SECTION)\b|yahoo_quoted\b/;
/** Outlook's headers of the mail below: on the web, of old, and on the desktop. */
const outlook =
  /\bid\s*=\s*["']?(?:x_)*(?:divRplyFwdMsg|stopSpelling)\b|border:none;\s*border-top:solid #\w{6} 1\.0pt;\s*padding:3\.0pt 0(?:in|cm)/i;
/** Where Outlook on the web would put the quote: one follows only where a line or its headers do. */
const quotePlace = /\bid\s*=\s*["']?(?:x_)*appendonsend\b/i;
const quoteFollows = /^<div\b[^<>]*>(?:\s|&nbsp;|<\/?(?:div|p|br|span)\b[^<>]*>)*<hr\b/i;
const mostBetween = 800;
const quoteClass = /\b(?:type\s*=\s*["']?cite|class\s*=\s*["']?[\w -]*quote)/i;
/** Gmail and Apple Mail indent with blockquotes, too: these are the writer's own words. */
const indented = /margin:\s*0(?:px)?\s+0(?:px)?\s+0(?:px)?\s+40px|border:\s*none/i;

const markup = /<(\/?)(div|blockquote|hr)\b([^<>]{0,2000})>/gi;

/** The HTML with the quotes of all mail programs as blockquotes or below `olderMailMark`, and no other blockquotes. In one pass. */
export function markQuotes(html: string): string {
  const open: Record<string, string[]> = { div: [], blockquote: [] };
  return html.replace(markup, (tag: string, slash: string, written: string, attributes: string, at: number) => {
    const name = written.toLowerCase();
    const isOlder =
      outlook.test(attributes) || (quotePlace.test(attributes) && quoteFollows.test(html.slice(at, at + mostBetween)));
    const mark = slash === '' && isOlder ? `<div>${olderMailMark}</div>` : '';
    const stack = open[name];
    if (!stack) return mark + tag;
    if (slash === '/') return `</${stack.pop() ?? name}>`;
    const isQuote = name === 'div' ? container.test(attributes) : quoteClass.test(attributes) || !indented.test(attributes);
    stack.push(isQuote ? 'blockquote' : 'div');
    return `${mark}<${isQuote ? 'blockquote' : 'div'}>`;
  });
}

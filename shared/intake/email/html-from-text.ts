const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plain text as HTML that shows the same. */
export function htmlFromText(text: string): string {
  const escaped = text.trim().replace(/[&<>"]/g, (character) => escapes[character] ?? character);
  return escaped === '' ? '' : `<p>${escaped.replace(/\r?\n/g, '<br>')}</p>`;
}

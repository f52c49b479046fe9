/** Cuts to at most `longest` UTF-16 units and never through the middle of a character that takes two of them. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const last = text.charCodeAt(longest - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? longest - 1 : longest);
}

/**
 * A text that stays on one line whatever a sender encoded into it: line breaks and tabs become blanks, other control characters go, and
 * so do the marks that turn the writing direction round, which make `gpj.exe` read as `exe.jpg`.
 */
export function oneLine(text: string, longest: number): string {
  const flat = text
    .slice(0, longest * 4)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return cutText(flat, longest).trimEnd();
}

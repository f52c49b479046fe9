/** Hyphens that mail programs and word processors put for a plain one. */
const hyphen = '[-\\u2010-\\u2013]?';
/** Nine digits in threes: how a reference is written. */
export const nine = `(\\d{3})${hyphen}(\\d{3})${hyphen}(\\d{3})`;
const tagged = new RegExp(`[#\\uff03]\\s?${nine}(?!\\d)|\\[${nine}\\]`, 'g');

/**
 * Our references that a subject names (`[#123-456-789]`, `#123456789`, `[123-456-789]`), each once, digits only. Nine digits alone are
 * a phone or order number as often as not and do not count. The check digit is for the caller to verify.
 */
export function readSubjectReference(subject: string): string[] {
  const found = [...subject.matchAll(tagged)].map((match) => match.slice(1).filter(Boolean).join(''));
  return [...new Set(found)];
}

/** Hyphens that mail programs and word processors put for a plain one. */
const hyphen = '[-\\u2010-\\u2013]?';
const nine = `(\\d{3})${hyphen}(\\d{3})${hyphen}(\\d{3})`;
const tagged = new RegExp(`[#\\uff03]\\s?${nine}(?!\\d)|\\[${nine}\\]`, 'g');
const ourTag = new RegExp(`\\s*\\[\\s*[#\\uff03]?\\s?${nine}\\s*\\]\\s*`, 'g');

/**
 * Our references that a subject names (`[#123-456-789]`, `#123456789`, `[123-456-789]`), each once, digits only. Nine digits alone are
 * a phone or order number as often as not and do not count. The check digit is for the caller to verify.
 */
export function readSubjectReference(subject: string): string[] {
  const found = [...subject.matchAll(tagged)].map((match) => match.slice(1).filter(Boolean).join(''));
  return [...new Set(found)];
}

/** Reply and forward prefixes as mail programs write them, by language. */
const prefixWords = [
  ['re', 'fw', 'fwd'],
  ['aw', 'antwort', 'wg'], // German
  ['tr', 'réf', 'ref'], // French
  ['rv', 'res', 'enc', 'rif', 'r', 'i'], // Spanish, Portuguese, Italian
  ['sv', 'vs', 'vb', 'vl', 'vá', 'vid'], // Nordic
  ['antw', 'doorst'], // Dutch
  ['odp', 'pd', 'ynt', 'ilt', 'ats', 'atb', 'továbbítás'], // Polish, Turkish, Baltic, Hungarian
  ['απ', 'σχετ', 'пер', 'отв', 'ответ'], // Greek, Russian
  ['回复', '回覆', '答复', '转发', '轉寄', '轉發', '返信', '転送', '회신', '전달'],
].flat();
const prefix = new RegExp(`^\\s*(?:${prefixWords.join('|')})\\s*(?:\\[\\d+\\]|\\(\\d+\\)|\\^\\d+|\\*\\d+|\\d+)?\\s*[:：]`, 'iu');

/** The base subject: without reply and forward prefixes, however many, and without our tag. Compare it, do not show it. */
export function stripSubject(subject: string): string {
  let rest = subject.replace(ourTag, ' ').trim();
  for (let match = prefix.exec(rest); match; match = prefix.exec(rest)) rest = rest.slice(match[0].length).trim();
  return rest.replace(/\s+/g, ' ');
}

import { nine } from './subject-reference.ts';

const ourTag = new RegExp(`\\s*\\[\\s*[#\\uff03]?\\s?${nine}\\s*\\]\\s*`, 'g');

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

/** A list's tag that stands between two prefixes: the list put it there, not who wrote. */
function withoutListTag(rest: string): string {
  const [tag] = /^\[[^[\]]{1,60}\]/.exec(rest) ?? [];
  const behind = tag === undefined ? '' : rest.slice(tag.length).trim();
  return prefix.test(behind) ? behind : rest;
}

/** The base subject: without reply and forward prefixes, however many, and without our tag. Compare it, do not show it. */
export function stripSubject(subject: string): string {
  let rest = subject.replace(ourTag, ' ').trim();
  for (let match = prefix.exec(rest); match; match = prefix.exec(rest)) rest = withoutListTag(rest.slice(match[0].length).trim());
  return rest.replace(/\s+/g, ' ');
}

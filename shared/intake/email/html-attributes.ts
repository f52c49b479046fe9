import { decodeEntities } from './html-entities.ts';

/** Attributes of one tag that are read, and characters of all of them: an image in its address takes the most. */
const mostAttributes = 60;
export const longestAttributes = 2_000_000;

const attribute = /([^\s"'<>/=]{1,60})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?/gy;

/** The attributes of a tag by their names in lower case, entities decoded, control characters gone. The first of a name counts, as in browsers. */
export function readAttributes(written: string): Map<string, string> {
  const found = new Map<string, string>();
  const text = written.slice(0, longestAttributes);
  for (let at = 0, count = 0; at < text.length && count < mostAttributes; ) {
    attribute.lastIndex = at;
    const match = attribute.exec(text);
    if (!match) {
      at++;
      continue;
    }
    at = attribute.lastIndex;
    count++;
    const [, name = '', double, single, bare] = match;
    const value = decodeEntities(double ?? single ?? bare ?? '').replace(
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/g,
      '',
    );
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), value);
  }
  return found;
}

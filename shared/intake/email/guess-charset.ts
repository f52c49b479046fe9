/** Bytes of a text that are looked at. */
const longestLook = 20_000;
/** Fewer different ones may as well be a few accents. */
const fewestDifferent = 8;
const fewestPairs = 4;

const highRun = /[\u0080-\u00ff]+/g;

/** Hangul stand in these first bytes of EUC-KR; Chinese spreads over twice as many. */
const hangulRow = (byte: number): boolean => byte >= 0xb0 && byte <= 0xc8;

/**
 * The charset of bytes that say nothing of it and are no UTF-8, where their pattern leaves little doubt: high bytes in pairs are Chinese or
 * Korean, high bytes in words are Cyrillic, whose two charsets have their small letters in each other's capitals. `undefined` for accents
 * in Latin text, and for too little to tell. `latin1` holds one character per byte.
 */
export function guessCharset(latin1: string): 'gbk' | 'euc-kr' | 'windows-1251' | 'koi8-r' | undefined {
  const runs = latin1.slice(0, longestLook).match(highRun) ?? [];
  const high = runs.join('');
  if (new Set(high).size < fewestDifferent) return undefined;
  const bytes = [...high].map((character) => character.charCodeAt(0));
  const isPaired = runs.filter((run) => run.length % 2 === 0).join('').length >= 0.9 * high.length;
  const letters = bytes.filter((byte) => byte >= 0xc0).length;
  // Cyrillic letters are all in the upper half, where those of Chinese are by half, and blanks stand between the words.
  const isCyrillic = letters >= (isPaired ? 1 : 0.9) * bytes.length && runs.length > 1 && high.length >= 2.5 * runs.length;
  if (isCyrillic) return bytes.filter((byte) => byte >= 0xe0).length > letters / 2 ? 'windows-1251' : 'koi8-r';
  // A second byte of GBK may be a letter, so that a run is sometimes odd.
  if (!isPaired || bytes.length < 2 * fewestPairs) return undefined;
  const rows = bytes.filter((_, at) => at % 2 === 0);
  return rows.filter(hangulRow).length >= 0.95 * rows.length ? 'euc-kr' : 'gbk';
}

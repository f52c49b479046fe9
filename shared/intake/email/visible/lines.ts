/** Characters of a line that are looked at: longer ones are never an attribution, a header or a signature. */
export const longestLook = 500;

/** Lines without their ends, whatever kind of ends they have. */
export const linesOf = (text: string): string[] => text.split(/\r\n|\n|\r/);

export const isBlank = (line: string): boolean => !/\S/.test(line);

/** Quoted as mail programs do it, with `>` before the words. */
export const isQuoted = (line: string): boolean => /^\s{0,12}>/.test(line);

/** The line without the marks that one level of quoting puts before it. */
export const unquoted = (line: string): string => line.replace(/^\s{0,12}> ?/, '');

/** The words of a line in lower case, without quote marks, bold marks, dashes and colons around them. */
export function wordsOf(line: string): string {
  if (line.length > longestLook) return '';
  return line
    .normalize('NFC')
    .replace(/^[\s>*_=|—―–─-]+/u, '')
    .replace(/[^\p{L}\p{N})]+$/u, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/[’‘`]/g, "'")
    .toLowerCase();
}

/** The first line at or after `at` that is not blank, or the number of lines. */
export function nextWritten(lines: readonly string[], at: number): number {
  let next = at;
  while (next < lines.length && isBlank(lines[next] ?? '')) next++;
  return next;
}

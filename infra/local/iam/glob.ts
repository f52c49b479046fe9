import type { ContextLookup } from './request.ts';

/** `*`: characters of every kind, also none. */
export const anyCharacters = -1;
/** `?`: exactly one character, whichever. */
export const anyCharacter = -2;

/** A pattern with its wildcards: UTF-16 codes, `anyCharacters` and `anyCharacter`, and the policy variables still to be filled in. */
export type GlobPart = number | { variable: string; fallback?: string };

/**
 * Reads a policy's pattern. `${*}`, `${?}` and `${$}` stand for the character itself, `${key}` and `${key, 'default'}` for a value of
 * the request. Source: IAM user guide, "Policy variables".
 */
export function parseGlob(source: string, wildcards: boolean): GlobPart[] {
  const parts: GlobPart[] = [];
  for (const piece of source.split(/(\$\{[^}]*\})/)) {
    const variable = /^\$\{\s*([^},\s]+)\s*(?:,\s*'([^']*)'\s*)?\}$/.exec(piece);
    if (!variable) parts.push(...codes(piece).map((code) => (wildcards ? wildcardOf(code) : code)));
    else if (variable[1] === '*' || variable[1] === '?' || variable[1] === '$') parts.push(...codes(variable[1]));
    else parts.push({ variable: `${variable[1]}`.toLowerCase(), fallback: variable[2] });
  }
  return parts;
}

/** Fills in the variables, whose values never act as wildcards. undefined when the request has no (single) value for one. */
export function fillIn(parts: readonly GlobPart[], context: ContextLookup): number[] | undefined {
  const filled: number[] = [];
  for (const part of parts) {
    if (typeof part === 'number') {
      filled.push(part);
      continue;
    }
    const values = context(part.variable);
    const value = values?.length === 1 ? values[0] : part.fallback;
    if (value === undefined) return undefined;
    filled.push(...codes(value));
  }
  return filled;
}

/** Whether the glob covers the whole text. Time is at most the product of both lengths, however many wildcards there are. */
export function globMatches(glob: readonly number[], text: string): boolean {
  let at = 0;
  let read = 0;
  let starAt = -1;
  let starRead = 0;
  while (read < text.length) {
    const part = glob[at];
    if (part === anyCharacters) {
      starAt = at++;
      starRead = read;
    } else if (part === anyCharacter || part === text.charCodeAt(read)) {
      at++;
      read++;
    } else if (starAt >= 0) {
      // The last star takes one character more, and all after it starts again.
      at = starAt + 1;
      read = ++starRead;
    } else {
      return false;
    }
  }
  while (glob[at] === anyCharacters) at++;
  return at === glob.length;
}

const codes = (text: string) => Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));

function wildcardOf(code: number): number {
  if (code === 42) return anyCharacters;
  return code === 63 ? anyCharacter : code;
}

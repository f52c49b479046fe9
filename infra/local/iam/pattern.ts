import { anyCharacters, fillIn, type GlobPart, globMatches, parseGlob } from './glob.ts';
import type { ContextLookup } from './request.ts';

/** A compiled pattern of a policy. The context is for its policy variables, which hardly any pattern has. */
export type Pattern = (text: string, context: ContextLookup) => boolean;

export interface PatternOptions {
  /** Whether `*` and `?` are wildcards; true unless said otherwise. */
  wildcards?: boolean;
}

/** Compiles a pattern over plain text. */
export function compilePattern(source: string, { wildcards = true }: PatternOptions = {}): Pattern {
  return compileParts(parseGlob(source, wildcards));
}

const arnSegments = 6;
const colon = 58;

/**
 * Compiles a pattern over ARNs. A wildcard stays inside its segment (between two colons), except in the last one, and segments that
 * the pattern leaves out are any. Source: IAM user guide, "IAM JSON policy elements: Resource" and "Arn condition operators".
 */
export function compileArnPattern(source: string): Pattern {
  const parts = parseGlob(source, true);
  if (!source.startsWith('arn:')) return compileParts(parts);
  const segments = splitAtColons(parts);
  if (segments.length === arnSegments && segments.slice(0, -1).every(isLiteral)) return compileParts(parts);

  const patterns = segments.map(compileParts);
  return (text, context) => {
    const pieces = text.split(':');
    const texts = [...pieces.slice(0, arnSegments - 1), pieces.slice(arnSegments - 1).join(':')];
    return texts.length === arnSegments && patterns.every((matches, index) => matches(texts[index] ?? '', context));
  };
}

function compileParts(parts: readonly GlobPart[]): Pattern {
  const glob = parts.filter((part) => typeof part === 'number');
  if (glob.length < parts.length) {
    return (text, context) => {
      const filled = fillIn(parts, context);
      return filled !== undefined && globMatches(filled, text);
    };
  }
  // The three forms that nearly all policies use need no search.
  const literal = String.fromCharCode(...glob.filter((part) => part >= 0));
  if (literal.length === glob.length) return (text) => text === literal;
  if (glob.length === 1 && glob[0] === anyCharacters) return () => true;
  if (literal.length === glob.length - 1 && glob.at(-1) === anyCharacters) return (text) => text.startsWith(literal);
  return (text) => globMatches(glob, text);
}

const isLiteral = (segment: readonly GlobPart[]) => segment.every((part) => typeof part === 'number' && part >= 0);

function splitAtColons(parts: readonly GlobPart[]): GlobPart[][] {
  const segments: GlobPart[][] = [[]];
  for (const part of parts) {
    if (part === colon && segments.length < arnSegments) segments.push([]);
    else segments.at(-1)?.push(part);
  }
  return segments;
}

import type { Language } from '../contracts/vocabulary.ts';
import { formatReference } from '../tickets/reference.ts';

/** UTF-16 units of the subjects and names that we write. */
export const longestSubject = 200;
export const longestName = 100;

/**
 * One line that can be put in a header: control characters and line breaks become spaces, runs of white space one space, half surrogate
 * pairs U+FFFD. The characters that reorder text (overrides, isolates) go, or a subject could show our tag backwards.
 */
export function headerText(text: string, longest: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  if (line.length <= longest) return line;
  return `${line
    .slice(0, longest - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

const prefix = /^(?:(?:re|aw|antw|sv|vs|fwd?|wg|tr|rv|回复|答复|回覆|转发|轉寄)\s*(?:[[(]\d+[\])])?\s*[:：]\s*)+/i;
const tag = /\[#\d{3}-\d{3}-\d{3}\]/g;

/**
 * What the conversation is called, without answer marks (`Re:`, `TR :`, `回复：`) and without reference tags, its own or another's. It is
 * shown, so it loses only what is a mark for certain: fewer than `stripSubject` of the intake drops to compare.
 */
export function baseSubject(subject: string): string {
  const line = headerText(subject.replace(tag, ' '), Number.MAX_SAFE_INTEGER);
  return line.replace(prefix, '').trim();
}

const untitled: Record<Language, string> = { en: 'Your message', fr: 'Votre message', zh: '您的来信' };

/** `Re: <base subject> [#123-456-789]`: what is cut when it is too long is never the tag, by which an answer finds its ticket. */
export function customerSubject(ticket: { subject: string; reference: string }, language: Language): string {
  const ending = ` [#${formatReference(ticket.reference)}]`;
  const base = baseSubject(ticket.subject) || untitled[language];
  return headerText(`Re: ${base}`, longestSubject - ending.length) + ending;
}

/** `[Guichet] <what it is about>: <subject>`. Without the tag: an answer by one of our people must not pass for the customer's. */
export const staffSubject = (headline: string, subject: string): string =>
  headerText(`[Guichet] ${headline} – ${baseSubject(subject)}`, longestSubject).replace(/ –$/, '');

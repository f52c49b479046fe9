import { clockMetrics } from '../sla/clock.ts';

/** What a macro's text may leave open, filled in from the ticket when the macro is carried out. */
export const placeholders = [
  'reference',
  'subject',
  'requester.name',
  'agent',
  ...clockMetrics.map((metric) => `due.${metric}` as const),
] as const;
export type Placeholder = (typeof placeholders)[number];

const open = /\{\{\s*([^{}]*?)\s*\}\}/g;

export const placeholderRule = `may leave open only ${placeholders.map((each) => `{{${each}}}`).join(', ')}`;

/** Whether everything in double braces is a placeholder, and every brace of them is closed. */
export function isFillable(text: string): boolean {
  const names = [...text.matchAll(open)].map(([, name]) => name);
  const rest = text.replace(open, '');
  return !/\{\{|\}\}/.test(rest) && names.every((name) => placeholders.some((each) => each === name));
}

/**
 * The text with its placeholders filled in, once: what stands in a value is left as it is. `standsFor` may throw where there is
 * none.
 */
export const filled = (text: string, standsFor: (placeholder: Placeholder) => string): string =>
  text.replace(open, (whole, name: string) => {
    const placeholder = placeholders.find((each) => each === name);
    return placeholder ? standsFor(placeholder) : whole;
  });

import { oneLine } from '../intake/email/one-line.ts';
import { wireAddress } from '../notices/mail-address.ts';
import { type Field, type Form, longestAddress, longestName, longestSubject } from './form.ts';
import type { Problem } from './problem.ts';

/** What somebody typed, by the names of the fields; a checkbox that is ticked is `true` or `on`. */
export type Typed = Readonly<Record<string, unknown>>;

/** What was typed, cleaned. Empty for what was left empty. */
export type Values = ReadonlyMap<string, string>;

/** What a ticked checkbox holds. */
export const ticked = 'on';

interface Rules {
  name: string;
  kind: Field['kind'];
  required: boolean;
  longest: number;
  options: readonly string[];
}

/** Room for an option, a time or a number. */
const longestShort = 100;

/** A form's fields and those that every form has, as they are checked. */
export function rulesOf({ fields }: Pick<Form, 'fields'>): Rules[] {
  const builtIn = { options: [], required: true };
  return [
    { ...builtIn, name: 'name', kind: 'text', required: false, longest: longestName },
    { ...builtIn, name: 'email', kind: 'email', longest: longestAddress },
    { ...builtIn, name: 'subject', kind: 'text', longest: longestSubject },
    ...fields.map((field) => ({
      name: field.name,
      kind: field.kind,
      required: field.required,
      longest:
        field.kind === 'text' || field.kind === 'textarea'
          ? field.longest
          : field.kind === 'email'
            ? longestAddress
            : longestShort,
      options: field.kind === 'select' ? field.options.map(({ value }) => value) : [],
    })),
  ];
}

/** Everything that is wrong with what was typed, in the order of the fields, and all of it as it is kept. */
export function readFields(form: Pick<Form, 'fields'>, typed: Typed): { values: Values; problems: Problem[] } {
  const all = rulesOf(form);
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const rules of all) {
    const { value, problem } = read(rules, Object.hasOwn(typed, rules.name) ? typed[rules.name] : undefined);
    values.set(rules.name, value);
    if (problem) problems.push({ field: rules.name, ...problem });
  }
  for (const name of Object.keys(typed))
    if (!all.some((rules) => rules.name === name)) problems.push({ field: name, rule: 'unknown-field' });
  return { values, problems };
}

type Broken = Omit<Problem, 'field'>;

function read(rules: Rules, given: unknown): { value: string; problem?: Broken | undefined } {
  if (rules.kind === 'checkbox') {
    const isTicked = given === true || given === ticked;
    if (isTicked) return { value: ticked };
    const isLeft = given === undefined || given === false || given === '';
    return { value: '', problem: isLeft ? (rules.required ? { rule: 'missing' } : undefined) : { rule: 'not-an-option' } };
  }
  if (given !== undefined && typeof given !== 'string') return { value: '', problem: { rule: 'not-text' } };
  const text = rules.kind === 'textarea' ? severalLines(given ?? '') : oneLine(given ?? '', Math.max(rules.longest + 1, 1));
  if (text === '') return { value: '', problem: rules.required ? { rule: 'missing' } : undefined };
  const value = rules.kind === 'email' ? text.toLowerCase() : text;
  return { value, problem: brokenBy(rules, value) };
}

/** Line breaks as `\n`, no control characters, nothing at both ends. */
export const severalLines = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();

function brokenBy({ kind, longest, options }: Rules, value: string): Broken | undefined {
  if (value.length > longest) return { rule: 'too-long', limit: longest };
  switch (kind) {
    case 'email':
      return wireAddress(value) === undefined ? { rule: 'not-an-address' } : undefined;
    case 'phone':
      return isPhone(value) ? undefined : { rule: 'not-a-number' };
    case 'select':
      return options.includes(value) ? undefined : { rule: 'not-an-option' };
    case 'date-time':
      return isDateTime(value) ? undefined : { rule: 'not-a-time' };
    case 'text':
    case 'textarea':
    case 'checkbox':
      return undefined;
  }
}

/** Five to fifteen digits (E.164), written as people write them. */
function isPhone(value: string): boolean {
  const digits = value.replace(/\D/g, '').length;
  return /^\+?[\d ().\-/]+$/.test(value) && digits >= 5 && digits <= 15;
}

/** What `datetime-local` sends, with or without seconds, and with or without an offset. */
function isDateTime(value: string): boolean {
  const [, date, time] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?$/.exec(value) ?? [];
  const at = Date.parse(`${date}T${time}:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(`${date}T${time}`);
}

/** In E.164, where it was written with its country. */
export const internationalNumber = (value: string): string | undefined =>
  value.startsWith('+') ? `+${value.replace(/\D/g, '')}` : undefined;

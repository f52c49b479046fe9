import type { Language } from '../contracts/vocabulary.ts';
import { ticked, type Values } from './fields.ts';
import type { Field, Form, Texts } from './form.ts';
import { words } from './words/by-language.ts';

/** A text of the form in this language, or in the form's first where it has none. */
export const textIn = (texts: Texts | undefined, language: Language, { languages }: Pick<Form, 'languages'>): string =>
  texts?.[language] ?? texts?.[languages[0] ?? 'en'] ?? '';

/**
 * What was filled in, as an agent reads it in a mail or on the ticket: short answers in a line with their label, long ones below it. The
 * only long answer of a form needs no label: it is what the customer writes.
 */
export function messageText(form: Pick<Form, 'fields' | 'languages'>, values: Values, language: Language): string {
  const { colon } = words[language];
  const filled = form.fields.filter(({ name, kind }) => kind === 'checkbox' || values.get(name));
  const isAlone = filled.length === 1;
  const blocks = filled.map((field) => {
    const label = textIn(field.label, language, form);
    const value = shown(field, values.get(field.name) ?? '', language, form);
    if (field.kind !== 'textarea') return { text: `${label}${colon}${value}`, isShort: true };
    return { text: isAlone ? value : `${label}${colon.trimEnd()}\n${value}`, isShort: false };
  });
  return blocks.reduce((text, { text: next, isShort }, i) => {
    if (i === 0) return next;
    return `${text}${isShort && blocks[i - 1]?.isShort ? '\n' : '\n\n'}${next}`;
  }, '');
}

function shown(field: Field, value: string, language: Language, form: Pick<Form, 'languages'>): string {
  switch (field.kind) {
    case 'checkbox':
      return value === ticked ? words[language].yes : words[language].no;
    case 'select': {
      const chosen = field.options.find((option) => option.value === value);
      return chosen ? textIn(chosen.label, language, form) : value;
    }
    case 'date-time':
      return value.replace('T', ' ');
    case 'text':
    case 'textarea':
    case 'email':
    case 'phone':
      return value;
  }
}

import type { Language } from '../contracts/vocabulary.ts';
import { escaped } from '../notices/body.ts';
import { type Typed, ticked } from './fields.ts';
import type { Field, Form } from './form.ts';
import { textIn } from './message-text.ts';
import type { Problem } from './problem.ts';
import { words } from './words/by-language.ts';

/** A field in one language. */
interface Labelled {
  name: string;
  kind: Field['kind'];
  label: string;
  hint?: string;
  required: boolean;
  longest?: number;
  options?: Extract<Field, { kind: 'select' }>['options'];
  /** What a browser may fill in by itself. */
  complete?: string;
}

interface Around {
  language: Language;
  form: Form;
  typed: Typed;
  problems: readonly Problem[];
}

const inputTypes = { text: 'text', email: 'email', phone: 'tel', 'date-time': 'datetime-local' } as const;

/** Label, hint, what is wrong, and the field itself, each tied to it for who does not see them. */
export function fieldHtml(field: Labelled, { language, form, typed, problems }: Around): string {
  const { name, kind, label, hint = '', required, longest } = field;
  const says = words[language];
  const given = Object.hasOwn(typed, name) ? typed[name] : undefined;
  const value = typeof given === 'string' ? given : '';
  const isBroken = problems.some((each) => each.field === name);
  const described = [...(hint === '' ? [] : [`${name}-hint`]), ...(isBroken ? [`${name}-problem`] : [])];
  const attributes = [
    `id="${name}" name="${name}"`,
    required ? ' required' : '',
    longest === undefined ? '' : ` maxlength="${longest}"`,
    field.complete === undefined ? '' : ` autocomplete="${field.complete}"`,
    described.length > 0 ? ` aria-describedby="${described.join(' ')}"` : '',
    isBroken ? ' aria-invalid="true"' : '',
  ].join('');
  const written = required ? label : `${label} (${says.optional})`;
  const labelHtml = `<label for="${name}">${escaped(written)}</label>`;
  const around = [
    hint === '' ? '' : `<p class="hint" id="${name}-hint">${escaped(hint)}</p>`,
    problemHtml(name, problems, language),
  ].join('');
  switch (kind) {
    case 'checkbox': {
      const isTicked = given === true || given === ticked;
      const box = `<input type="checkbox" value="${ticked}" ${attributes}${isTicked ? ' checked' : ''}>`;
      return `<div class="field">${around}<div class="check">${box}<label for="${name}">${escaped(label)}</label></div></div>`;
    }
    case 'textarea':
      // A parser drops one line break right after the tag.
      return `<div class="field">${labelHtml}${around}<textarea dir="auto" ${attributes}>\n${inTextarea(value)}</textarea></div>`;
    case 'select': {
      const options = (field.options ?? []).map((option) => {
        const chosen = option.value === value ? ' selected' : '';
        return `<option value="${escaped(option.value)}"${chosen}>${escaped(textIn(option.label, language, form))}</option>`;
      });
      const none = `<option value="">${escaped(says.choose)}</option>`;
      return `<div class="field">${labelHtml}${around}<select ${attributes}>${none}${options.join('')}</select></div>`;
    }
    case 'text':
    case 'email':
    case 'phone':
    case 'date-time':
      return `<div class="field">${labelHtml}${around}<input type="${inputTypes[kind]}" dir="auto" ${attributes} value="${escaped(value)}"></div>`;
  }
}

/** `escaped` makes line breaks tags, which a textarea would show as they are written. */
export const inTextarea = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map(escaped)
    .join('\n');

export function problemHtml(name: string, problems: readonly Problem[], language: Language): string {
  const found = problems.find(({ field }) => field.split('.')[0] === name);
  if (!found) return '';
  const text = words[language].rules[found.rule](found.limit ?? 0);
  return `<p class="problem" id="${name}-problem">${escaped(text)}</p>`;
}

import type { Language } from '../contracts/vocabulary.ts';
import type { Page } from '../lambda/html-pages.ts';
import { escaped } from '../notices/body.ts';
import { languageTags } from '../notices/format.ts';
import { fieldHtml, problemHtml } from './field-html.ts';
import { type Typed, ticked } from './fields.ts';
import { type Form, longestAddress, longestName, longestSubject } from './form.ts';
import { formScript } from './form-script.ts';
import { formStyle } from './form-style.ts';
import { textIn } from './message-text.ts';
import type { Problem } from './problem.ts';
import { words } from './words/by-language.ts';

/** What the page of a form is made of besides the form. */
export interface Shown {
  language: Language;
  token: string;
  /** Where files are put: a page may talk to nobody else. */
  uploadOrigin: string | undefined;
  /** What was typed and refused, and why. */
  refused?: { typed: Typed; problems: readonly Problem[]; status: number; retryAfterSeconds?: number | undefined };
}

/** The form as a page that needs no script, in one language. */
export function formPage(form: Form, { language, token, uploadOrigin, refused }: Shown): Page {
  const says = words[language];
  const title = textIn(form.title, language, form);
  const intro = textIn(form.intro, language, form);
  const problems = refused?.problems ?? [];
  const typed = refused?.typed ?? {};
  const fieldOf = (field: Parameters<typeof fieldHtml>[0]) => fieldHtml(field, { language, form, typed, problems });
  return {
    ...framed(form, uploadOrigin),
    status: refused?.status ?? 200,
    languageTag: languageTags[language],
    title: escaped(refused ? says.errorTitle(title) : title),
    ...(refused?.retryAfterSeconds !== undefined && { headers: { 'retry-after': String(refused.retryAfterSeconds) } }),
    content: [
      languageLinks(form, language),
      `<h1>${escaped(title)}</h1>`,
      intro === '' ? '' : `<p>${escaped(intro)}</p>`,
      summary(problems, form, language),
      // The browser's own checks would keep from the reader what the server says of all fields together.
      `<form method="post" novalidate data-form${refused ? ' data-refused' : ''}>`,
      `<input type="hidden" name="token" value="${escaped(token)}"><input type="hidden" name="language" value="${language}">`,
      fieldOf({ name: 'name', kind: 'text', label: says.name, required: false, longest: longestName, complete: 'name' }),
      fieldOf({ name: 'email', kind: 'email', label: says.email, required: true, longest: longestAddress, complete: 'email' }),
      fieldOf({ name: 'subject', kind: 'text', label: says.subject, required: true, longest: longestSubject }),
      ...form.fields.map((field) =>
        fieldOf({
          ...field,
          label: textIn(field.label, language, form),
          hint: textIn(field.hint, language, form),
          ...(field.kind === 'phone' && { complete: 'tel' }),
        }),
      ),
      filesHtml(form, language, problems, typed),
      consentHtml(form, language, problems, typed),
      `<p class="trap"><label for="website">${escaped(says.trap)}</label>`,
      '<input id="website" name="website" tabindex="-1" autocomplete="off"></p>',
      challengeHtml(form, language),
      `<p><button type="submit">${escaped(says.send)}</button></p></form>`,
    ].join('\n'),
  };
}

/** What every page of a form may do: be shown on the pages it is for, and upload. */
export function framed(
  { origins, challenge }: Form,
  uploadOrigin: string | undefined,
): Pick<Page, 'style' | 'script' | 'allows'> {
  const others = challenge === undefined ? [] : [new URL(challenge.script).origin];
  return {
    style: formStyle,
    script: formScript,
    allows: {
      'script-src': others,
      'frame-src': others,
      'connect-src': ["'self'", ...(uploadOrigin === undefined ? [] : [uploadOrigin]), ...others],
      'frame-ancestors': ["'self'", ...origins],
    },
  };
}

function languageLinks({ languages }: Form, shown: Language): string {
  const names: Record<Language, string> = { en: 'English', fr: 'Français', zh: '中文' };
  const others = languages.filter((each) => each !== shown);
  const link = (each: Language) => {
    const tag = languageTags[each];
    return `<a href="?lang=${each}" lang="${tag}" hreflang="${tag}">${names[each]}</a>`;
  };
  return others.length > 0 ? `<nav>${others.map(link).join(' ')}</nav>` : '';
}

/** First on the page and focused, so that a screen reader says it; each leads to its field. */
function summary(problems: readonly Problem[], form: Form, language: Language): string {
  if (problems.length === 0) return '';
  const says = words[language];
  const labels: Record<string, string> = {
    name: says.name,
    email: says.email,
    subject: says.subject,
    attachments: says.files,
    ...Object.fromEntries(form.fields.map((field) => [field.name, textIn(field.label, language, form)])),
  };
  const line = ({ field, rule, limit = 0 }: Problem) => {
    const label = labels[field.split('.')[0] ?? ''];
    const text = escaped(`${label === undefined ? '' : `${label}${says.colon}`}${says.rules[rule](limit)}`);
    const isShown = label !== undefined || field === 'consent';
    return `<li>${isShown ? `<a href="#${escaped(field.split('.')[0] ?? '')}">${text}</a>` : text}</li>`;
  };
  return `<div role="alert" tabindex="-1" autofocus><h2>${escaped(says.problems)}</h2><ul>${problems.map(line).join('')}</ul></div>`;
}

function filesHtml(form: Form, language: Language, problems: readonly Problem[], typed: Typed): string {
  if (!form.attachments) return '';
  const { most, bytesEach, types } = form.attachments;
  const says = words[language];
  const megabytes = new Intl.NumberFormat(languageTags[language], { maximumFractionDigits: 1 }).format(bytesEach / (1024 * 1024));
  const kept = Array.isArray(typed.attachments) ? typed.attachments.filter((id) => typeof id === 'string') : [];
  const data = Object.entries({
    most,
    uploading: says.uploading,
    uploaded: says.uploaded,
    failed: says.uploadFailed,
    bytes: bytesEach,
    type: says.rules['file-type'](0),
    size: says.rules['file-size'](bytesEach),
    remove: says.remove,
  }).map(([name, value]) => `data-${name}="${escaped(String(value))}"`);
  return [
    `<div class="field" id="files" hidden ${data.join(' ')}><label for="attachments">${escaped(`${says.files} (${says.optional})`)}</label>`,
    `<p class="hint" id="attachments-hint">${escaped(says.filesHint(most, megabytes))}</p>`,
    problemHtml('attachments', problems, language),
    `<input type="file" id="attachments" multiple aria-describedby="attachments-hint" accept="${escaped(types.join(','))}">`,
    `<ul>${kept.map((id) => `<li>${escaped(says.uploaded)}<input type="hidden" name="attachments" value="${escaped(id)}"></li>`).join('')}</ul></div>`,
    `<noscript><p class="hint">${escaped(says.filesWithoutScript)}</p></noscript>`,
  ].join('\n');
}

function consentHtml(form: Form, language: Language, problems: readonly Problem[], { consent }: Typed): string {
  if (!form.consent) return '';
  const text = textIn(form.consent, language, form);
  const isTicked = consent === true || consent === ticked;
  const isBroken = problems.some(({ field }) => field === 'consent');
  return [
    `<div class="field">${problemHtml('consent', problems, language)}<div class="check">`,
    `<input type="checkbox" id="consent" name="consent" value="${ticked}" required${isTicked ? ' checked' : ''}`,
    `${isBroken ? ' aria-invalid="true" aria-describedby="consent-problem"' : ''}>`,
    `<label for="consent">${escaped(text)}</label></div></div>`,
  ].join('\n');
}

/** The provider's script fills the element and adds the answer to the form under a name of its own. */
function challengeHtml({ challenge }: Form, language: Language): string {
  if (!challenge) return '';
  const key = escaped(challenge.siteKey);
  return [
    `<div class="h-captcha cf-turnstile g-recaptcha" data-sitekey="${key}"></div>`,
    `<noscript><p class="hint">${escaped(words[language].challengeWithoutScript)}</p></noscript>`,
    `<script src="${escaped(challenge.script)}" async defer></script>`,
  ].join('\n');
}

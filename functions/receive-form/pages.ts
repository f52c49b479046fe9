import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { SubmissionAnswer } from '../../shared/api/forms.ts';
import { type Language, languages } from '../../shared/contracts/vocabulary.ts';
import type { Form } from '../../shared/forms/form.ts';
import { framed } from '../../shared/forms/form-page.ts';
import { embedScript } from '../../shared/forms/form-script.ts';
import { textIn } from '../../shared/forms/message-text.ts';
import { words } from '../../shared/forms/words/by-language.ts';
import type { Words } from '../../shared/forms/words/words.ts';
import type { Page, PageEvent } from '../../shared/lambda/html-pages.ts';
import { acceptedLanguages } from '../../shared/lambda/public-routes.ts';
import { escaped } from '../../shared/notices/body.ts';
import { languageTags } from '../../shared/notices/format.ts';

/** What the address asks for, else what the browser says, else the form's first. */
export function languageFor({ languages: offered }: Pick<Form, 'languages'>, event: PageEvent): Language {
  const asked = [event.queryStringParameters?.lang ?? '', ...acceptedLanguages(event)];
  const found = asked.flatMap((tag) => offered.filter((each) => tag.toLowerCase().startsWith(each)));
  return found[0] ?? offered[0] ?? 'en';
}

/**
 * Pages of the form's own origins may read answers to what a browser sends without asking first. API Gateway puts its own headers in their
 * place where the stage has origins of its own (`corsOrigins`): JSON from another origin needs those.
 */
export function readableBy({ origins }: Form, { headers }: PageEvent): Record<string, string> {
  const origin = headers.origin;
  return origin !== undefined && origins.includes(origin) ? { 'access-control-allow-origin': origin, vary: 'origin' } : {};
}

export function embedded(form: Form, event: PageEvent): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    },
    body: embedScript(textIn(form.title, languageFor(form, event), form)),
  };
}

/** What somebody reads whose request was taken in. */
export function thanksPage(form: Form, { ticket, promises, statusUrl }: SubmissionAnswer, language: Language): Page {
  const says = words[language];
  const lines = [says.received(ticket.formatted), ...promises.map(({ text }) => text), says.mailed];
  return {
    ...framed(form, undefined),
    status: 200,
    languageTag: languageTags[language],
    title: escaped(says.thanks),
    content: [
      `<h1 data-sent>${escaped(says.thanks)}</h1><div role="status">`,
      ...lines.map((line) => `<p>${escaped(line)}</p>`),
      '</div>',
      // The page of a request is shown in no frame.
      `<p><a href="${escaped(statusUrl)}" target="_top">${escaped(says.follow)}</a></p>`,
    ].join('\n'),
  };
}

/** Whose language nobody knows reads it in all of them. */
const inEveryLanguage = (status: number, text: (says: Words) => string): Page => ({
  status,
  languageTag: languageTags.en,
  title: 'Guichet',
  content: `<h1>Guichet</h1>${languages.map((each) => `<p lang="${languageTags[each]}">${escaped(text(words[each]))}</p>`).join('')}`,
});

export const unknownPage = inEveryLanguage(404, ({ unknownForm }) => unknownForm);
export const failedPage = inEveryLanguage(500, ({ failed }) => failed);

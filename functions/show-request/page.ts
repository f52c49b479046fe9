import { longestMessage, type RequestAnswer } from '../../shared/api/customer-requests.ts';
import { type Language, languages } from '../../shared/contracts/vocabulary.ts';
import type { CallerError } from '../../shared/errors.ts';
import { inTextarea } from '../../shared/forms/field-html.ts';
import { formStyle } from '../../shared/forms/form-style.ts';
import type { Page } from '../../shared/lambda/html-pages.ts';
import { escaped } from '../../shared/notices/body.ts';
import { formatInstant, languageTags } from '../../shared/notices/format.ts';
import { mostShown } from '../../shared/requests/conversation.ts';
import { requestWords } from '../../shared/requests/words/by-language.ts';
import type { Words } from '../../shared/requests/words/words.ts';
import { mostMessagesAnHour } from './add-message.ts';

type Request = RequestAnswer['request'];

/** What has just happened: a message was added, or was not, and then `typed` is kept. */
export interface Happened {
  said?: string;
  problem?: { text: string; typed: string; status: number; retryAfterSeconds?: number | undefined };
}

interface Reading {
  language: Language;
  timeZone: string;
}

export function requestPage(request: Request, reading: Reading, { said, problem }: Happened = {}): Page {
  const says = requestWords[reading.language];
  const title = escaped(says.title(request.formatted));
  return {
    status: problem?.status ?? 200,
    languageTag: languageTags[reading.language],
    title,
    style: formStyle,
    ...(problem?.retryAfterSeconds !== undefined && { headers: { 'retry-after': String(problem.retryAfterSeconds) } }),
    content: [
      said === undefined ? '' : `<p role="status"><strong>${escaped(said)}</strong></p>`,
      `<h1>${title}</h1><p dir="auto"><strong>${escaped(request.subject)}</strong></p>`,
      `<p>${escaped(request.statusText)} ${escaped(says.opened(formatInstant(request.openedAt.slice(0, 19).concat('Z'), reading.timeZone, reading.language)))}</p>`,
      promises(request, says),
      `<h2>${escaped(says.conversation)}</h2>`,
      request.hasOlder ? `<p>${escaped(says.older(mostShown))}</p>` : '',
      ...request.messages.map((message) => article(message, reading, says)),
      request.nonce === undefined ? closed(request, says) : addition(request.nonce, says, problem),
    ].join('\n'),
  };
}

function promises({ promises: all }: Request, says: Words): string {
  if (all.length === 0) return '';
  const rows = all.map(({ name, text }) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`);
  return `<h2>${escaped(says.promises)}</h2><dl>${rows.join('')}</dl>`;
}

function article(
  { by, at, text, cut, files }: Request['messages'][number],
  { language, timeZone }: Reading,
  says: Words,
): string {
  const who = { customer: says.you, other: says.other, support: says.us }[by];
  const when = formatInstant(`${at.slice(0, 16)}:00Z`, timeZone, language);
  return [
    `<article${by === 'support' ? ' class="ours"' : ''}><h3>${escaped(who)}</h3>`,
    `<p class="hint"><time datetime="${escaped(at)}">${escaped(when)}</time></p><p dir="auto">${escaped(text.trim())}</p>`,
    cut ? `<p class="hint">${escaped(says.cut)}</p>` : '',
    files.length > 0 ? `<p class="hint">${escaped(says.files)}: <bdi>${files.map(escaped).join('</bdi>, <bdi>')}</bdi></p>` : '',
    '</article>',
  ].join('\n');
}

function addition(nonce: string, says: Words, problem: Happened['problem']): string {
  return [
    `<h2 id="add">${escaped(says.add)}</h2><form method="post"><div class="field"><label for="text">${escaped(says.message)}</label>`,
    problem ? `<p class="problem" id="text-problem" role="alert">${escaped(problem.text)}</p>` : '',
    `<textarea id="text" name="text" dir="auto" required maxlength="${longestMessage}"`,
    problem ? ' aria-invalid="true" aria-describedby="text-problem" autofocus>' : '>',
    `\n${inTextarea(problem?.typed ?? '')}</textarea></div>`,
    `<input type="hidden" name="nonce" value="${escaped(nonce)}"><button type="submit">${escaped(says.send)}</button></form>`,
  ].join('');
}

const closed = ({ contactUrl }: Request, says: Words): string =>
  `<p>${escaped(says.isClosed)}</p>${contactUrl === undefined ? '' : `<p><a href="${escaped(contactUrl)}">${escaped(says.contact)}</a></p>`}`;

/** Why a message was not added, in the reader's words. */
export function problemText({ code, field }: CallerError, typed: string, says: Words): string {
  if (code === 'too-many') return says.tooMany(mostMessagesAnHour);
  if (code === 'conflict') return says.isClosed;
  if (field !== 'text') return says.failed;
  return typed.trim() === '' ? says.empty : says.tooLong(longestMessage);
}

/** Whose language nobody knows reads it in all of them. */
const inEveryLanguage = (status: number, text: (says: Words) => string): Page => ({
  status,
  languageTag: languageTags.en,
  title: 'Guichet',
  content: `<h1>Guichet</h1>${languages.map((each) => `<p lang="${languageTags[each]}">${escaped(text(requestWords[each]))}</p>`).join('')}`,
});

export const unknownPage = inEveryLanguage(404, ({ unknown }) => unknown);
export const failedPage = inEveryLanguage(500, ({ failed }) => failed);

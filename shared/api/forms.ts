import * as z from 'zod/mini';
import { language } from '../contracts/vocabulary.ts';
import { longestFileName } from '../intake/email/file-names.ts';
import { promisedMetrics } from '../notices/notice.ts';
import { uploadAnswer } from './agents/answers.ts';
import { none, operation } from './operation.ts';

const longestToken = 500;
const token = z.string('must be text').check(z.maxLength(longestToken, `must have at most ${longestToken} characters`));
const formPath = z.object({ form: z.string() });
const ofForm = { tag: 'forms', by: 'anybody', path: formPath } as const;

/** What a program sends; a page without script sends the same as `application/x-www-form-urlencoded`, its own fields beside `token`. */
export const submission = z.object({
  token,
  language: z.optional(language),
  /** By the names of the form's fields. Their own rules are the form's. */
  fields: z.record(z.string(), z.unknown()),
  attachments: z._default(z.array(z.string('must be the id of a file'), 'must be a list of ids'), []),
  consent: z.optional(z.boolean('must be true or false')),
  /** A trap: only programs that fill in everything write something here. */
  website: z.optional(z.string('must be text')),
  /** What the provider of the challenge gave the page. */
  challenge: z.optional(z.string('must be text').check(z.maxLength(10_000, 'must have at most 10000 characters'))),
});
export type Submission = z.infer<typeof submission>;

export const promiseAnswer = z.object({ clock: z.enum(promisedMetrics), dueAt: z.string(), text: z.string() });

export const submissionAnswer = z.object({
  ticket: z.object({ reference: z.string(), formatted: z.string() }),
  promises: z.array(promiseAnswer),
  /** Where the request can be followed. Whoever has it may read and add to the request. */
  statusUrl: z.string(),
});
export type SubmissionAnswer = z.infer<typeof submissionAnswer>;

const longestType = 100;
/** Which types and sizes are taken, the form says. */
export const formFile = z.object({
  token,
  name: z
    .string('must be text')
    .check(z.minLength(1, 'must not be empty'), z.maxLength(longestFileName, `must have at most ${longestFileName} characters`)),
  type: z.string('must be a media type').check(z.maxLength(longestType, `must have at most ${longestType} characters`)),
  size: z.number('must be a number of bytes').check(z.int('must be whole'), z.minimum(1, 'must be at least 1')),
});
export type FormFile = z.infer<typeof formFile>;

export const showForm = operation({
  ...ofForm,
  route: 'GET /forms/{form}',
  id: 'showForm',
  summary: 'The form as a page, which works without script',
  query: z.object({ lang: z.optional(z.string()) }),
  body: none,
  answers: { 200: { description: 'A page of HTML.', text: 'text/html' } },
  refusals: [404],
});

export const embedForm = operation({
  ...ofForm,
  route: 'GET /forms/{form}/embed.js',
  id: 'embedForm',
  summary: 'A script that puts the form into the page that loads it',
  query: z.object({ lang: z.optional(z.string()) }),
  body: none,
  answers: { 200: { description: 'JavaScript.', text: 'text/javascript' } },
  refusals: [404],
});

export const formToken = operation({
  ...ofForm,
  route: 'GET /forms/{form}/token',
  id: 'formToken',
  summary: 'A token for one submission',
  query: none,
  body: none,
  answers: {
    200: {
      description: 'Good from `notBefore` to `expiresAt`, for one request.',
      schema: z.object({ token: z.string(), notBefore: z.string(), expiresAt: z.string() }),
    },
  },
  refusals: [404],
});

export const submitForm = operation({
  ...ofForm,
  route: 'POST /forms/{form}',
  id: 'submitForm',
  summary: 'Send a request',
  query: none,
  body: submission,
  answers: {
    201: { description: 'The request was taken in.', schema: submissionAnswer },
    200: { description: 'It was taken in before, with the same token.', schema: submissionAnswer },
  },
  refusals: [404, 409, 413, 415],
});

export const announceFormFile = operation({
  ...ofForm,
  route: 'POST /forms/{form}/attachments',
  id: 'announceFormFile',
  summary: 'Announce a file for a request, and learn where to put it',
  query: none,
  body: formFile,
  answers: {
    201: { description: 'Put the bytes to `upload.url` with `upload.headers`; name the id when sending.', schema: uploadAnswer },
  },
  refusals: [404, 413, 415],
});

import * as z from 'zod/mini';
import { kind, language, priority } from '../contracts/vocabulary.ts';

/** Fields that a form has besides name, address and subject. */
export const mostFields = 30;
export const mostOptions = 50;
export const longestLabel = 200;
export const longestProse = 2000;
/** Characters that all fields of a form can hold together: a ticket keeps every one of them. */
export const mostCharacters = 40_000;
export const longestName = 100;
export const longestAddress = 254;
export const longestSubject = 200;
/** Files of one submission, and bytes of each. */
export const mostFormFiles = 10;
export const mostFormFileBytes = 20 * 1024 * 1024;

/** Fields that every form has, and what else a submission brings: no field of a form's own is called so. */
export const reservedNames = [
  'name',
  'email',
  'subject',
  'consent',
  'website',
  'token',
  'language',
  'attachments',
  'challenge',
] as const;

const prose = (longest: number) => {
  const text = z.string().check(z.minLength(1), z.maxLength(longest, `must have at most ${longest} characters`));
  return z.object({ en: z.optional(text), fr: z.optional(text), zh: z.optional(text) });
};
/** The same in each language of the form. */
export type Texts = z.infer<ReturnType<typeof prose>>;

const option = z.object({
  value: z.string().check(z.minLength(1), z.maxLength(longestName)),
  label: prose(longestLabel),
  /** What a ticket is, whose customer chooses this. */
  kind: z.optional(kind),
  priority: z.optional(priority),
});

const base = {
  name: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word in lower case')),
  label: prose(longestLabel),
  hint: z.optional(prose(longestProse)),
  required: z._default(z.boolean(), false),
};
const longest = (unlessSaid: number) => z._default(z.int().check(z.minimum(1), z.maximum(mostCharacters)), unlessSaid);

const field = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('text'), longest: longest(200) }),
  z.object({ ...base, kind: z.literal('textarea'), longest: longest(10_000) }),
  z.object({ ...base, kind: z.literal('email') }),
  z.object({ ...base, kind: z.literal('phone') }),
  z.object({
    ...base,
    kind: z.literal('select'),
    options: z.array(option).check(z.minLength(1), z.maxLength(mostOptions, `must be at most ${mostOptions}`)),
  }),
  z.object({ ...base, kind: z.literal('date-time') }),
  z.object({ ...base, kind: z.literal('checkbox') }),
]);
export type Field = z.infer<typeof field>;

const origin = z
  .string()
  .check(
    z.refine(
      (written) => URL.canParse(written) && new URL(written).origin === written && /^https?:/.test(written),
      'must be an origin such as https://www.example.com',
    ),
  );
const secureAddress = z
  .string()
  .check(
    z.refine(
      (written) => URL.canParse(written) && /^https:|^http:\/\/127\.0\.0\.1[:/]/.test(written),
      'must be an https address',
    ),
  );

/** A form by which customers of a contract write: what it asks for, and what becomes of the answers. */
export const form = z.object({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 lower-case letters, digits and hyphens')),
  /** Under which the requests are served; once it has ended, under the default one. */
  contract: z.string(),
  languages: z.array(language).check(z.minLength(1)),
  title: prose(longestLabel),
  intro: z.optional(prose(longestProse)),
  fields: z._default(z.array(field).check(z.maxLength(mostFields, `must be at most ${mostFields}`)), []),
  /** What has to be agreed to. */
  consent: z.optional(prose(longestProse)),
  attachments: z.optional(
    z.object({
      most: z.int().check(z.minimum(1), z.maximum(mostFormFiles)),
      bytesEach: z.int().check(z.minimum(1), z.maximum(mostFormFileBytes)),
      types: z.array(z.string().check(z.regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type'))).check(z.minLength(1)),
    }),
  ),
  /** What its tickets are, unless an option that was chosen says otherwise; else what the contract says. */
  ticket: z._default(z.object({ kind: z.optional(kind), priority: z.optional(priority) }), {}),
  /** Whose pages may show it in a frame and post to it. */
  origins: z._default(z.array(origin), []),
  /** Requests from one network address in an hour. */
  submissionsPerHour: z._default(z.int().check(z.minimum(1), z.maximum(100_000)), 20),
  /** Somebody else's proof that a person fills it in: hCaptcha, Turnstile and reCAPTCHA all have this shape. */
  challenge: z.optional(z.object({ siteKey: z.string(), script: secureAddress, verifyUrl: secureAddress })),
});
export type Form = z.infer<typeof form>;

export interface Forms {
  /** In the order of their ids. */
  all(): Promise<Form[]>;
}

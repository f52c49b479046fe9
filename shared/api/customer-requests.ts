import * as z from 'zod/mini';
import { promisedMetrics } from '../notices/notice.ts';
import { none, operation } from './operation.ts';

export const longestMessage = 20_000;

/** What a customer adds to a request. */
export const addition = z.object({
  text: z
    .string('must be text')
    .check(
      z.maxLength(longestMessage, `must have at most ${longestMessage} characters`),
      z.trim(),
      z.minLength(1, 'must not be empty'),
    ),
  /** Of the caller's own choice, or from the page: what is sent again with the same is added once. */
  nonce: z.string('must be text').check(z.regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, - and _')),
});

export const requestAnswer = z.object({
  request: z.object({
    reference: z.string(),
    formatted: z.string(),
    subject: z.string(),
    status: z.enum(['with-us', 'with-you', 'with-others', 'resolved', 'closed']),
    statusText: z.string(),
    openedAt: z.string(),
    promises: z.array(
      z.object({
        clock: z.enum(promisedMetrics),
        name: z.string(),
        dueAt: z.optional(z.string()),
        standing: z.enum(['running', 'paused', 'overdue', 'met', 'late', 'cancelled']),
        text: z.string(),
      }),
    ),
    /** The latest hundred, oldest first. */
    messages: z.array(
      z.object({
        by: z.enum(['customer', 'other', 'support']),
        at: z.string(),
        text: z.string(),
        cut: z.boolean(),
        files: z.array(z.string()),
      }),
    ),
    hasOlder: z.boolean(),
    /** For the next message; none where the request takes none. */
    nonce: z.optional(z.string()),
    /** Where a new request can be sent, once this one takes no more. */
    contactUrl: z.optional(z.string()),
  }),
});
export type RequestAnswer = z.infer<typeof requestAnswer>;

const ofRequest = { tag: 'requests', by: 'anybody', path: z.object({ token: z.string() }), query: none } as const;
const answers = {
  200: { description: 'The request as it stands; a page of HTML for a browser.', schema: requestAnswer },
} as const;

export const showRequest = operation({
  ...ofRequest,
  route: 'GET /requests/{token}',
  id: 'showRequest',
  summary: 'How a request stands, by the link that its customer has',
  body: none,
  answers,
  refusals: [404],
});

export const addToRequest = operation({
  ...ofRequest,
  route: 'POST /requests/{token}',
  id: 'addToRequest',
  summary: 'Add a message to a request',
  body: addition,
  answers,
  refusals: [404, 409, 413, 415],
});

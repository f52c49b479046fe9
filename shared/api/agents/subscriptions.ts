import * as z from 'zod/mini';
import { language } from '../../contracts/vocabulary.ts';
import { wireAddress } from '../../notices/mail-address.ts';
import { webhookTypes } from '../../webhooks/event-types.ts';
import { lane } from '../../webhooks/lane.ts';
import { subscription } from '../../webhooks/subscription.ts';
import { longestUrl } from '../../webhooks/targets.ts';
import { none, operation } from '../operation.ts';

/** Entries of each list of a filter. */
export const mostFiltered = 100;

const longestName = 100;
const nameOf = (what: string) =>
  z
    .string(`must be ${what}`)
    .check(z.minLength(1, 'must not be empty'), z.maxLength(longestName, `must have at most ${longestName} characters`));
const some = (what: string) =>
  z.optional(
    z
      .array(nameOf(what), 'must be a list')
      .check(z.minLength(1, 'must name one, or be left out'), z.maxLength(mostFiltered, `must name at most ${mostFiltered}`)),
  );

const eventList = z
  .array(z.enum(webhookTypes, `must be one of ${webhookTypes.join(', ')}`), 'must be a list')
  .check(z.minLength(1, 'must name one, or be left out'), z.maxLength(webhookTypes.length, 'names one twice'));
const filter = z.object({
  accounts: some('an account'),
  contracts: some('the id of a contract'),
  partners: some('the id of a partner'),
});

const terms = {
  url: z
    .string('must be a web address')
    .check(z.minLength(1, 'must not be empty'), z.maxLength(longestUrl, `must have at most ${longestUrl} characters`)),
  /** All of them, where it is left out. */
  events: z.optional(eventList),
  filter: z._default(filter, {}),
  owner: z
    .string('must be a mail address')
    .check(z.refine((owner) => wireAddress(owner) !== undefined, 'must be a mail address')),
  language: z._default(language, 'en'),
};

const path = z.object({ id: z.string() });
const ofSubscription = { tag: 'subscriptions', by: 'admin', path, query: none, body: none } as const;
/** What is told of a subscription. */
export const shownSubscription = z.omit(subscription, { ownerToldAt: true, secretsChangedAt: true });
/** What is told of a ticket with which a subscriber is behind. */
export const shownLane = z.pick(lane, {
  ticketId: true,
  delivered: true,
  failures: true,
  failingSince: true,
  nextAttemptAt: true,
  lastFailure: true,
  setAside: true,
});
const answer = z.object({ subscription: shownSubscription });
const etag = { ETag: 'The version of the subscription, for If-Match.' };

export const listSubscriptions = operation({
  ...ofSubscription,
  route: 'GET /subscriptions',
  id: 'listSubscriptions',
  summary: 'Who is sent webhooks',
  path: none,
  answers: { 200: { description: 'All of them.', schema: z.object({ subscriptions: z.array(answer.shape.subscription) }) } },
});

export const createSubscription = operation({
  ...ofSubscription,
  route: 'POST /subscriptions',
  id: 'createSubscription',
  summary: 'Have webhooks sent from now on; the answer alone tells the secret that signs them',
  path: none,
  body: z.object(terms),
  repeatable: true,
  answers: {
    201: { description: 'The subscription, and its secret.', schema: z.extend(answer, { secret: z.string() }), headers: etag },
    200: {
      description: 'The subscription that the same request made before, and its newest secret.',
      schema: z.extend(answer, { secret: z.string() }),
      headers: etag,
    },
  },
  refusals: [409, 410, 413, 415],
});

export const readSubscription = operation({
  ...ofSubscription,
  route: 'GET /subscriptions/{id}',
  id: 'readSubscription',
  summary: 'A subscription, and the tickets with which it is behind',
  query: z.object({ after: z.optional(z.string().check(z.maxLength(100, 'must have at most 100 characters'))) }),
  answers: {
    200: {
      description: 'A page of tickets with events that wait or were set aside; `next` goes into `after` for more.',
      schema: z.extend(answer, {
        behind: z.array(shownLane),
        next: z.optional(z.string()),
      }),
      headers: etag,
    },
  },
  refusals: [404],
});

export const changeSubscription = operation({
  ...ofSubscription,
  route: 'PUT /subscriptions/{id}',
  id: 'changeSubscription',
  summary: 'Change what is named; the state `active` switches it on again and has sent what waits',
  body: z
    .object({
      url: z.optional(terms.url),
      /** `null`: all of them. */
      events: z.optional(z.nullable(eventList)),
      filter: z.optional(filter),
      owner: z.optional(terms.owner),
      language: z.optional(language),
      state: z.optional(z.enum(['active', 'disabled'], 'must be active or disabled')),
    })
    .check(z.refine((named) => Object.values(named).some((each) => each !== undefined), 'must name something to change')),
  conditional: true,
  answers: { 200: { description: 'The subscription as it is now.', schema: answer, headers: etag } },
  refusals: [404, 412, 413, 415],
});

export const deleteSubscription = operation({
  ...ofSubscription,
  route: 'DELETE /subscriptions/{id}',
  id: 'deleteSubscription',
  summary: 'Send it nothing any more; its secret is destroyed',
  answers: { 204: { description: 'It is gone.' } },
  refusals: [404],
});

export const rotateSubscriptionSecret = operation({
  ...ofSubscription,
  route: 'POST /subscriptions/{id}/secret',
  id: 'rotateSubscriptionSecret',
  summary: 'A new secret; webhooks are signed with it and with the one before',
  repeatable: true,
  answers: { 200: { description: 'The new secret; a repeat is told the newest.', schema: z.object({ secret: z.string() }) } },
  refusals: [404],
});

export const redeliver = operation({
  ...ofSubscription,
  route: 'POST /subscriptions/{id}/redeliveries',
  id: 'redeliver',
  summary: "Send a ticket's events again, in order, from one of them on",
  body: z.object({
    ticketId: z.string('must be the id of a ticket').check(z.regex(/^tkt_[0-9A-Za-z]{26}$/, 'must be the id of a ticket')),
    from: z._default(z.int('must be the number of an event').check(z.minimum(1, 'must be at least 1')), 1),
  }),
  answers: { 202: { description: 'They are on their way.' } },
  refusals: [404, 409, 413, 415],
});

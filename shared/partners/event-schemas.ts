import * as z from 'zod/mini';
import { kinds, languages, priorities } from '../contracts/vocabulary.ts';
import { instant } from '../instant.ts';
import { longestText } from './limits.ts';

/** What partners may send. Each rule is told to the sender in its own words. A member that is not named here is left unread. */

/** The one version so far. What changes the meaning of a member gets the next number; a new optional member does not. */
export const eventVersion = 1;

export const eventTypes = ['request.opened', 'message.added', 'state.asked'] as const;
export type EventType = (typeof eventTypes)[number];

const shortText = (most: number) =>
  z
    .string('must be text')
    .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(most, `must have at most ${most} characters`));
const oneOf = <const Values extends readonly string[]>(values: Values) => z.enum(values, `must be one of ${values.join(', ')}`);

/** The partner's own number of a request: what it will name it by later. */
const externalId = shortText(200);
/** Ours, with or without the hyphens that we show it with. */
const reference = z
  .string('must be text')
  .check(z.trim(), z.regex(/^#?\d{3}-?\d{3}-?\d{3}$/, 'must be a reference of ours such as 123-456-789'));

/** Of a person. `account`: by what number the partner knows them. */
const person = z.object(
  {
    address: z.optional(
      z
        .string('must be a mail address')
        .check(
          z.trim(),
          z.toLowerCase(),
          z.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be a mail address'),
          z.maxLength(254, 'must have at most 254 characters'),
        ),
    ),
    name: z.optional(shortText(100)),
    phone: z.optional(
      z.string('must be text').check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number such as +33142860000')),
    ),
    account: z.optional(shortText(100)),
  },
  'must be an object',
);

export const requestOpened = z.object(
  {
    externalId,
    subject: shortText(500),
    text: shortText(longestText),
    requester: person.check(
      z.refine(
        ({ address, phone, account, name }) => [address, phone, account, name].some((each) => each !== undefined),
        'must say by what they are known: address, phone, account or name',
      ),
    ),
    kind: z.optional(oneOf(kinds)),
    priority: z.optional(oneOf(priorities)),
    language: z.optional(oneOf(languages)),
    occurredAt: z.optional(instant),
  },
  'must be an object',
);

const whichTicket = { reference: z.optional(reference), externalId: z.optional(externalId) };
const isNamed = (named: { reference?: string | undefined; externalId?: string | undefined }) =>
  named.reference !== undefined || named.externalId !== undefined;
const unnamed = 'must name the request by reference or externalId';

export const messageAdded = z
  .object({ ...whichTicket, text: shortText(longestText), from: z.optional(person) }, 'must be an object')
  .check(z.refine(isNamed, unnamed));
export const stateAsked = z.object(whichTicket, 'must be an object').check(z.refine(isNamed, unnamed));

const envelope = {
  version: z._default(z.literal(eventVersion, `must be ${eventVersion}, the only version there is`), eventVersion),
  /** When the sender made the event, for its own records: nothing is counted from it. */
  timestamp: z.optional(instant),
};

/** What the body says it is; read first, so that a refusal speaks of that type only. */
export const announced = z.object({ type: oneOf(eventTypes), ...envelope }, 'must be an object');

const typed = <Type extends EventType, Data extends z.ZodMiniType>(type: Type, data: Data) =>
  z.object({ type: z.literal(type), ...envelope, data });

export const partnerEvent = z.discriminatedUnion('type', [
  typed('request.opened', requestOpened),
  typed('message.added', messageAdded),
  typed('state.asked', stateAsked),
]);
export type PartnerEvent = z.infer<typeof partnerEvent>;
export type PartnerEventOf<Type extends EventType> = Extract<PartnerEvent, { type: Type }>;

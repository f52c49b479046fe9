import * as z from 'zod/mini';
import { identifierRule, readIdentifier } from '../../contacts/identifier.ts';
import { entitlementStates } from '../../contracts/entitlement.ts';
import { ticketSummary } from '../../tickets/ticket-queue.ts';
import { none, operation } from '../operation.ts';
import { count, cursor, reason } from './requests.ts';

/** Who somebody is across channels. */

const identifier = z.string('must be given').check(z.refine((text) => readIdentifier(text) !== undefined, identifierRule));

/** Without `id`, nobody has said that other identifiers are theirs. */
export const known = z.object({ id: z.optional(z.string()), identifiers: z.array(z.string()) });

/** That an identifier is this contact's: since when, by whom, why, and whether it was taken back. */
export const claim = z.object({
  claim: z.int(),
  identifier: z.string(),
  at: z.string(),
  by: z.string(),
  reason: z.string(),
  /** The contact that the identifier belonged to before. */
  from: z.optional(z.string()),
  undone: z.optional(z.object({ at: z.string(), by: z.string(), reason: z.string(), to: z.optional(z.string()) })),
});

const contactAnswer = z.object({ contact: known, claims: z.array(claim) });
const asItIs = { 200: { description: 'The contact as it is afterwards.', schema: contactAnswer } } as const;

export const readContact = operation({
  route: 'GET /contacts',
  id: 'readContact',
  tag: 'contacts',
  summary: 'Whom an identifier stands for: other identifiers, tickets, and the contract in force',
  by: 'agent',
  path: none,
  query: z.object({ identifier, limit: count(50, 20), after: cursor }),
  body: none,
  answers: {
    200: {
      description: 'The contact; its tickets newest first, a page of them.',
      schema: z.extend(contactAnswer, {
        contract: z.object({ id: z.string(), version: z.int(), name: z.string() }),
        entitlement: z.object({ state: z.enum(entitlementStates), reason: z.optional(z.string()) }),
        tickets: z.array(ticketSummary),
        next: z.optional(z.string()),
      }),
    },
  },
});

export const linkIdentifiers = operation({
  route: 'POST /contacts/links',
  id: 'linkIdentifiers',
  tag: 'contacts',
  summary: 'Say that two identifiers are of one contact',
  by: 'agent',
  path: none,
  query: none,
  body: z.object({ identifiers: z.tuple([identifier, identifier], 'must be two identifiers'), reason }),
  answers: asItIs,
  refusals: [409, 413, 415],
});

export const undoClaim = operation({
  route: 'POST /contacts/{id}/claims/{claim}/undo',
  id: 'undoClaim',
  tag: 'contacts',
  summary: 'Take such a saying back: the identifier goes where it was before',
  by: 'agent',
  /** `claim`: the number of a claim, or its identifier, URL-encoded; one with a slash in it only by its number. */
  path: z.object({ id: z.string(), claim: z.string() }),
  query: none,
  body: z.object({ reason }),
  answers: asItIs,
  refusals: [404, 413, 415],
});

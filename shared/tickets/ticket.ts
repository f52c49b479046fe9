import * as z from 'zod/mini';
import { kind, language, priority } from '../contracts/vocabulary.ts';
import { channel } from '../intake/channels.ts';
import { requester } from '../intake/inbound-message.ts';
import { clock } from '../sla/clock.ts';
import { pauseReason } from '../sla/receipt.ts';

/**
 * `open`: somebody has to act. `pending`: we wait for the customer. `resolved`: done, unless the customer says otherwise. `closed`:
 * done for good; a further message opens a new, linked ticket. The README draws the transitions.
 */
export const statuses = ['open', 'pending', 'resolved', 'closed'] as const;
export const status = z.enum(statuses);
export type Status = z.infer<typeof status>;

/** Where a chat goes on: by mail in the same ticket, or by a call of ours. */
export const handOvers = ['mail', 'call-back'] as const;

/** Nobody has to act any more. */
export const isDone = (of: Status): boolean => of === 'resolved' || of === 'closed';

/** The requester of a ticket that was merged into another: answers there are mailed to them, too. */
export const alsoFor = z.object({ requester, language });
export type AlsoFor = z.infer<typeof alsoFor>;

/** A ticket as it stands after its last event. Rebuilt from its events by `evolve`; stored beside them so that nobody has to. */
export const ticket = z.object({
  id: z.string(),
  /** Nine digits with a check digit; see reference.ts. */
  reference: z.string(),
  /** How many events it has; the next one gets this plus one. */
  sequence: z.int(),
  status,
  priority,
  kind,
  /** The team that the contract gives this kind of ticket to. */
  team: z.optional(z.string()),
  channel,
  subject: z.string(),
  language,
  requester,
  /** Addresses that took part, lower case: who may answer by subject or reference alone. */
  participants: z.array(z.string()),
  contractId: z.string(),
  contractVersion: z.int(),
  /** Local part of the address that we answer from. */
  mailbox: z.string(),
  assignee: z.optional(z.string()),
  /** Whom or what a pending ticket waits for. */
  waitingFor: z.optional(pauseReason),
  /** How the customer of a chat wants to be answered since they left it. */
  handedOver: z.optional(z.enum(handOvers)),
  /** Only machines have written: nobody is acknowledged and nothing is promised. */
  automatic: z.boolean(),
  /** The ticket that this one's first message referred to without belonging to it. */
  linkedTo: z.optional(z.string()),
  /** What its requester is known by across channels (`mail:…`, `phone:…`); nothing where nobody vouches for who they are. */
  identifiers: z._default(z.array(z.string()), []),
  /** The ticket that it was merged into: what comes to this one goes there. */
  mergedInto: z.optional(z.string()),
  /** The event that says so, which keeps how it stood before. */
  mergedAt: z.optional(z.int()),
  /** Tickets that were merged into this one. */
  mergedFrom: z._default(z.array(z.string()), []),
  /** Those who asked in tickets that were merged into this one; `from`: by which of `mergedFrom`. */
  alsoFor: z._default(z.array(z.extend(alsoFor, { from: z.string() })), []),
  clocks: z.array(clock),
  openedAt: z.string(),
  updatedAt: z.string(),
  /** When the oldest customer message that nobody has answered arrived. */
  unansweredSince: z.optional(z.string()),
  firstRespondedAt: z.optional(z.string()),
  resolvedAt: z.optional(z.string()),
  /** Message-IDs of the conversation, oldest first, for the References of our next mail. */
  thread: z.array(z.string()),
});
export type Ticket = z.infer<typeof ticket>;

/** Participants kept on a ticket; a mail to a crowd does not make a crowd of participants. */
export const mostParticipants = 50;
/** Tickets that may be merged into one. */
export const mostMerged = 20;
/** Requesters of merged tickets who get answers as well. */
export const mostAlsoFor = 20;
/** Cycles of each clock that a ticket keeps; those before are in its events. */
export const mostCycles = 3;
/** Message-IDs kept for References: the first, which starts the conversation, and the latest. */
export const longestThread = 20;

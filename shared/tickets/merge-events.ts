import * as z from 'zod/mini';
import { pauseReason } from '../sla/receipt.ts';
import { base, clocks } from './event-base.ts';
import { alsoFor, status } from './ticket.ts';

/** The same is asked in another ticket: this one is closed. `before`: what an unmerge puts back; of the clocks, those that ran. */
export const mergedInto = z.object({
  type: z.literal('MergedInto'),
  ...base,
  into: z.string(),
  reason: z.string(),
  before: z.object({ status, waitingFor: z.optional(pauseReason), unansweredSince: z.optional(z.string()), clocks }),
  /** Addresses that take part in the other ticket because of this: an unmerge takes them off again. */
  joined: z._default(z.array(z.string()), []),
  clocks,
});

/**
 * Another ticket was merged into this one, and its people take part here from now on. `joined`: those who did not before. Where somebody
 * waits there for an answer, `unansweredSince`, they wait for it here: the ticket is open.
 */
export const mergedFrom = z.object({
  type: z.literal('MergedFrom'),
  ...base,
  from: z.string(),
  reference: z.string(),
  reason: z.string(),
  joined: z._default(z.array(z.string()), []),
  alsoFor: z._default(z.array(alsoFor), []),
  unansweredSince: z.optional(z.string()),
  clocks,
});

/** The merge was a mistake: the ticket is as it was, but time has run on. What came in meanwhile stays where it is. */
export const unmerged = z.object({
  type: z.literal('Unmerged'),
  ...base,
  from: z.string(),
  reason: z.string(),
  to: status,
  waitingFor: z.optional(pauseReason),
  unansweredSince: z.optional(z.string()),
  clocks,
});

/** The other side of it: a ticket that had been merged into this one stands on its own again. `left`: who takes part no more. */
export const unmergedFrom = z.object({
  type: z.literal('UnmergedFrom'),
  ...base,
  from: z.string(),
  reason: z.string(),
  left: z._default(z.array(z.string()), []),
});

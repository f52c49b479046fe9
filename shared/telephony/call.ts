import * as z from 'zod/mini';
import { language } from '../contracts/vocabulary.ts';
import type { ContactFacts } from './contact-event.ts';

/** What answer-call knows of a call from its first question on. */
export const talk = z.object({
  contactId: z.string(),
  channel: z.enum(['phone', 'chat']),
  phone: z.optional(z.string()),
  hotline: z.optional(z.string()),
  name: z.optional(z.string()),
  language,
  contractId: z.string(),
  /** When it came in: promises count from here. */
  startedAt: z.string(),
  /** Tickets that the caller was offered, in this order. */
  offered: z.array(z.string()),
});
export type Talk = z.infer<typeof talk>;

/** The call's ticket, and whether the caller was put through to people. `unverified`: nobody knows the number as one of the ticket's contact. */
export const callTicket = z.object({
  ticketId: z.string(),
  reference: z.string(),
  putThrough: z.boolean(),
  unverified: z.optional(z.literal(true)),
});
export type CallTicket = z.infer<typeof callTicket>;

/** What contact events say of a call, all its transfers together; each call back is a leg of its own. */
export const leg = z.object({
  /** The initial contact's id, or the call back's. */
  legId: z.string(),
  initialContactId: z.string(),
  isCallBack: z.boolean(),
  initiatedAt: z.optional(z.string()),
  queuedAt: z.optional(z.string()),
  connectedAt: z.optional(z.string()),
  agentId: z.optional(z.string()),
  endedAt: z.optional(z.string()),
});
export type Leg = z.infer<typeof leg>;

export const legIdOf = ({ isCallBack, contactId, initialContactId }: ContactFacts): string =>
  isCallBack ? contactId : initialContactId;

const earliest = (a: string | undefined, b: string | undefined) => (a !== undefined && (b === undefined || a <= b) ? a : b);
const latest = (a: string | undefined, b: string | undefined) => (a !== undefined && (b === undefined || a >= b) ? a : b);

/** The leg with what one more event says, in whatever order they come and however often. */
export function merged(before: Leg | undefined, facts: ContactFacts): Leg {
  const connectedAt = earliest(before?.connectedAt, facts.connectedAt);
  return {
    legId: legIdOf(facts),
    initialContactId: facts.initialContactId,
    isCallBack: facts.isCallBack,
    initiatedAt: earliest(before?.initiatedAt, facts.initiatedAt),
    queuedAt: earliest(before?.queuedAt, facts.queuedAt),
    connectedAt,
    agentId: connectedAt === facts.connectedAt ? (facts.agentId ?? before?.agentId) : before?.agentId,
    endedAt: latest(before?.endedAt, facts.endedAt),
  };
}

/** What a call has come to, as far as its events tell. */
export type Outcome =
  | { kind: 'taken'; at: string; agentId: string | undefined }
  | { kind: 'abandoned'; at: string; waitedSeconds: number }
  /** It ended in a way that leaves nothing to be written down. */
  | { kind: 'nothing' }
  | { kind: 'unknown' };

/**
 * Taken is taken, whatever came before or after. Who hangs up without having been taken has abandoned the call, unless they chose to be
 * called back, were told that nobody serves, or never got as far as a request. Nobody abandons a call back of ours: it is owed on.
 */
export function outcomeOf(
  { connectedAt, agentId, endedAt, initiatedAt, queuedAt, isCallBack }: Leg,
  { ticket, callBackWished }: { ticket: CallTicket | undefined; callBackWished: boolean },
): Outcome {
  if (connectedAt !== undefined) return { kind: 'taken', at: connectedAt, agentId };
  if (endedAt === undefined) return { kind: 'unknown' };
  const isAbandoned = !isCallBack && !callBackWished && (ticket ? ticket.putThrough : queuedAt !== undefined);
  if (!isAbandoned) return { kind: 'nothing' };
  const since = Date.parse(initiatedAt ?? queuedAt ?? endedAt);
  return { kind: 'abandoned', at: endedAt, waitedSeconds: Math.max(0, Math.floor((Date.parse(endedAt) - since) / 1000)) };
}

import type { Outbox } from '../notices/outbox.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import { unseenSeconds } from './limits.ts';
import type { Pushed } from './push.ts';

/** What becomes of the mail of an agent's answer: it is `seen` in the chat, may still be seen until then, or is sent. */
export type Route = { kind: 'mail' } | { kind: 'seen' } | { kind: 'wait'; seconds: number };

/**
 * An answer in a chat is mailed where nobody was there to read it, or nobody has seen it five minutes later. Decided afresh each time
 * from what is written down and from the clock, so that it may be asked any number of times. `seconds` from now.
 */
export function routeOfAnswer(
  { sequence, event }: RecordedEvent,
  pushed: Pushed,
  ticket: Pick<Ticket, 'handedOver' | 'mergedFrom'>,
  now: Date,
): Route {
  if (event.type !== 'AgentReplied' || !pushed.isChat || ticket.handedOver === 'mail') return { kind: 'mail' };
  // What one visitor has seen, others who ask the same have not.
  if (ticket.mergedFrom.length > 0) return { kind: 'mail' };
  if (pushed.seen >= sequence) return { kind: 'seen' };
  const left = Math.ceil((Date.parse(event.recordedAt) - now.getTime()) / 1000) + unseenSeconds;
  return pushed.isLive && left > 0 ? { kind: 'wait', seconds: left } : { kind: 'mail' };
}

/** Says of an answer's mail that it is not needed. Doing it twice is harmless. */
export const noMailFor = (
  { ticketId, sequence }: RecordedEvent,
  ticket: Ticket,
  outbox: Pick<Outbox, 'withhold'>,
): Promise<void> =>
  outbox.withhold(
    { ticketId, noticeId: `${sequence}-reply-1` },
    { kind: 'reply', recipient: ticket.requester.address ?? '', reason: 'seen-in-chat' },
  );

import { mostMergesFollowed } from '../tickets/merge.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Tickets } from '../tickets/tickets.ts';
import { type Connections, type Follower, isVisitor } from './connections.ts';
import { largestPush } from './limits.ts';
import type { Post } from './post.ts';
import { type Onlooker, visible } from './visible.ts';

export interface Pushing {
  connections: Pick<Connections, 'ofTicket' | 'close'>;
  tickets: Pick<Tickets, 'find'>;
  post: Pick<Post, 'send'>;
}

/** What the chat knows of an event once it is pushed. */
export interface Pushed {
  /** The ticket belongs to a chat. */
  isChat: boolean;
  /** The visitor's page was there to take it. */
  isLive: boolean;
  /** The last event that the visitor has seen. */
  seen: number;
  /** Why connections could not be told that are still there: for those the event has to come again. */
  failed: unknown[];
}

/**
 * Tells an event to the connections that follow its ticket: the visitor what they may see, agents all of it. A connection that is gone
 * is forgotten. Telling an event twice is harmless, since clients drop what they have by its sequence.
 */
export async function push(recorded: RecordedEvent, ports: Pushing): Promise<Pushed> {
  const { connections, post } = ports;
  const { followers, chat } = await connections.ofTicket(recorded.ticketId);
  const own = { chatId: chat?.chatId, isOwn: true };
  // Only answers, so that other events cost no further reads.
  const merged = recorded.event.type === 'AgentReplied' ? await visitorsMergedInto(recorded.ticketId, ports) : [];
  const told = [
    ...followers.map((follower) => ({ follower, onlooker: own })),
    ...merged.map((follower) => ({ follower, onlooker: { chatId: undefined, isOwn: false } })),
  ];
  const outcomes = await Promise.allSettled(
    told.map(async ({ follower, onlooker }) => {
      const message = messageFor(follower, recorded, onlooker);
      if (!message) return undefined;
      const posted = await post.send(follower.connectionId, message);
      if (posted === 'gone') await connections.close(follower.connectionId);
      return posted === 'posted' && isVisitor(follower) && onlooker.isOwn;
    }),
  );
  return {
    isChat: chat !== undefined,
    isLive: outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value === true),
    seen: chat?.seen ?? 0,
    failed: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])),
  };
}

/** Whose chats were merged into this ticket, also by way of others. */
async function visitorsMergedInto(ticketId: string, ports: Pushing, merges = mostMergesFollowed): Promise<Follower[]> {
  const ticket = merges > 0 ? await ports.tickets.find(ticketId) : undefined;
  const found = (ticket?.mergedFrom ?? []).map(async (from) => [
    ...(await ports.connections.ofTicket(from)).followers.filter(isVisitor),
    ...(await visitorsMergedInto(from, ports, merges - 1)),
  ]);
  return (await Promise.all(found)).flat();
}

function messageFor(follower: Follower, recorded: RecordedEvent, onlooker: Onlooker): object | undefined {
  if (isVisitor(follower)) {
    const event = visible(recorded, onlooker);
    return event && { type: 'event', ticketId: recorded.ticketId, event };
  }
  const whole = { type: 'event', ...recorded };
  const { ticketId, sequence, event } = recorded;
  return Buffer.byteLength(JSON.stringify(whole)) <= largestPush
    ? whole
    : // A long mail. The HTTP API has it.
      { type: 'event', ticketId, sequence, event: { type: event.type, at: event.at, by: event.by }, eventCut: true };
}

import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Connections, Follower } from './connections.ts';
import { largestPush } from './limits.ts';
import type { Post } from './post.ts';
import { visible } from './visible.ts';

export interface Pushing {
  connections: Pick<Connections, 'ofTicket' | 'close'>;
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
export async function push(recorded: RecordedEvent, { connections, post }: Pushing): Promise<Pushed> {
  const { followers, chat } = await connections.ofTicket(recorded.ticketId);
  const outcomes = await Promise.allSettled(
    followers.map(async (follower) => {
      const message = messageFor(follower, recorded);
      if (!message) return undefined;
      const posted = await post.send(follower.connectionId, message);
      if (posted === 'gone') await connections.close(follower.connectionId);
      return posted === 'posted' && follower.agentId === undefined;
    }),
  );
  return {
    isChat: chat !== undefined,
    isLive: outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value === true),
    seen: chat?.seen ?? 0,
    failed: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])),
  };
}

function messageFor({ agentId }: Follower, recorded: RecordedEvent): object | undefined {
  if (agentId === undefined) {
    const event = visible(recorded);
    return event && { type: 'event', ticketId: recorded.ticketId, event };
  }
  const whole = { type: 'event', ...recorded };
  const { ticketId, sequence, event } = recorded;
  return Buffer.byteLength(JSON.stringify(whole)) <= largestPush
    ? whole
    : // A long mail. The HTTP API has it.
      { type: 'event', ticketId, sequence, event: { type: event.type, at: event.at, by: event.by }, eventCut: true };
}

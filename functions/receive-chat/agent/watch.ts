import { isVisitor } from '../../../shared/chat/connections.ts';
import { mostFollowed } from '../../../shared/chat/limits.ts';
import type { AgentAsks } from '../../../shared/chat/requests.ts';
import { CallerError } from '../../../shared/errors.ts';
import type { Dependencies } from '../handler.ts';
import type { OfAgent, Reply } from '../message.ts';
import { presenceOf } from '../presence.ts';

type Ports = Pick<Dependencies, 'connections' | 'tickets' | 'post'>;

/** From now on this connection hears every event of the ticket, typing and seeing. What was before, the HTTP API has. */
export function watching(ports: Ports) {
  const { connections, tickets } = ports;
  return async ({ connectionId, who }: OfAgent, { ticketId }: AgentAsks<'watch'>): Promise<Reply> => {
    const followed = await connections.followed(connectionId);
    if (!followed.includes(ticketId) && followed.length >= mostFollowed)
      throw new CallerError('conflict', `at most ${mostFollowed} tickets a connection`, 'ticketId');
    if (!(await tickets.find(ticketId))) throw new CallerError('not-found', 'there is no such ticket', 'ticketId');
    await connections.follow(connectionId, ticketId, who.agentId);
    // Read after it follows: whatever comes after this sequence is pushed.
    const ticket = await tickets.find(ticketId);
    await presenceOf(ticketId, ports);
    const { followers, chat } = await connections.ofTicket(ticketId);
    return {
      type: 'watching',
      ticketId,
      sequence: ticket?.sequence,
      agents: [...new Set(followers.flatMap(({ agentId }) => agentId ?? []))].sort(),
      visitor: followers.some(isVisitor),
      seen: chat?.seen,
    };
  };
}

export function unwatching(ports: Pick<Ports, 'connections' | 'post'>) {
  return async ({ connectionId }: OfAgent, { ticketId }: AgentAsks<'unwatch'>): Promise<Reply> => {
    await ports.connections.unfollow(connectionId, ticketId);
    await presenceOf(ticketId, ports);
    return { type: 'unwatched', ticketId };
  };
}

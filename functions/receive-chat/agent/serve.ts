import { isVisitor } from '../../../shared/chat/connections.ts';
import type { AgentRequest } from '../../../shared/chat/requests.ts';
import { CallerError } from '../../../shared/errors.ts';
import type { Dependencies } from '../handler.ts';
import type { OfAgent, Reply } from '../message.ts';
import { tell } from '../presence.ts';
import { replying } from './reply.ts';
import { unwatching, watching } from './watch.ts';

/** What an agent may ask for on a connection, and who does it. */
export function serveAgent(dependencies: Dependencies) {
  const { connections } = dependencies;
  const watch = watching(dependencies);
  const unwatch = unwatching(dependencies);
  const reply = replying(dependencies);
  /** Told to the visitor, of whom nobody learns which agent it is. */
  const relay = async ({ connectionId }: OfAgent, ticketId: string, message: object): Promise<Reply> => {
    const { followers } = await connections.ofTicket(ticketId);
    const own = followers.find((each) => each.connectionId === connectionId);
    if (!own) throw new CallerError('conflict', 'watch the ticket first', 'ticketId');
    await tell(followers.filter(isVisitor), { ...message, ticketId, by: 'agent' }, dependencies);
    const colleagues = followers.filter((each) => !isVisitor(each) && each.agentId !== own.agentId);
    await tell(colleagues, { ...message, ticketId, by: own.agentId }, dependencies);
    return undefined;
  };
  return async (from: OfAgent, asked: AgentRequest): Promise<Reply> => {
    switch (asked.action) {
      case 'watch':
        return watch(from, asked);
      case 'unwatch':
        return unwatch(from, asked);
      case 'reply':
        return reply(from, asked);
      case 'typing':
        return relay(from, asked.ticketId, { type: 'typing' });
      case 'seen':
        return relay(from, asked.ticketId, { type: 'seen', sequence: asked.sequence });
      case 'ping':
        return { type: 'pong' };
    }
  };
}

import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { isAgent, tell } from '../presence.ts';
import { lastLine, ownChat } from './own-chat.ts';

type Ports = Pick<Dependencies, 'chats' | 'connections' | 'post'>;

/** Agents who follow the ticket see that the visitor types. Before anything is said there is nobody to see it. */
export function typing(ports: Ports) {
  return async (from: OfVisitor): Promise<Reply> => {
    const { last } = await ownChat(from, ports.chats);
    if (!last) return undefined;
    const { followers } = await ports.connections.ofTicket(last.ticketId);
    await tell(followers.filter(isAgent), { type: 'typing', ticketId: last.ticketId, by: 'visitor' }, ports);
    return undefined;
  };
}

/** What the visitor has seen needs no mail. */
export function seeing(ports: Ports) {
  return async (from: OfVisitor, { sequence }: VisitorAsks<'seen'>): Promise<Reply> => {
    const { ticketId } = lastLine(await ownChat(from, ports.chats));
    await ports.connections.see(ticketId, sequence);
    const { followers } = await ports.connections.ofTicket(ticketId);
    await tell(followers.filter(isAgent), { type: 'seen', ticketId, sequence, by: 'visitor' }, ports);
    return undefined;
  };
}

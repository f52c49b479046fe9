import { ownTicketOf } from '../../../shared/chat/chats.ts';
import { isAgent } from '../../../shared/chat/connections.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { tell } from '../presence.ts';
import { ownChat } from './own-chat.ts';
import { shownTicket } from './shown-ticket.ts';

type Ports = Pick<Dependencies, 'chats' | 'connections' | 'post'>;

/** Agents who follow the ticket see that the visitor types. Before anything is said there is nobody to see it. */
export function typing(ports: Ports) {
  return async (from: OfVisitor): Promise<Reply> => {
    const { last } = await ownChat(from, ports.chats);
    if (!last) return undefined;
    const ticketId = ownTicketOf(last);
    const { followers } = await ports.connections.ofTicket(ticketId);
    await tell(followers.filter(isAgent), { type: 'typing', ticketId, by: 'visitor' }, ports);
    return undefined;
  };
}

/** What the visitor has seen needs no mail: so nobody has seen what is not there yet, or is on another ticket. */
export function seeing(ports: Ports & Pick<Dependencies, 'tickets'>) {
  return async (from: OfVisitor, { ticketId, sequence: last }: VisitorAsks<'seen'>): Promise<Reply> => {
    const { ticket } = await shownTicket(await ownChat(from, ports.chats), ticketId, ports);
    const sequence = Math.min(last, ticket.sequence);
    await ports.connections.see(ticketId, sequence);
    const { followers } = await ports.connections.ofTicket(ticketId);
    await tell(followers.filter(isAgent), { type: 'seen', ticketId, sequence, by: 'visitor' }, ports);
    return undefined;
  };
}

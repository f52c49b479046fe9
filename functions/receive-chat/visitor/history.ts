import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { fitting } from '../../../shared/chat/visible.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { ownChat } from './own-chat.ts';
import { shownTicket } from './shown-ticket.ts';

/**
 * What the visitor may see of their ticket after a sequence, a page at a time. `upTo`: all up to there is told, though some of it may be
 * nobody's business but ours; `more`: ask again after that.
 */
export function history({ chats, connections, tickets }: Pick<Dependencies, 'chats' | 'connections' | 'tickets'>) {
  return async (from: OfVisitor, { ticketId, after }: VisitorAsks<'history'>): Promise<Reply> => {
    const standing = await ownChat(from, chats);
    if (!standing.last) return { type: 'history', events: [], upTo: 0, more: false };
    const { ticket, show } = await shownTicket(standing, ticketId, { connections, tickets });
    const { events, next } = await tickets.history(ticket.id, after);
    const { page, isCut } = fitting(events.flatMap((event) => show(event) ?? []));
    const upTo = (isCut ? page.at(-1)?.sequence : events.at(-1)?.sequence) ?? after;
    return { type: 'history', ticketId: ticket.id, events: page, upTo, more: isCut || next !== undefined };
  };
}

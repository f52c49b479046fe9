import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { fitting, visible } from '../../../shared/chat/visible.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { ownChat } from './own-chat.ts';

/**
 * What the visitor may see of their ticket after a sequence, a page at a time. `upTo`: all up to there is told, though some of it may be
 * nobody's business but ours; `more`: ask again after that.
 */
export function history({ chats, tickets }: Pick<Dependencies, 'chats' | 'tickets'>) {
  return async (from: OfVisitor, { after }: VisitorAsks<'history'>): Promise<Reply> => {
    const { last } = await ownChat(from, chats);
    if (!last) return { type: 'history', events: [], upTo: 0, more: false };
    const { events, next } = await tickets.history(last.ticketId, after);
    const { page, isCut } = fitting(events.flatMap((event) => visible(event) ?? []));
    const upTo = (isCut ? page.at(-1)?.sequence : events.at(-1)?.sequence) ?? after;
    return { type: 'history', ticketId: last.ticketId, events: page, upTo, more: isCut || next !== undefined };
  };
}

import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { CallerError } from '../../../shared/errors.ts';
import { handOver } from '../../../shared/tickets/hand-over.ts';
import { untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { lastLine, ownChat } from './own-chat.ts';

/** The visitor wants the answer by mail or by a call; the ticket stays the same. */
export function leaving({ chats, tickets, now }: Pick<Dependencies, 'chats' | 'tickets' | 'now'>) {
  return async (from: OfVisitor, { wants, address, phone }: VisitorAsks<'leave'>): Promise<Reply> => {
    const { ticketId, reference } = lastLine(await ownChat(from, chats));
    return untilNotOvertaken(async () => {
      const ticket = await tickets.find(ticketId);
      if (!ticket) throw new Error(`the ticket of a chat is not there: ${ticketId}`);
      if (ticket.status === 'closed') throw new CallerError('conflict', 'a closed ticket is answered no more', 'status');
      const by = {
        kind: 'customer' as const,
        address: address ?? ticket.requester.address,
        phone: phone ?? ticket.requester.phone,
      };
      const events = handOver(ticket, { to: wants, address, phone }, { at: from.at, now: now(), by });
      const after = events.length === 0 ? ticket : await tickets.append(ticket, events);
      return { type: 'left', wants, ticketId, reference, sequence: after.sequence };
    });
  };
}

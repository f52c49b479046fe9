import { ownTicketOf } from '../../../shared/chat/chats.ts';
import { mostHandOversAnHour } from '../../../shared/chat/limits.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { CallerError } from '../../../shared/errors.ts';
import { handOver, handOverOfMerged } from '../../../shared/tickets/hand-over.ts';
import { mergesFrom } from '../../../shared/tickets/merge.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { lastLine, ownChat } from './own-chat.ts';
import { checkLineRate } from './rates.ts';

/** The visitor wants the answer by mail or by a call; the ticket stays the same. */
export function leaving({ chats, tickets, counting, now }: Pick<Dependencies, 'chats' | 'tickets' | 'counting' | 'now'>) {
  const checkHandOvers = async (who: string): Promise<void> => {
    const rate = { purpose: 'chat-hand-over', who, most: mostHandOversAnHour, windowSeconds: 3600 };
    const retryAfterSeconds = await counting(rate);
    if (retryAfterSeconds === undefined) return;
    throw new CallerError('too-many', `at most ${mostHandOversAnHour} an hour`, 'action', { retryAfterSeconds });
  };

  return async (from: OfVisitor, { wants, address, phone }: VisitorAsks<'leave'>): Promise<Reply> => {
    const standing = await ownChat(from, chats);
    const { chatId } = standing.chat;
    const last = lastLine(standing);
    await checkLineRate(chatId, counting);
    let isCounted = false;
    return untilNotOvertaken(async () => {
      const own = await tickets.find(ownTicketOf(last));
      if (!own) throw new Error(`the ticket of a chat is not there: ${ownTicketOf(last)}`);
      const [merged = own, ticket = own] = [own, ...(await mergesFrom(own, tickets))].slice(-2);
      if (ticket.status === 'closed') throw new CallerError('conflict', 'a closed ticket is answered no more', 'status');
      const where = { to: wants, address, phone };
      const known = { address: address ?? own.requester.address, phone: phone ?? own.requester.phone };
      const occasion = { at: from.at, now: now(), by: { kind: 'customer' as const, ...known } };
      const events = isTheirs(ticket, own)
        ? handOver(ticket, where, occasion)
        : handOverOfMerged(ticket, { to: wants, ...known, merged: { from: merged.id, language: own.language } }, occasion);
      if (events.length > 0 && !isCounted) await checkHandOvers(chatId);
      isCounted = true;
      const after = events.length === 0 ? ticket : await tickets.append(ticket, events);
      return { type: 'left', wants, ticketId: ticket.id, reference: last.reference, sequence: after.sequence };
    });
  };
}

/** Whether the ticket is the visitor's as far as anybody knows: theirs from the beginning, of the same address, or of nobody reachable. */
function isTheirs({ id, requester }: Ticket, own: Ticket): boolean {
  if (id === own.id) return true;
  if (requester.address !== undefined) return requester.address === own.requester.address;
  return requester.phone === undefined && requester.account === undefined;
}

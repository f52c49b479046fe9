import { type Chat, type Line, lineClaimed } from '../../../shared/chat/chats.ts';
import { mostLinesAMinute } from '../../../shared/chat/limits.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { CallerError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/intake/inbound-message.ts';
import { customerReply } from '../../../shared/tickets/decide.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { attachedFiles } from './files.ts';
import { chatMessage, openTicket } from './open-ticket.ts';
import { ownChat } from './own-chat.ts';

type Ports = Pick<
  Dependencies,
  'chats' | 'connections' | 'tickets' | 'contracts' | 'uploads' | 'files' | 'counting' | 'now' | 'log'
>;
type Said = VisitorAsks<'say'>;

/**
 * Takes the next message of a chat, and no other: a repetition is acknowledged again, a gap or a number that was used for other words is
 * answered with the number that is expected. The message's line is written with the ticket's events or not at all, so that nothing is
 * lost, doubled or put in another order, however many connections and invocations carry it.
 */
export function saying(ports: Ports) {
  const { chats, tickets, contracts, counting, now } = ports;
  /** Not counted again when the same message is decided again. */
  const checkRate = async (chatId: string): Promise<void> => {
    const retryAfterSeconds = await counting({ purpose: 'chat-line', who: chatId, most: mostLinesAMinute, windowSeconds: 60 });
    if (retryAfterSeconds === undefined) return;
    throw new CallerError('too-many', `at most ${mostLinesAMinute} messages a minute`, 'action', { retryAfterSeconds });
  };

  const join = async (ticket: Ticket, chat: Chat, message: Message, said: Said, at: Date): Promise<Line> => {
    const by = { kind: 'customer' as const, address: chat.address };
    const contract = await contracts.of(ticket);
    const events = customerReply(ticket, { message, participants: [] }, contract, { at, now: now(), by });
    const line: Line = {
      n: said.n,
      clientId: said.clientId,
      ticketId: ticket.id,
      reference: ticket.reference,
      sequence: ticket.sequence + 1,
      at: at.toISOString(),
    };
    try {
      await tickets.append(ticket, events, [chats.lineClaim(chat.chatId, line)]);
    } catch (error) {
      // The same message came by another way and was quicker: look again.
      throw error instanceof ClaimTaken && error.claim === lineClaimed ? new Overtaken(ticket.id) : error;
    }
    return line;
  };

  return async (from: OfVisitor, said: Said): Promise<Reply> => {
    let isCounted = false;
    return untilNotOvertaken(async () => {
      const { chat, last } = await ownChat(from, chats);
      const { chatId } = chat;
      const expected = (last?.n ?? 0) + 1;
      if (said.n < expected) {
        const before = said.n === last?.n ? last : await chats.line(chatId, said.n);
        return before?.clientId === said.clientId ? taken(before) : { type: 'expected', n: expected, clientId: said.clientId };
      }
      if (said.n > expected) return { type: 'expected', n: expected, clientId: said.clientId };
      if (!isCounted) await checkRate(chatId);
      isCounted = true;
      const message = chatMessage(chat, said, await attachedFiles(chatId, said.attachments, ports));
      const before = last && (await tickets.find(last.ticketId));
      return taken(
        before && before.status !== 'closed'
          ? await join(before, chat, message, said, from.at)
          : await openTicket({ chat, message, said, from, linkedTo: before?.id }, ports),
      );
    });
  };
}

const taken = ({ n, clientId, ticketId, reference, sequence, at, promises }: Line): Reply => ({
  type: 'taken',
  n,
  clientId,
  ticketId,
  reference,
  sequence,
  at,
  promises,
});

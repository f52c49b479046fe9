import { type Chat, clientClaimed, type Line, lineClaimed, ownTicketOf } from '../../../shared/chat/chats.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import type { Message } from '../../../shared/intake/inbound-message.ts';
import { customerReply } from '../../../shared/tickets/decide.ts';
import { standingFor } from '../../../shared/tickets/merge.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { attachedFiles } from './files.ts';
import { chatMessage, openTicket } from './open-ticket.ts';
import { ownChat } from './own-chat.ts';
import { checkLineRate } from './rates.ts';

type Ports = Pick<
  Dependencies,
  'chats' | 'connections' | 'tickets' | 'contracts' | 'uploads' | 'files' | 'counting' | 'now' | 'log'
>;
type Said = VisitorAsks<'say'>;

/** The chat's own ticket, and the one that takes what is sent to it. */
interface Place {
  own: Ticket;
  standing: Ticket;
}

/**
 * Takes the next message of a chat, and no other: a repetition, known by its number or by its client's id, is acknowledged again; a gap or
 * a number that was used for other words is answered with the number that is expected. The message's line is written with the ticket's
 * events or not at all, so that nothing is lost, doubled or put in another order, however many connections and invocations carry it.
 */
export function saying(ports: Ports) {
  const { chats, connections, tickets, contracts, counting, now } = ports;

  const join = async ({ own, standing }: Place, chat: Chat, message: Message, said: Said, at: Date): Promise<Line> => {
    const by = { kind: 'customer' as const, address: chat.address };
    const contract = await contracts.of(standing);
    const events = customerReply(standing, { message, participants: [] }, contract, { at, now: now(), by });
    const line: Line = {
      n: said.n,
      clientId: said.clientId,
      ticketId: standing.id,
      ...(standing.id !== own.id && { ownTicketId: own.id }),
      reference: own.reference,
      sequence: standing.sequence + 1,
      at: at.toISOString(),
    };
    await tickets.append(standing, events, [chats.lineClaim(chat.chatId, line), chats.clientClaim(chat.chatId, line)]);
    return line;
  };

  /** The connection that said it first may be another: this one follows the ticket from now on. */
  const again = async ({ connectionId }: OfVisitor, line: Line): Promise<Reply> => {
    await connections.follow(connectionId, ownTicketOf(line));
    return taken(line);
  };

  /** What it is answered where it is not the next message. */
  const outOfTurn = async (from: OfVisitor, chatId: string, { n, clientId }: Said, expected: number): Promise<Reply> => {
    const numbered = n < expected ? await chats.line(chatId, n) : undefined;
    const before = numbered?.clientId === clientId ? numbered : await chats.lineOf(chatId, clientId);
    return before ? again(from, before) : { type: 'expected', n: expected, clientId };
  };

  return async (from: OfVisitor, said: Said): Promise<Reply> => {
    let isCounted = false;
    let isKnown = false;
    return untilNotOvertaken(async () => {
      const { chat, last } = await ownChat(from, chats);
      const { chatId } = chat;
      const expected = (last?.n ?? 0) + 1;
      if (last && said.n === last.n && said.clientId === last.clientId) return again(from, last);
      if (isKnown || said.n !== expected) return outOfTurn(from, chatId, said, expected);
      if (!isCounted) await checkLineRate(chatId, counting);
      // Not counted again when the same message is decided again.
      isCounted = true;
      const message = chatMessage(chat, said, await attachedFiles(chatId, said.attachments, ports));
      const own = last && (await tickets.find(ownTicketOf(last)));
      const standing = own && (await standingFor(own, tickets));
      try {
        return taken(
          own && standing && standing.status !== 'closed'
            ? await join({ own, standing }, chat, message, said, from.at)
            : await openTicket({ chat, message, said, from, linkedTo: standing?.id }, ports),
        );
      } catch (error) {
        if (!(error instanceof ClaimTaken) || ![lineClaimed, clientClaimed].includes(error.claim)) throw error;
        // It came before under another number, or by another way that was quicker: look again.
        isKnown = error.claim === clientClaimed;
        throw new Overtaken(standing?.id ?? chatId);
      }
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

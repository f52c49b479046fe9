import type { Chat, Line } from '../../../shared/chat/chats.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { promisesOf } from '../../../shared/chat/visible.ts';
import { contractFor, servedUnder } from '../../../shared/contracts/in-force.ts';
import { idFrom } from '../../../shared/ids.ts';
import type { Attachment, Message } from '../../../shared/intake/inbound-message.ts';
import { mailboxFor } from '../../../shared/intake/new-ticket.ts';
import { openOnce } from '../../../shared/intake/open-once.ts';
import { Overtaken } from '../../../shared/tickets/tickets.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor } from '../message.ts';

/** Characters of a ticket's subject, which is how its first message begins. */
const longestSubject = 80;

export interface Opening {
  chat: Chat;
  message: Message;
  said: VisitorAsks<'say'>;
  from: OfVisitor;
  /** The closed ticket that the chat was on before. */
  linkedTo: string | undefined;
}

/** A message as the timeline keeps it. Its id is the same again for the same message. Nobody vouches for an address that a visitor gives. */
export function chatMessage(chat: Chat, { n, text }: VisitorAsks<'say'>, attachments: Attachment[]): Message {
  return {
    id: idFrom('message', chat.chatId, String(n)),
    from: { address: chat.address, name: chat.name },
    to: [],
    cc: [],
    text,
    textCut: false,
    attachments,
    attachmentsCut: false,
    chatId: chat.chatId,
    ...(chat.address !== undefined && { unverified: true as const }),
  };
}

/** Opens a ticket with the message, its line and what makes the ticket the chat's. Throws Overtaken when the same message was quicker. */
export async function openTicket(
  { chat, message, said, from, linkedTo }: Opening,
  {
    chats,
    connections,
    tickets,
    contracts,
    now,
    log,
  }: Pick<Dependencies, 'chats' | 'connections' | 'tickets' | 'contracts' | 'now' | 'log'>,
): Promise<Line> {
  const all = await contracts.all();
  const contract = servedUnder(all, chat.contractId, from.at) ?? contractFor(all, { mailboxes: [] }, from.at);
  const requester = { address: chat.address, name: chat.name };
  const { n, clientId } = said;
  const at = from.at.toISOString();
  // What is not known before the ticket is made is remembered with it.
  const unopened = { n, clientId, at, sequence: 1, ticketId: '', reference: '' };
  const opened = await openOnce(
    {
      opening: {
        channel: 'chat',
        subject: subjectOf(message.text),
        requester,
        participants: [],
        language: chat.language,
        mailbox: mailboxFor(contract),
        nature: 'person',
        linkedTo,
        message,
      },
      contract,
      contracts: all,
      occasion: { at: from.at, now: now(), by: { kind: 'customer', address: chat.address } },
      with: (ticket) => [
        chats.clientClaim(chat.chatId, said),
        ...connections.claimTicket(chat.chatId, from.connectionId, ticket.id),
      ],
    },
    {
      claim: chats.lineClaim(chat.chatId, unopened),
      remember: (ticket) => ({ reference: ticket.reference, promises: promisesOf(ticket) }),
    },
    { tickets, now },
  );
  if (!opened.isNew) throw new Overtaken(chat.chatId);
  const { ticket } = opened;
  log.info('ticket opened', { ticketId: ticket.id, chatId: chat.chatId });
  return { ...unopened, ticketId: ticket.id, reference: ticket.reference, promises: promisesOf(ticket) };
}

/** The first line, cut at a word where there is one. */
export function subjectOf(text: string): string {
  const [first = ''] = text.trim().split(/\r?\n/);
  if (first.length <= longestSubject) return first;
  const cut = first.slice(0, longestSubject).toWellFormed();
  const word = cut.lastIndexOf(' ');
  return `${word > longestSubject / 2 ? cut.slice(0, word) : cut}…`;
}

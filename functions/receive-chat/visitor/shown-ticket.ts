import { ownTicketOf, type Standing } from '../../../shared/chat/chats.ts';
import { type Visible, visible } from '../../../shared/chat/visible.ts';
import { CallerError } from '../../../shared/errors.ts';
import { mergesFrom } from '../../../shared/tickets/merge.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { RecordedEvent } from '../../../shared/tickets/ticket-events.ts';
import type { Dependencies } from '../handler.ts';
import { lastLine } from './own-chat.ts';

type Ports = Pick<Dependencies, 'connections' | 'tickets'>;

/** A ticket of which a visitor may see something, and what of it. */
export interface ShownTicket {
  ticket: Ticket;
  show: (recorded: RecordedEvent) => Visible | undefined;
}

/**
 * The chat's ticket, or one that it had before, or the one that its ticket is merged into. That may be another customer's request: of it
 * the visitor sees answers since the merge and their own words. Throws CallerError for any other ticket.
 */
export async function shownTicket(standing: Standing, asked: string | undefined, ports: Ports): Promise<ShownTicket> {
  const { chatId } = standing.chat;
  const ownId = ownTicketOf(lastLine(standing));
  const own = await ports.tickets.find(ownId);
  if (!own) throw new Error(`the ticket of a chat is not there: ${ownId}`);
  const showOwn = (recorded: RecordedEvent) => visible(recorded, { chatId, isOwn: true });
  if (asked === undefined || asked === ownId) return { ticket: own, show: showOwn };
  const before = await ports.connections.ofTicket(asked);
  if (before.chat?.chatId === chatId) {
    const ticket = await ports.tickets.find(asked);
    if (ticket) return { ticket, show: showOwn };
  }
  const way = [own, ...(await mergesFrom(own, ports.tickets))];
  const [merged, into] = way.slice(-2);
  if (!merged || into?.id !== asked) throw new CallerError('not-found', 'must be a ticket of this chat', 'ticketId');
  const { mergedAt } = merged;
  const merge = mergedAt === undefined ? undefined : await ports.tickets.event(merged.id, mergedAt);
  if (!merge) throw new Error(`${merged.id} does not say when it was merged`);
  const isSince = ({ event }: RecordedEvent) => event.recordedAt >= merge.event.recordedAt;
  return {
    ticket: into,
    show: (recorded) => (isSince(recorded) ? visible(recorded, { chatId, isOwn: false }) : undefined),
  };
}

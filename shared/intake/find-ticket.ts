import { isReference } from '../tickets/reference.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Tickets } from '../tickets/tickets.ts';
import { readReplyAddress } from './email/reply-address.ts';
import { readSubjectReference } from './email/subject-reference.ts';
import type { InboundMessage } from './inbound-message.ts';
import type { MessageIndex } from './message-index.ts';

/** Which ticket a message belongs to, and by which rule; or which it only points at, because its sender has no part in it. */
export type Found =
  | { kind: 'belongs'; ticket: Ticket; by: 'reply address' | 'reference' | 'subject' }
  | { kind: 'points'; ticketId: string; by: 'reference' | 'subject' }
  | { kind: 'none' };

export interface Finding {
  tickets: Tickets;
  messages: MessageIndex;
  /** Our domain and the key that signs reply addresses. */
  replies: { domain: string; key: string };
}

/** Tickets that one mail's references may lead to before we stop looking. */
const mostTicketsJudged = 20;

/**
 * In the order of trust: an address that only we can have signed; a Message-ID of the conversation, or the reference in the subject, if
 * the sender takes part and their domain does not disown the mail. Whoever knows an id or a number but takes no part gets a ticket of their own that is linked, never a look in.
 */
export async function findTicket(inbound: InboundMessage, { tickets, messages, replies }: Finding): Promise<Found> {
  for (const recipient of inbound.recipients) {
    const { ticketId, forged: signedByNobody } = readReplyAddress(recipient, replies);
    const ticket = ticketId && !signedByNobody ? await tickets.find(ticketId) : undefined;
    if (ticket) return { kind: 'belongs', ticket, by: 'reply address' };
  }

  const sender = inbound.message.from.address;
  const forged = inbound.verdicts.sender === 'fail';
  let points: Found = { kind: 'none' };
  const judge = (ticket: Ticket | undefined, by: 'reference' | 'subject'): Found | undefined => {
    if (!ticket) return undefined;
    if (!forged && ticket.participants.includes(sender)) return { kind: 'belongs', ticket, by };
    if (points.kind === 'none') points = { kind: 'points', ticketId: ticket.id, by };
    return undefined;
  };

  const entries = await Promise.all(
    [...inbound.references, ...(inbound.failedDelivery?.messageIds ?? [])].map((id) => messages.find(id)),
  );
  // Whose mails bounce: only an id that SES gave to a mail of ours says so, since a customer's own is known to everybody on their mail.
  const isBounce = inbound.nature === 'bounce';
  const candidates = entries.flat().filter(({ ours }) => ours || !isBounce);
  for (const ticketId of [...new Set(candidates.map((entry) => entry.ticketId))].slice(0, mostTicketsJudged)) {
    const ticket = await tickets.find(ticketId);
    if (isBounce && ticket) return { kind: 'belongs', ticket, by: 'reference' };
    const found = judge(ticket, 'reference');
    if (found) return found;
  }
  for (const reference of readSubjectReference(inbound.subject).filter(isReference)) {
    const found = judge(await tickets.findByReference(reference), 'subject');
    if (found) return found;
  }
  return points;
}

import { standingFor } from '../tickets/merge.ts';
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

/** With the ids it refers to that lead to nothing, nearest first. */
export type Search = Found & { unseen: string[] };

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
 * the sender takes part and their domain does not disown the mail. Whoever knows an id or a number but takes no part gets a ticket of their own that is linked, never a look in. Mails that refer to the same unseen message belong together like answers to a known one.
 */
export async function findTicket(inbound: InboundMessage, finding: Finding): Promise<Search> {
  const found = await addressed(inbound, finding);
  // Whether the sender takes part is judged by the ticket they wrote to; where that is merged, another one takes the message.
  return found.kind === 'belongs' ? { ...found, ticket: await standingFor(found.ticket, finding.tickets) } : found;
}

/** The ticket that the message is addressed to, merged or not. */
async function addressed(inbound: InboundMessage, { tickets, messages, replies }: Finding): Promise<Search> {
  for (const recipient of inbound.recipients) {
    const { ticketId, forged: signedByNobody } = readReplyAddress(recipient, replies);
    const ticket = ticketId && !signedByNobody ? await tickets.find(ticketId) : undefined;
    if (ticket) return { kind: 'belongs', ticket, by: 'reply address', unseen: [] };
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

  const { candidates, mentions, unseen } = await entriesFor(inbound, messages);
  for (const ticketId of candidates) {
    const ticket = await tickets.find(ticketId);
    if (inbound.nature === 'bounce' && ticket) return { kind: 'belongs', ticket, by: 'reference', unseen };
    const found = judge(ticket, 'reference');
    if (found) return { ...found, unseen };
  }
  for (const reference of readSubjectReference(inbound.subject).filter(isReference)) {
    const found = judge(await tickets.findByReference(reference), 'subject');
    if (found) return { ...found, unseen };
  }
  const pointed = points;
  const { from, to, cc } = inbound.message;
  const onTheMail = new Set([from, ...to, ...cc].map(({ address }) => address));
  for (const ticketId of mentions) {
    const ticket = await tickets.find(ticketId);
    // Anybody can mention an id first and name others in Cc: whoever does not write to them is not drawn into their ticket.
    const found = ticket && onTheMail.has(ticket.requester.address ?? '') ? judge(ticket, 'reference') : undefined;
    if (found) return { ...found, unseen };
  }
  // Whoever mentions an id that nobody has seen says nothing about the message: no stranger is pointed to them.
  return { ...pointed, unseen };
}

/** Tickets that the ids of a mail lead to: those with a message of that id, then those that only mention it; each once. */
async function entriesFor(
  { references, failedDelivery, nature, message }: InboundMessage,
  messages: MessageIndex,
): Promise<{ candidates: string[]; mentions: string[]; unseen: string[] }> {
  const isBounce = nature === 'bounce';
  const ids = [...new Set([...references, ...(failedDelivery?.messageIds ?? [])])];
  const [own = [], ...found] = await Promise.all(
    [message.rfcMessageId, ...ids].map(async (id) => (id === undefined ? [] : await messages.find(id))),
  );
  // Whose mails bounce: only an id that SES gave to a mail of ours says so, since a customer's own is known to everybody on their mail.
  const known = found.flat().filter(({ ours, mentioned }) => !mentioned && (ours || !isBounce));
  // A mail whose own id was mentioned comes after its answer. Its own id on another message says nothing: mailers repeat ids.
  const mentioned = isBounce ? [] : [...found.flat(), ...own].filter((entry) => entry.mentioned);
  const each = (entries: readonly { ticketId: string }[]) =>
    [...new Set(entries.map(({ ticketId }) => ticketId))].slice(0, mostTicketsJudged);
  const unseen = ids.filter((_, index) => !found[index]?.some((entry) => !entry.mentioned));
  return { candidates: each(known), mentions: each(mentioned), unseen };
}

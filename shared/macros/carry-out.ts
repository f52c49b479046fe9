import type { Contract } from '../contracts/contract.ts';
import type { Language } from '../contracts/vocabulary.ts';
import { CallerError } from '../errors.ts';
import { formatInstant } from '../notices/format.ts';
import { isOpen } from '../sla/clock.ts';
import { agentReply, assign, changeStatus, note, type Occasion } from '../tickets/decide.ts';
import { evolve } from '../tickets/evolve.ts';
import { formatReference } from '../tickets/reference.ts';
import { changeKind, changePriority } from '../tickets/requalify.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import { type Macro, replyIn } from './macro.ts';
import { filled, type Placeholder } from './placeholders.ts';

export interface CarryingOut {
  contract: Contract;
  /** Who does it. */
  agent: string;
  /** Ids for the reply and the note. */
  messageIds: { reply: string; note: string };
  occasion: Occasion;
}

/**
 * All that a macro does to a ticket, in this order: who works on it, what it is, the answer, the note, the state. Each sees the
 * ticket as those before left it. Throws CallerError where one of them cannot be done; then none is.
 */
export function carryOut(ticket: Ticket, macro: Macro, { contract, agent, messageIds, occasion }: CarryingOut): TicketEvent[] {
  const reason = `macro ${macro.name}`;
  const { reply, note: noted, priority, kind, status, waitingFor, assignee } = macro;
  const texts = (text: string, language: Language, standing: Ticket) =>
    filled(text, (placeholder) => standsFor(placeholder, standing, agent, language));
  const toStatus = (standing: Ticket) =>
    status ? changeStatus(standing, { to: status, waitingFor, reason }, contract, occasion) : [];
  const acts: ((standing: Ticket) => TicketEvent[])[] = [
    (standing) => (assignee === undefined ? [] : assign(standing, assignee === 'me' ? agent : (assignee ?? undefined), occasion)),
    (standing) => (kind ? changeKind(standing, { to: kind, reason }, contract, occasion) : []),
    (standing) => (priority ? changePriority(standing, { to: priority, reason }, contract, occasion) : []),
    // An answer makes an open ticket wait for the customer; whom else it is to wait for is said before.
    (standing) => (status === 'pending' ? toStatus(standing) : []),
    (standing) => {
      if (!reply) return [];
      const text = replyIn(reply, standing.language, contract.languages);
      if (text === undefined)
        throw new CallerError('conflict', `has no reply in ${standing.language}, the ticket's language`, 'macro');
      const answer = { messageId: messageIds.reply, text: texts(text, standing.language, standing) };
      return agentReply(standing, { ...answer, attachments: undefined }, contract, occasion);
    },
    (standing) => (noted ? note({ messageId: messageIds.note, text: texts(noted, 'en', standing) }, occasion) : []),
    (standing) => toStatus(standing),
  ];
  let standing = ticket;
  return acts.flatMap((act) => {
    const events = act(standing);
    standing = events.reduce(evolve, standing);
    return events;
  });
}

function standsFor(placeholder: Placeholder, ticket: Ticket, agent: string, language: Language): string {
  const { requester } = ticket;
  switch (placeholder) {
    case 'reference':
      return formatReference(ticket.reference);
    case 'subject':
      return ticket.subject;
    case 'requester.name':
      return requester.name ?? requester.address ?? requester.phone ?? requester.account ?? '';
    case 'agent':
      return agent;
    case 'due.pick-up':
    case 'due.first-response':
    case 'due.next-response':
    case 'due.update':
    case 'due.resolution':
    case 'due.complaint':
      return dueOf(placeholder, ticket, language);
  }
}

/** A due time that there is not cannot be told to anybody. */
function dueOf(placeholder: Extract<Placeholder, `due.${string}`>, { clocks }: Ticket, language: Language): string {
  const clock = clocks.find((each) => isOpen(each) && `due.${each.metric}` === placeholder);
  if (clock?.dueAt === undefined)
    throw new CallerError('conflict', `says {{${placeholder}}}, and nothing is due there on this ticket`, 'macro');
  return formatInstant(clock.dueAt, clock.receipt.timeZone, language);
}

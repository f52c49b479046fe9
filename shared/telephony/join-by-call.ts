import type { Contacts, Known } from '../contacts/contact.ts';
import { callOutOfHours, customerCall } from '../tickets/decide-call.ts';
import { evolve } from '../tickets/evolve.ts';
import { standingFor } from '../tickets/merge.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { type CallTicket, callTicket, type Talk } from './call.ts';
import { phoneHoursOf } from './phone-hours.ts';
import { type CallDesk, messageOf, occasionOf, openForCall } from './take-call.ts';

/** What answering a call takes, beside what its ticket takes. */
export interface AnsweringDesk extends CallDesk {
  contacts: Pick<Contacts, 'contactOf' | 'tickets'>;
}

/** Whom a number stands for: two reads where somebody has said who that is, else one. */
export const contactOfCaller = (phone: string, { contactOf }: AnsweringDesk['contacts']): Promise<Known> =>
  contactOf(`phone:${phone}`);

/**
 * Notes the call on a ticket that is open or resolved, once; a merged one's where that was merged into. A closed one takes none: a new,
 * linked ticket is opened. Whoever calls from a
 * number that is not of the ticket's contact is marked as unverified: anybody may have overheard a reference.
 */
export async function joinByCall(ticketId: string, talk: Talk, desk: AnsweringDesk): Promise<CallTicket> {
  const { tickets, contracts, calls, now } = desk;
  return untilNotOvertaken(async () => {
    const claim = calls.ticketClaim(talk.contactId);
    const remembered = await tickets.claimed(claim);
    if (remembered) return callTicket.parse(remembered);
    const asked = await tickets.find(ticketId);
    const ticket = asked && (await standingFor(asked, tickets));
    if (!ticket || ticket.status === 'closed') return openForCall(talk, desk, ticket);
    const contract = await contracts.of(ticket);
    const occasion = occasionOf(talk, now());
    const hours = phoneHoursOf(contract, occasion.at);
    // Whether it is theirs is judged by the ticket that they named.
    const unverified = (await isTheirs(asked, talk, desk)) ? {} : { unverified: true as const };
    const called = customerCall(ticket, { message: { ...messageOf(talk, now()), ...unverified } }, contract, occasion);
    const closed = hours.isOpen ? [] : callOutOfHours(called.reduce(evolve, ticket), hours.opensAt, occasion);
    const taken = { ticketId: ticket.id, reference: ticket.reference, putThrough: hours.isOpen, ...unverified };
    try {
      await tickets.append(ticket, [...called, ...closed], [{ ...claim, item: { ...claim.item, ...taken } }]);
      return taken;
    } catch (error) {
      throw error instanceof ClaimTaken ? new Overtaken(ticketId) : error;
    }
  });
}

/** What was offered was theirs a moment ago. */
async function isTheirs({ id, requester, identifiers }: Ticket, talk: Talk, { contacts }: AnsweringDesk): Promise<boolean> {
  const { phone, offered } = talk;
  if (phone === undefined) return false;
  if (offered.includes(id) || requester.phone === phone) return true;
  const known = await contactOfCaller(phone, contacts);
  return identifiers.some((each) => known.identifiers.includes(each));
}

import type { Now } from '../clock.ts';
import type { Contract } from '../contracts/contract.ts';
import { newId } from '../ids.ts';
import type { Occasion } from '../tickets/decide.ts';
import { newReference } from '../tickets/reference.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import { type Claim, ClaimTaken, Overtaken, type Tickets, untilNotOvertaken } from '../tickets/tickets.ts';
import { appendNew, type NewTicket, referenceClaim } from './new-ticket.ts';

/** A request that opens a ticket, and when and under what it came. */
export interface Request {
  opening: Omit<NewTicket, 'id' | 'reference'>;
  contract: Contract;
  /** All versions of all contracts, of which `contract` is one. */
  contracts: readonly Contract[];
  occasion: Occasion;
  /** What else happened to it before it was written down. */
  followedBy?: (ticket: Ticket) => readonly TicketEvent[];
  /** Further items that are written with it or not at all: one that is taken already ends in ClaimTaken. */
  with?: (ticket: Ticket) => readonly Claim[];
}

/** What makes a repetition of the request known, and what is kept with it beside `ticketId`. */
export interface Once {
  claim: Claim;
  remember?: (ticket: Ticket) => Record<string, unknown>;
}

export type OnceOpened = { isNew: true; ticket: Ticket } | { isNew: false; remembered: Record<string, unknown> };

/**
 * Opens a ticket, once per claim however often and however many at a time ask for it: a repetition answers what was remembered with the
 * first. Without `once`, every call opens one. Throws ClaimTaken for an item of `with`; the repetition itself has priority.
 */
export function openOnce(
  request: Request,
  once: Once | undefined,
  { tickets, now }: { tickets: Pick<Tickets, 'append' | 'claimed'>; now: Now },
): Promise<OnceOpened> {
  return untilNotOvertaken(async () => {
    const remembered = once && (await tickets.claimed(once.claim));
    if (remembered) return { isNew: false, remembered };
    const id = newId('ticket', now().getTime());
    const claimsOf = (ticket: Ticket): Claim[] => [
      ...(once ? [{ ...once.claim, item: { ...once.claim.item, ticketId: id, ...once.remember?.(ticket) } }] : []),
      ...(request.with?.(ticket) ?? []),
    ];
    const created = { ...request.opening, id, reference: newReference() };
    const { contract, contracts, occasion, followedBy } = request;
    try {
      return { isNew: true, ticket: await appendNew(created, contract, contracts, occasion, claimsOf, tickets, followedBy) };
    } catch (error) {
      // A repetition was quicker, or the drawn reference belongs to another ticket: look again.
      const passes = error instanceof ClaimTaken && [once?.claim.name, referenceClaim].includes(error.claim);
      throw passes ? new Overtaken(id) : error;
    }
  });
}

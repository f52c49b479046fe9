import { evolve, opened } from '../tickets/evolve.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Tickets } from '../tickets/tickets.ts';

type Reading = Pick<Tickets, 'find' | 'history'>;

/**
 * Gives the ticket as it stood after an event. Cheap for events asked for one after the other, and for a ticket's latest; any other makes
 * it read the whole history.
 */
export function ticketThen(ticketId: string, tickets: Reading): (recorded: RecordedEvent) => Promise<Ticket> {
  let known: Ticket | undefined;
  return async ({ sequence, event }) => {
    if (event.type === 'TicketOpened') known = opened(ticketId, event);
    else if (known?.sequence === sequence - 1) known = evolve(known, event);
    else {
      const latest = await tickets.find(ticketId);
      known = latest?.sequence === sequence ? latest : await replayed(ticketId, sequence, tickets);
    }
    return known;
  };
}

async function replayed(ticketId: string, sequence: number, { history }: Reading): Promise<Ticket> {
  let ticket: Ticket | undefined;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Awaited<ReturnType<Tickets['history']>> = await history(ticketId, after);
    for (const { event } of page.events) {
      ticket = ticket ? evolve(ticket, event) : event.type === 'TicketOpened' ? opened(ticketId, event) : undefined;
      if (ticket?.sequence === sequence) return ticket;
    }
    after = page.next;
  }
  throw new Error(`event ${sequence} of ${ticketId} is not there`);
}

/** Whose own system opened the ticket, if one did. */
export async function partnerOf(ticketId: string, { event }: Pick<Tickets, 'event'>): Promise<string | undefined> {
  const by = (await event(ticketId, 1))?.event.by;
  return by?.kind === 'partner' ? by.id : undefined;
}

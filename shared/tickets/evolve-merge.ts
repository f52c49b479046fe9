import { replaced } from './evolve-clocks.ts';
import { mostParticipants, type Ticket } from './ticket.ts';
import type { EventOf } from './ticket-events.ts';

/** Another ticket was merged into this one. */
export function mergedFrom(ticket: Ticket, event: EventOf<'MergedFrom'>): Ticket {
  const { from, unansweredSince } = event;
  const holding = {
    ...ticket,
    mergedFrom: [...ticket.mergedFrom, from],
    alsoFor: [...ticket.alsoFor, ...event.alsoFor.map((each) => ({ ...each, from }))],
    participants: withAll(ticket.participants, event.joined),
    clocks: replaced(ticket.clocks, event.clocks),
  };
  if (unansweredSince === undefined) return holding;
  return {
    ...holding,
    status: 'open',
    waitingFor: undefined,
    automatic: false,
    resolvedAt: undefined,
    unansweredSince: earlier(ticket.unansweredSince ?? unansweredSince, unansweredSince),
  };
}

/** A merge into this one was taken back. */
export function unmergedFrom(ticket: Ticket, { from, left }: EventOf<'UnmergedFrom'>): Ticket {
  const alsoFor = ticket.alsoFor.filter((each) => each.from !== from);
  // Who asked in another merged ticket as well stays for that.
  const stays = (address: string) => alsoFor.some(({ requester }) => requester.address?.toLowerCase() === address);
  return {
    ...ticket,
    mergedFrom: ticket.mergedFrom.filter((each) => each !== from),
    alsoFor,
    participants: ticket.participants.filter((address) => !left.includes(address) || stays(address)),
  };
}

/** Each once, no more than a ticket keeps. */
export const withAll = (participants: string[], more: string[]) =>
  [...new Set([...participants, ...more])].slice(0, mostParticipants);

const earlier = (a: string, b: string) => (a < b ? a : b);

import type { Contract } from '../contracts/contract.ts';
import { inForce } from '../contracts/in-force.ts';
import { type Language, languages } from '../contracts/vocabulary.ts';
import { keys } from '../dynamo/table.ts';
import { type Occasion, type Opening, open } from '../tickets/decide.ts';
import { evolve, opened } from '../tickets/evolve.ts';
import { reclock } from '../tickets/requalify.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import type { Claim, Tickets } from '../tickets/tickets.ts';
import type { Address } from './inbound-message.ts';

export type NewTicket = Opening & { id: string };

export const referenceClaim = 'reference';

/**
 * Opens a ticket under this contract, one of `contracts`, with its reference and the caller's claims, all or nothing. `claimsOf` is told the
 * ticket as it will be, `followedBy` gives what else
 * happened to it before it was written down. Throws ClaimTaken, also where the drawn reference belongs to another ticket (`referenceClaim`).
 */
export function appendNew(
  { id, ...opening }: NewTicket,
  contract: Contract,
  contracts: readonly Contract[],
  occasion: Occasion,
  claimsOf: (ticket: Ticket) => readonly Claim[],
  tickets: Pick<Tickets, 'append'>,
  followedBy: (ticket: Ticket) => readonly TicketEvent[] = () => [],
): Promise<Ticket> {
  const reference = { ...keys.reference(opening.reference), kind: 'reference', ticketId: id };
  const event = open(opening, contract, occasion);
  const ticket = opened(id, event);
  const followed = followedBy(ticket);
  const asItWas = followed.reduce(evolve, ticket);
  const amended = amendedSince(asItWas, contract, contracts, occasion);
  const claims = [...claimsOf(amended.reduce(evolve, asItWas)), ...ticket.identifiers.map((each) => identified(each, ticket))];
  return tickets.append(id, [event, ...followed, ...amended], [...claims, { name: referenceClaim, item: reference }]);
}

/** By what its requester is known, the ticket is found. */
const identified = (identifier: string, { id: ticketId, openedAt }: Ticket): Claim => ({
  name: 'identifier',
  item: { ...keys.identifiedTicket(identifier, ticketId), kind: 'identified-ticket', ticketId, openedAt },
  replaces: true,
});

/** What was taken down or read late is under the version of then; one that has taken over open tickets since takes over this one, too. */
function amendedSince(ticket: Ticket, contract: Contract, all: readonly Contract[], occasion: Occasion): TicketEvent[] {
  const current = inForce(all, occasion.now).find(({ id }) => id === contract.id);
  const isTakenOver = current !== undefined && current.version > contract.version && current.amendsOpenTickets;
  return isTakenOver ? reclock(ticket, current, contract, { at: occasion.now, now: occasion.now, by: { kind: 'system' } }) : [];
}

/** The customer's own language where the contract offers it, else the contract's first. */
export function languageOf(own: string | undefined, contract: Contract): Language {
  const known = languages.find((each) => own?.toLowerCase().startsWith(each));
  const [first = 'en'] = contract.languages;
  return known && contract.languages.includes(known) ? known : first;
}

/** The address that we answer from where the customer wrote to none of the contract's own. */
export const mailboxFor = ({ mailboxes }: Contract): string => mailboxes[0] ?? 'support';

/** Everybody of these but our own mailboxes, each once. Colleagues at our domain are people like others. */
export function outsiders(all: readonly Address[], domain: string, contracts: readonly Contract[]): string[] {
  const ours = new Set(contracts.flatMap(({ mailboxes }) => mailboxes));
  const isOurs = (address: string) =>
    address.endsWith(`@${domain}`) && ours.has(address.slice(0, address.indexOf('@')).replace(/\+.*$/, ''));
  return [...new Set(all.map(({ address }) => address))].filter((address) => !isOurs(address));
}

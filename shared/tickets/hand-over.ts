import { CallerError } from '../errors.ts';
import { type Occasion, stamp } from './decide.ts';
import { mostAlsoFor, type Ticket } from './ticket.ts';
import type { EventOf, TicketEvent } from './ticket-events.ts';

/**
 * The customer leaves the chat: from now on we answer by mail, or call. Nothing to do where that is settled already. Throws CallerError
 * where nobody knows where to.
 */
export function handOver(
  ticket: Ticket,
  { to, address, phone }: Pick<EventOf<'HandedOver'>, 'to' | 'address' | 'phone'>,
  occasion: Occasion,
): TicketEvent[] {
  const { requester } = ticket;
  checkWhere(to, address ?? requester.address, phone ?? requester.phone);
  const isSettled =
    ticket.handedOver === to &&
    (address === undefined || address === requester.address) &&
    (phone === undefined || phone === requester.phone);
  return isSettled ? [] : [{ type: 'HandedOver', ...stamp(occasion), to, address, phone }];
}

/**
 * The same of a chat whose ticket was merged into this one, which may be somebody else's request: answers go to them as well, and its
 * requester stays who they are. Throws as `handOver`, and where answers go to too many already.
 */
export function handOverOfMerged(
  ticket: Ticket,
  { to, address, phone, merged }: Pick<EventOf<'HandedOver'>, 'to' | 'address' | 'phone' | 'merged'>,
  occasion: Occasion,
): TicketEvent[] {
  checkWhere(to, address, phone);
  if (to === 'mail' && ticket.alsoFor.some(({ requester }) => requester.address === address)) return [];
  if (to === 'mail' && ticket.alsoFor.length >= mostAlsoFor)
    throw new CallerError('conflict', `answers go to at most ${mostAlsoFor} further requesters`, 'wants');
  return [{ type: 'HandedOver', ...stamp(occasion), to, address, phone, merged }];
}

function checkWhere(to: EventOf<'HandedOver'>['to'], address: string | undefined, phone: string | undefined): void {
  if (to === 'mail' && address === undefined)
    throw new CallerError('invalid', 'must be the mail address that the answer goes to', 'address');
  if (to === 'call-back' && phone === undefined) throw new CallerError('invalid', 'must be the number that we call', 'phone');
}

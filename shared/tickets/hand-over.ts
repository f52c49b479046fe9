import { CallerError } from '../errors.ts';
import { type Occasion, stamp } from './decide.ts';
import type { Ticket } from './ticket.ts';
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
  if (to === 'mail' && (address ?? requester.address) === undefined)
    throw new CallerError('invalid', 'must be the mail address that the answer goes to', 'address');
  if (to === 'call-back' && (phone ?? requester.phone) === undefined)
    throw new CallerError('invalid', 'must be the number that we call', 'phone');
  const isSettled =
    ticket.handedOver === to &&
    (address === undefined || address === requester.address) &&
    (phone === undefined || phone === requester.phone);
  return isSettled ? [] : [{ type: 'HandedOver', ...stamp(occasion), to, address, phone }];
}

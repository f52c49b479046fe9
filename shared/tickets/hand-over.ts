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
  checkWhere(to, address ?? requester.address, phone ?? requester.phone);
  const isSettled =
    ticket.handedOver === to &&
    (address === undefined || address === requester.address) &&
    (phone === undefined || phone === requester.phone);
  return isSettled ? [] : [{ type: 'HandedOver', ...stamp(occasion), to, address, phone }];
}

/**
 * The same of a chat whose ticket was merged into this one, which may be somebody else's request: whoever chats takes part by their
 * address, and does not become its requester by it. Throws as `handOver`.
 */
export function handOverAsParticipant(
  ticket: Ticket,
  { to, address, phone }: Pick<EventOf<'HandedOver'>, 'to' | 'address' | 'phone'>,
  occasion: Occasion,
): TicketEvent[] {
  checkWhere(to, address, phone);
  const isSettled = to === 'mail' && address !== undefined && ticket.participants.includes(address);
  return isSettled ? [] : [{ type: 'HandedOver', ...stamp(occasion), to, address, phone, asParticipant: true }];
}

function checkWhere(to: EventOf<'HandedOver'>['to'], address: string | undefined, phone: string | undefined): void {
  if (to === 'mail' && address === undefined)
    throw new CallerError('invalid', 'must be the mail address that the answer goes to', 'address');
  if (to === 'call-back' && phone === undefined) throw new CallerError('invalid', 'must be the number that we call', 'phone');
}

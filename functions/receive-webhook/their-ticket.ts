import { CallerError } from '../../shared/errors.ts';
import { standingFor } from '../../shared/tickets/merge.ts';
import { isReference } from '../../shared/tickets/reference.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { Dependencies } from './handler.ts';
import type { ReceivedOf } from './received.ts';

type Ports = Pick<Dependencies, 'tickets' | 'externalIds'>;

/**
 * The ticket that an event is about, and by which field. Throws CallerError where the partner has none of that name: those of others
 * might as well not be there. A merged ticket is the one it was merged into, if that is the partner's too.
 */
export async function theirTicket(
  { partner, event, sourceOf }: ReceivedOf<'message.added' | 'state.asked'>,
  { tickets, externalIds }: Ports,
): Promise<{ ticket: Ticket; field: string }> {
  const { reference, externalId } = event.data;
  const isTheirs = (ticket: Ticket | undefined) => ticket?.requester.account === partner.id;
  const byReference = reference === undefined ? undefined : await referredTo(reference, tickets);
  const id = externalId === undefined ? undefined : await externalIds.ticketOf(partner.id, externalId);
  const byNumber = id === undefined ? undefined : await tickets.find(id);
  const ticket = byReference ?? byNumber;
  const field = sourceOf(reference === undefined ? 'data.externalId' : 'data.reference');
  if (!ticket || !isTheirs(ticket) || (reference !== undefined && !byReference))
    throw new CallerError('not-found', 'there is no such request of yours', field);
  if (externalId !== undefined && byNumber?.id !== ticket.id)
    throw new CallerError('not-found', 'there is no such request of yours', sourceOf('data.externalId'));
  const standing = await standingFor(ticket, tickets);
  return { ticket: isTheirs(standing) ? standing : ticket, field };
}

async function referredTo(written: string, { findByReference }: Ports['tickets']): Promise<Ticket | undefined> {
  const reference = written.replace(/[#-]/g, '');
  return isReference(reference) ? findByReference(reference) : undefined;
}

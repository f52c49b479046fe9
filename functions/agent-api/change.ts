import { CallerError } from '../../shared/errors.ts';
import { idFrom, newId } from '../../shared/ids.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import type { Occasion } from '../../shared/tickets/decide.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../shared/tickets/ticket-events.ts';
import { ClaimTaken, untilNotOvertaken } from '../../shared/tickets/tickets.ts';
import type { Dependencies } from './handler.ts';
import { requestOf } from './repeatable-request.ts';
import type { ApiEvent, Asked } from './serve.ts';

/** What a decision may be made of. `messageId` is the same again when the same request comes again. */
export interface Deciding {
  ticket: Ticket;
  occasion: Occasion;
  messageId: string;
}

export type TicketOf = (id: string) => Promise<Ticket>;

const ticketIdForm = /^tkt_[0-9A-Za-z]{26}$/;

/** Throws CallerError where there is no such ticket. */
export const ticketFinder =
  ({ tickets }: Pick<Dependencies, 'tickets'>): TicketOf =>
  async (id) => {
    const ticket = ticketIdForm.test(id) ? await tickets.find(id) : undefined;
    if (!ticket) throw new CallerError('not-found', 'there is no such ticket', 'id');
    return ticket;
  };

/** A ticket's version is the number of its events. */
export const ticketAnswer = (ticket: Ticket, status = 200): Answer => ({ status, body: { ticket }, headers: etagOf(ticket) });
export const etagOf = ({ sequence }: Pick<Ticket, 'sequence'>) => ({ etag: `"${sequence}"` });

/** Throws CallerError where `If-Match` names other versions than this one. */
export function checkVersion({ headers }: ApiEvent, ticket: Ticket): void {
  const wanted = headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*') return;
  const { etag } = etagOf(ticket);
  if (!wanted.split(',').some((each) => each.trim() === etag))
    throw new CallerError('stale', `the ticket has changed since: its version is ${etag} now`, 'If-Match');
}

type Changing = Pick<Asked<never, never, never>, 'event' | 'caller'> & { path: { id: string } };

/**
 * Appends what `decide` says, once per Idempotency-Key; answers the ticket as it is afterwards. It happened when API Gateway took the
 * request, however long we then take.
 */
export function changer({ tickets, now }: Pick<Dependencies, 'tickets' | 'now'>) {
  const ticketOf = ticketFinder({ tickets });
  return async (
    { event, caller, path }: Changing,
    decide: (deciding: Deciding) => TicketEvent[] | Promise<TicketEvent[]>,
  ): Promise<Answer> => {
    const request = requestOf(event, caller, now());
    const at = new Date(event.requestContext.timeEpoch);
    return untilNotOvertaken(async () => {
      const ticket = await ticketOf(path.id);
      // Carried out before: what it asked for may not even be possible any more.
      if (request && (await tickets.claimed(request.claim))) return ticketAnswer(ticket);
      checkVersion(event, ticket);
      const messageId = request ? idFrom('message', ...request.source) : newId('message', now().getTime());
      const occasion = { at, now: now(), by: { kind: 'agent' as const, id: caller.id } };
      const events = await decide({ ticket, occasion, messageId });
      if (events.length === 0) return ticketAnswer(ticket);
      try {
        return ticketAnswer(await tickets.append(ticket, events, request ? [request.claim] : []));
      } catch (error) {
        if (!(error instanceof ClaimTaken)) throw error;
        return ticketAnswer(await ticketOf(path.id));
      }
    });
  };
}
export type Change = ReturnType<typeof changer>;

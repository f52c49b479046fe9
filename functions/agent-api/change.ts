import { CallerError } from '../../shared/errors.ts';
import { idFrom, isId, newId } from '../../shared/ids.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import type { Occasion } from '../../shared/tickets/decide.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../shared/tickets/ticket-events.ts';
import { ClaimTaken, type TicketChange, untilNotOvertaken } from '../../shared/tickets/tickets.ts';
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

/** Throws CallerError where there is no such ticket. */
export const ticketFinder =
  ({ tickets }: Pick<Dependencies, 'tickets'>): TicketOf =>
  async (id) => {
    const ticket = isId('ticket', id) ? await tickets.find(id) : undefined;
    if (!ticket) throw new CallerError('not-found', 'there is no such ticket', 'id');
    return ticket;
  };

/** A ticket's version is the number of its events. */
export const ticketAnswer = (ticket: Ticket, status = 200): Answer => ({ status, body: { ticket }, headers: etagOf(ticket) });
export const etagOf = ({ sequence }: Pick<Ticket, 'sequence'>) => ({ etag: `"${sequence}"` });

const names = (header: string, etag: string) => header.split(',').some((each) => each.trim() === etag);

/** Throws CallerError where `If-Match` names other versions than this one; undefined for what is not there. */
export function checkVersion({ headers }: ApiEvent, etag: string | undefined, what = 'the ticket'): void {
  const wanted = headers['if-match'];
  if (wanted === undefined || (etag !== undefined && (wanted.trim() === '*' || names(wanted, etag)))) return;
  throw new CallerError(
    'stale',
    etag === undefined ? `${what} is not there` : `${what} has changed since: its version is ${etag} now`,
    'If-Match',
  );
}

/** Whether the caller has this version already, as `If-None-Match` says. */
export function isKnown({ headers }: ApiEvent, etag: string): boolean {
  const known = headers['if-none-match'];
  return known !== undefined && (known.trim() === '*' || names(known.replaceAll('W/', ''), etag));
}

/** Events of the ticket itself; `others`: of further tickets that change with it. */
type Decision = TicketEvent[] | { events: TicketEvent[]; others: TicketChange[] };

type Changing = Pick<Asked<never, never, never>, 'event' | 'caller'> & { path: { id: string } };

/**
 * Appends what `decide` says, once per Idempotency-Key; answers the ticket as it is afterwards. It happened when API Gateway took the
 * request, however long we then take.
 */
export function changer({ tickets, now }: Pick<Dependencies, 'tickets' | 'now'>) {
  const ticketOf = ticketFinder({ tickets });
  return async (
    { event, caller, path }: Changing,
    decide: (deciding: Deciding) => Decision | Promise<Decision>,
  ): Promise<Answer> => {
    const request = requestOf(event, caller, now());
    const at = new Date(event.requestContext.timeEpoch);
    return untilNotOvertaken(async () => {
      const ticket = await ticketOf(path.id);
      // Carried out before: what it asked for may not even be possible any more.
      if (request && (await tickets.claimed(request.claim))) return ticketAnswer(ticket);
      checkVersion(event, etagOf(ticket).etag);
      const messageId = request ? idFrom('message', ...request.source) : newId('message', now().getTime());
      const occasion = { at, now: now(), by: { kind: 'agent' as const, id: caller.id } };
      const decision = await decide({ ticket, occasion, messageId });
      const { events, others } = 'events' in decision ? decision : { events: decision, others: [] };
      const changes = events.length === 0 ? [] : [{ before: ticket, events }, ...others];
      if (changes.length === 0 && !request) return ticketAnswer(ticket);
      try {
        // With nothing to change the key is remembered all the same: its repeat must not find something to do.
        const [after = ticket] = await tickets.appendAll(changes, request ? [request.claim] : []);
        return ticketAnswer(after);
      } catch (error) {
        if (!(error instanceof ClaimTaken)) throw error;
        return ticketAnswer(await ticketOf(path.id));
      }
    });
  };
}
export type Change = ReturnType<typeof changer>;

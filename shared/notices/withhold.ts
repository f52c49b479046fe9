import type { Now } from '../clock.ts';
import { keys } from '../dynamo/table.ts';
import type { Log } from '../lambda/log.ts';
import { failedDelivery } from '../tickets/decide.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import { ClaimTaken, type Tickets, untilNotOvertaken } from '../tickets/tickets.ts';
import type { Withheld } from './notice.ts';

/**
 * What happens when a mail cannot be written: the log says why, and an agent whose answer it was reads on the ticket that the customer
 * has not got it. Doing it twice appends once.
 */
export function withholding(log: Log, tickets: Pick<Tickets, 'find' | 'append'>, now: Now) {
  return async (ticket: Ticket, { id, kind, reason }: Withheld, { event }: RecordedEvent): Promise<void> => {
    log.info('notice withheld', { ticketId: ticket.id, notice: id, reason });
    if (kind !== 'reply') return;
    const occasion = { at: new Date(event.at), now: now(), by: { kind: 'system' as const } };
    const failure = { recipients: [ticket.requester.address], permanent: true, detail: `not sent: ${reason}` };
    const claim = { name: 'withheld', item: { ...keys.request('withheld', `${ticket.id}#${id}`), kind: 'request' } };
    await untilNotOvertaken(async () => {
      const current = await tickets.find(ticket.id);
      if (!current) return;
      try {
        await tickets.append(current, failedDelivery(failure, occasion), [claim]);
      } catch (error) {
        if (!(error instanceof ClaimTaken)) throw error;
      }
    });
  };
}

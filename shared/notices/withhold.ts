import { keys } from '../dynamo/table.ts';
import type { Log } from '../lambda/log.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Withheld, WithheldReason } from './notice.ts';
import { type Noting, noteUndelivered } from './undelivered.ts';

/**
 * What happens when a mail cannot be written: the log says why, and the ticket that its recipient has not got it, where somebody counts
 * on that: an agent whose answer it was, a ladder whose step would pass unheard. Doing it twice appends once.
 */
export function withholding(log: Log, ports: Noting) {
  return async (ticket: Ticket, withheld: Withheld, { event }: RecordedEvent): Promise<void> => {
    const { id: noticeId, address, reason } = withheld;
    log.info('notice withheld', { ticketId: ticket.id, notice: noticeId, reason });
    if (!isCountedOn(withheld)) return;
    await noteUndelivered(
      {
        notice: { ticketId: ticket.id, noticeId },
        recipients: [address],
        permanent: true,
        detail: `not sent: ${reason}`,
        at: event.at,
        claim: { name: 'withheld', item: { ...keys.request('withheld', `${ticket.id}#${noticeId}`), kind: 'request' } },
      },
      ports,
    );
  };
}

/** A requester whom the ladder names is a customer here, and is not to hear of it. */
const unheard: readonly WithheldReason[] = ['unusable-address', 'own-mailbox'];

function isCountedOn({ kind, reason }: Withheld): boolean {
  switch (kind) {
    case 'acknowledgement':
      return false;
    case 'reply':
      return true;
    case 'warning':
    case 'escalation':
      return unheard.includes(reason);
  }
}

import { keys } from '../dynamo/table.ts';
import { idFrom } from '../ids.ts';
import type { Log } from '../lambda/log.ts';
import { note } from '../tickets/decide.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import { type Claim, ClaimTaken, untilNotOvertaken } from '../tickets/tickets.ts';
import type { Withheld, WithheldReason } from './notice.ts';
import { type Noting, noteUndelivered } from './undelivered.ts';

/**
 * What happens when a mail cannot be written: the log says why, and the ticket that its recipient has not got it, where somebody counts
 * on that: an agent whose answer it was, a ladder whose step would pass unheard, whoever looks for the acknowledgement. Doing it twice
 * appends once.
 */
export function withholding(log: Log, ports: Noting) {
  return async (ticket: Ticket, withheld: Withheld, { event }: RecordedEvent): Promise<void> => {
    const { id: noticeId, address, reason } = withheld;
    log.info('notice withheld', { ticketId: ticket.id, notice: noticeId, reason });
    if (withheld.kind === 'acknowledgement') return noteUnacknowledged(ticket.id, withheld, event, ports);
    if (!isCountedOn(withheld, ticket)) return;
    await noteUndelivered(
      {
        notice: { ticketId: ticket.id, noticeId },
        recipients: address === undefined ? [] : [address],
        permanent: true,
        detail: `not sent: ${reason}`,
        at: event.at,
        claim: withheldClaim(ticket.id, noticeId),
      },
      ports,
    );
  };
}

/** What agents read on the ticket. Nothing of a machine's mail: the event that opened the ticket says what it is, and why. */
const whyUnacknowledged: Partial<Record<WithheldReason, string>> = {
  'too-many': 'this address has had as many as one gets in an hour. Perhaps a program answers ours.',
  'own-mailbox': 'it would go to one of our own mailboxes and come back as a request.',
  'unusable-address': 'the sender gives no address that mail can be sent to.',
};

async function noteUnacknowledged(
  ticketId: string,
  { id, reason }: Withheld,
  { at }: RecordedEvent['event'],
  { tickets, now }: Noting,
): Promise<void> {
  const why = whyUnacknowledged[reason];
  if (why === undefined) return;
  await untilNotOvertaken(async () => {
    const ticket = await tickets.find(ticketId);
    if (!ticket) return;
    const said = { messageId: idFrom('message', 'withheld', ticketId, id), text: `No acknowledgement was sent: ${why}` };
    const occasion = { at: new Date(at), now: now(), by: { kind: 'system' as const } };
    try {
      await tickets.append(ticket, note(said, occasion), [withheldClaim(ticketId, id)]);
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
    }
  });
}

/** Makes a repeat a no-op. */
const withheldClaim = (ticketId: string, noticeId: string): Claim => ({
  name: 'withheld',
  item: { ...keys.request('withheld', `${ticketId}#${noticeId}`), kind: 'request' },
});

/** A requester whom the ladder names is a customer here, and is not to hear of it. */
const unheard: readonly WithheldReason[] = ['unusable-address', 'own-mailbox'];

function isCountedOn({ kind, reason }: Withheld, { channel }: Ticket): boolean {
  switch (kind) {
    case 'acknowledgement':
      return false;
    case 'reply':
      // A partner reads the answer where its own webhooks go.
      return reason !== 'no-address' || channel !== 'webhook';
    case 'warning':
    case 'escalation':
      return unheard.includes(reason);
  }
}

import { idFrom } from '../ids.ts';
import type { Attachment } from '../intake/inbound-message.ts';
import { clockMetrics, latestOf } from '../sla/clock.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { RecordedEvent, TicketEvent } from '../tickets/ticket-events.ts';
import { webhookTypeOf } from './event-types.ts';
import { payloadVersion } from './events.ts';

/** UTF-16 units of a message's text that a subscriber is sent. */
export const longestSentText = 50_000;

/** The same at every attempt and every redelivery: by it a subscriber knows what it has taken. */
export const webhookId = (subscriptionId: string, { ticketId, sequence }: Pick<RecordedEvent, 'ticketId' | 'sequence'>): string =>
  idFrom('event', subscriptionId, ticketId, String(sequence));

/** The body of a webhook; `after` is the ticket after the event. The same bytes whenever it is made again. Throws for an event that is told to nobody. */
export function webhookBody({ sequence, event }: RecordedEvent, after: Ticket): string {
  const type = webhookTypeOf(event);
  if (!type) throw new Error(`${event.type} is told to nobody`);
  return JSON.stringify({
    type,
    version: payloadVersion,
    timestamp: event.at,
    data: {
      sequence,
      by: { kind: event.by.kind },
      ticket: ticketThen(after),
      promises: promisesThen(after),
      event: publicPart(event),
    },
  });
}

const ticketThen = ({ id, reference, subject, status, priority, kind, channel, contractId, requester, openedAt }: Ticket) => ({
  id,
  reference,
  subject,
  status,
  priority,
  kind,
  channel,
  contractId,
  requester: { account: requester.account },
  openedAt,
});

const promisesThen = ({ clocks }: Ticket) =>
  clockMetrics.flatMap((metric) => {
    const latest = latestOf(clocks, metric);
    return latest ? [{ clock: metric, cycle: latest.cycle, state: latest.state, dueAt: latest.dueAt }] : [];
  });

function publicPart(event: TicketEvent): Record<string, unknown> {
  switch (event.type) {
    case 'TicketOpened':
    case 'CustomerReplied':
      return { message: sentMessage(event.message) };
    case 'AgentReplied':
      return { message: sentMessage({ id: event.messageId, text: event.text, attachments: event.attachments ?? [] }) };
    case 'StatusChanged':
    case 'PriorityChanged':
    case 'KindChanged':
      return { from: event.from, to: event.to };
    case 'Reclocked':
      return event.cause === 'moved' ? { contractId: event.contractId } : {};
    case 'SlaBreached':
      return { clock: event.clock, cycle: event.cycle, dueAt: event.dueAt };
    case 'MergedInto':
      return { into: event.into };
    case 'Unmerged':
      return { from: event.from };
    case 'CallTaken':
    case 'PauseEnded':
    // The rest is told to nobody.
    case 'CallAbandoned':
    case 'CallOutOfHours':
    case 'CallbackRequested':
    case 'HandedOver':
    case 'AutomaticMailReceived':
    case 'DeliveryFailed':
    case 'NoteAdded':
    case 'Assigned':
    case 'SlaWarned':
    case 'Escalated':
    case 'EscalationAcknowledged':
    case 'MergedFrom':
    case 'UnmergedFrom':
      return {};
  }
}

interface Spoken {
  id: string;
  text: string;
  textCut?: boolean;
  attachments: readonly Attachment[];
}

const sentMessage = ({ id, text, textCut = false, attachments }: Spoken) => ({
  id,
  text: text.slice(0, longestSentText).toWellFormed(),
  textCut: textCut || text.length > longestSentText,
  attachments: attachments.map(({ name, type, size }) => ({ name, type, size })),
});

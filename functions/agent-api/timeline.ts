import type { Delivery } from '../../shared/api/agents/answers.ts';
import type { NoticeRow, Outbox } from '../../shared/notices/outbox.ts';
import type { RecordedEvent } from '../../shared/tickets/ticket-events.ts';

/** The events as agents read them; each answer with what became of its mail. */
export async function timelineOf(ticketId: string, events: readonly RecordedEvent[], outbox: Pick<Outbox, 'list'>) {
  const hasAnswer = events.some(({ event }) => event.type === 'AgentReplied');
  const notices = hasAnswer ? await outbox.list(ticketId) : [];
  const rows = new Map(notices.map((row) => [row.noticeId, row]));
  return events.map(({ sequence, event }) => ({
    sequence,
    ...event,
    ...(event.type === 'AgentReplied' && { delivery: deliveryOf(rows.get(`${sequence}-reply-1`)) }),
  }));
}

function deliveryOf(row: NoticeRow | undefined): Delivery {
  if (!row) return { state: 'waiting' };
  const { state, claimedAt, sentAt = claimedAt, delivery, deliveryAt = sentAt, reason } = row;
  if (delivery) return { state: delivery, at: deliveryAt };
  switch (state) {
    case 'claimed':
      return { state: 'sending', at: claimedAt };
    case 'sent':
      return { state, at: sentAt };
    case 'withheld':
      return { state, at: claimedAt, reason };
  }
}

import type { Delivery } from '../../shared/api/agents/answers.ts';
import type { NoticeRow, Outbox } from '../../shared/notices/outbox.ts';
import { answered } from '../../shared/notices/plan.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { EventOf, RecordedEvent } from '../../shared/tickets/ticket-events.ts';

/** The events as agents read them; each answer with what became of its mail. */
export async function timelineOf(ticket: Ticket, events: readonly RecordedEvent[], outbox: Pick<Outbox, 'list'>) {
  const hasAnswer = events.some(({ event }) => event.type === 'AgentReplied');
  const notices = hasAnswer ? await outbox.list(ticket.id) : [];
  const rows = new Map(notices.map((row) => [row.noticeId, row]));
  return events.map(({ sequence, event }) => ({
    sequence,
    ...event,
    ...(event.type === 'AgentReplied' && deliveriesOf(event, ticket, (n) => rows.get(`${sequence}-reply-${n}`))),
  }));
}

/** `delivery`: to the requester; `otherDeliveries`: to those who asked in tickets merged into it. */
function deliveriesOf(event: EventOf<'AgentReplied'>, ticket: Ticket, rowOf: (n: number) => NoticeRow | undefined) {
  const others = answered(event, ticket).filter(({ n }) => n > 1);
  return {
    delivery: deliveryOf(rowOf(1)),
    ...(others.length > 0 && {
      otherDeliveries: others.map(({ requester, n }) => ({ address: requester.address, ...deliveryOf(rowOf(n)) })),
    }),
  };
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

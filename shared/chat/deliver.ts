import type { Now } from '../clock.ts';
import type { Outbox } from '../notices/outbox.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Tickets } from '../tickets/tickets.ts';
import { noMailFor, routeOfAnswer } from './answer-by-mail.ts';
import { type Pushed, type Pushing, push } from './push.ts';

export interface Delivering extends Pushing {
  tickets: Pick<Tickets, 'find'>;
  outbox: Pick<Outbox, 'withhold'>;
  /** Has the event come again in so many seconds. */
  later: (recorded: RecordedEvent, seconds: number) => Promise<void>;
  now: Now;
}

/**
 * Pushes an event, and sends its mails unless they are an answer that is read in the chat. Neither waits for the other to succeed: what
 * fails is told at the end, and all of it may be done again.
 */
export async function deliver(
  recorded: RecordedEvent,
  mail: (recorded: RecordedEvent) => Promise<void>,
  delivering: Delivering,
): Promise<void> {
  const pushed = await push(recorded, delivering);
  await notify(recorded, pushed, mail, delivering);
  if (pushed.failed.length > 0) throw new AggregateError(pushed.failed, `${pushed.failed.length} connections were not told`);
}

async function notify(
  recorded: RecordedEvent,
  pushed: Pushed,
  mail: (recorded: RecordedEvent) => Promise<void>,
  { tickets, outbox, later, now }: Delivering,
): Promise<void> {
  if (recorded.event.type !== 'AgentReplied' || !pushed.isChat) return mail(recorded);
  const ticket = await tickets.find(recorded.ticketId);
  if (!ticket) throw new Error(`an event of ${recorded.ticketId}, which is not there`);
  const route = routeOfAnswer(recorded, pushed, ticket, now());
  switch (route.kind) {
    case 'mail':
      return mail(recorded);
    case 'seen':
      return noMailFor(recorded, ticket, outbox);
    case 'wait':
      return later(recorded, route.seconds);
  }
}

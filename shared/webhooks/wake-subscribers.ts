import type { Now } from '../clock.ts';
import { opened } from '../tickets/evolve.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Tickets } from '../tickets/tickets.ts';
import { webhookTypeOf } from './event-types.ts';
import { isKeptFor, type Subscriptions, wants, wantsType } from './subscription.ts';
import { partnerOf, ticketThen } from './ticket-then.ts';
import type { WakeUps } from './wake-up.ts';

export interface Waking {
  subscriptions: Pick<Subscriptions, 'list'>;
  tickets: Pick<Tickets, 'find' | 'history' | 'event'>;
  wakeUps: WakeUps;
  now: Now;
}

/**
 * Has an event sent to all who are to hear of it. Doing it twice does no harm: a lane knows what it has sent. Those that are disabled are
 * told too, so that it is known what waits for them.
 */
export async function wakeSubscribers(recorded: RecordedEvent, waking: Waking): Promise<void> {
  const type = webhookTypeOf(recorded.event);
  if (!type) return;
  const subscribers = (await waking.subscriptions.list()).filter(
    (each) => wantsType(each, type) && isKeptFor(each, waking.now()),
  );
  if (subscribers.length === 0) return;
  const { ticketId, event } = recorded;
  const after = event.type === 'TicketOpened' ? opened(ticketId, event) : await ticketThen(ticketId, waking.tickets)(recorded);
  const partner = subscribers.some(({ filter }) => filter.partners) ? await partnerOf(ticketId, waking.tickets) : undefined;
  const told = subscribers.filter((each) => wants(each, event, after, partner));
  await waking.wakeUps.send(told.map(({ id }) => ({ subscriptionId: id, ticketId })));
}

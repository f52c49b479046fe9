import type { Clock } from '../sla/clock.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import type { Meter } from './meter.ts';

/** Measures what an append did: each event leaves its line, each clock that finished is counted once, as kept or broken. */
export function measureAppend(meter: Meter, before: Ticket | undefined, after: Ticket, events: readonly TicketEvent[]): void {
  const ids = { ticketId: after.id };
  const channel = { Channel: after.channel };
  for (const event of events) {
    if (event.type === 'TicketOpened') meter('TicketsOpened', 1, { ...channel, Priority: after.priority }, ids);
    if (event.type === 'CallTaken') meter('CallsTaken', 1, {}, ids);
    if (event.type === 'CallAbandoned') meter('CallsAbandoned', 1, {}, ids);
    if (event.type === 'SlaWarned') meter('ClocksWarned', 1, { Clock: event.clock }, ids);
    if (event.type === 'SlaBreached') meter('ClocksBreached', 1, { Clock: event.clock }, ids);
    if (event.type === 'DeliveryFailed') meter('DeliveriesFailed', 1, {}, ids);
  }
  for (const clock of finishedBetween(before, after)) {
    meter(clock.state === 'met' ? 'ClocksMet' : 'ClocksMissed', 1, { Clock: clock.metric, Priority: after.priority }, ids);
  }
  if (after.firstRespondedAt && !before?.firstRespondedAt)
    meter('FirstResponseTime', secondsSince(after, after.firstRespondedAt), channel, ids);
  if (after.resolvedAt && !before?.resolvedAt) {
    meter('TicketsResolved', 1, {}, ids);
    meter('ResolutionTime', secondsSince(after, after.resolvedAt), channel, ids);
  }
}

const secondsSince = (ticket: Ticket, at: string) => (Date.parse(at) - Date.parse(ticket.openedAt)) / 1000;

const finishedBetween = (before: Ticket | undefined, after: Ticket): Clock[] =>
  after.clocks.filter(
    (clock) =>
      clock.finishedAt &&
      !before?.clocks.some((old) => old.metric === clock.metric && old.cycle === clock.cycle && old.finishedAt),
  );

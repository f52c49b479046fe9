import { describe, expect, it } from 'vitest';
import { measureAppend } from '../../../shared/metrics/ticket-metrics.ts';
import { agentReply, changeStatus, customerReply, failedDelivery, note, open } from '../../../shared/tickets/decide.ts';
import { evolve, opened } from '../../../shared/tickets/evolve.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';
import { aMeter } from '../../support/recorders.ts';

const contract = aContract();
/** What an append measures, as `Name value dimension…`, and the ticket after it. */
function appended(before: Ticket | undefined, events: TicketEvent[], after: Ticket) {
  const { meter, lines } = aMeter();
  measureAppend(meter, before, after, events);
  for (const line of lines) expect(line.ticketId).toBe(ticketId);
  return lines
    .map(({ _aws, ...rest }) => {
      const { CloudWatchMetrics } = _aws as { CloudWatchMetrics: { Metrics: { Name: string }[] }[] };
      const name = CloudWatchMetrics[0]?.Metrics[0]?.Name ?? '';
      const { [name]: value, ...others } = rest;
      const dimensions = Object.entries(others).flatMap(([key, dimension]) => (key === 'ticketId' ? [] : [dimension]));
      return [name, value, ...dimensions].join(' ');
    })
    .sort();
}
const next = (before: Ticket, events: TicketEvent[]) => {
  const after = events.reduce(evolve, before);
  return { after, measured: appended(before, events, after) };
};
const answered = (minutes: number) =>
  agentReply(aTicket(), { messageId: 'm', text: 't' }, contract, byAgent(minutesLater(minutes)));
const resolve = (ticket: Ticket, minutes: number) =>
  changeStatus(ticket, { to: 'resolved' }, contract, byAgent(minutesLater(minutes)));

describe('what an append measures', () => {
  it('a new ticket, by channel and priority', () => {
    const event = open(anOpening(), contract, byCustomer());
    expect(appended(undefined, [event], opened(ticketId, event))).toEqual(['TicketsOpened 1 email normal']);
  });
  it('a first answer in time: the promise kept, and how long it took', () => {
    expect(next(aTicket(), answered(30)).measured).toEqual(['ClocksMet 1 first-response normal', 'FirstResponseTime 1800 email']);
  });
  it('a first answer that is late: the promise broken', () => {
    expect(next(aTicket(), answered(241)).measured).toEqual([
      'ClocksMissed 1 first-response normal',
      'FirstResponseTime 14460 email',
    ]);
  });
  it('only the first answer is one', () => {
    const { after } = next(aTicket(), answered(30));
    expect(next(after, agentReply(after, { messageId: 'm2', text: 't' }, contract, byAgent(minutesLater(60)))).measured).toEqual(
      [],
    );
  });
  it('a resolution, and again after the ticket was reopened', () => {
    const { after } = next(aTicket(), answered(30));
    const first = next(after, resolve(after, 60));
    expect(first.measured).toEqual(['ClocksMet 1 resolution normal', 'ResolutionTime 3600 email', 'TicketsResolved 1']);
    const reply = { message: anOpening().message, participants: [] };
    const reopened = next(first.after, customerReply(first.after, reply, contract, byCustomer(minutesLater(90))));
    expect(reopened.measured).toEqual([]);
    expect(next(reopened.after, resolve(reopened.after, 120)).measured).toContain('ClocksMet 1 resolution normal');
  });
  it('closing what is resolved already, nothing more', () => {
    const { after } = next(aTicket(), answered(30));
    const resolved = next(after, resolve(after, 60)).after;
    expect(next(resolved, changeStatus(resolved, { to: 'closed' }, contract, byAgent(minutesLater(61)))).measured).toEqual([]);
  });
  it('warnings and breaches by clock', () => {
    expect(next(aTicket(), ring(aTicket(), contract, minutesLater(241))).measured).toEqual([
      'ClocksBreached 1 first-response',
      'ClocksWarned 1 first-response',
    ]);
  });
  it('a failed delivery, and nothing for a note', () => {
    const failure = failedDelivery({ recipients: [], permanent: true, detail: '' }, byAgent(minutesLater(1)));
    expect(next(aTicket(), failure).measured).toEqual(['DeliveriesFailed 1']);
    expect(next(aTicket(), note({ messageId: 'm', text: 't' }, byAgent(minutesLater(1)))).measured).toEqual([]);
  });
});

import { commitmentFor } from '../../shared/contracts/commitments.ts';
import type { Contract } from '../../shared/contracts/contract.ts';
import { type Clock, type ClockMetric, latestOf, openOf } from '../../shared/sla/clock.ts';
import { finishClock, startClock } from '../../shared/sla/clocks.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { Unsupported } from './vector-file.ts';

/**
 * The ticket after a peer's suite has set a field of its record, out of any log of events: the field says when something happened, and
 * only the one clock that waits for it learns of that. Nothing is decided, the status stays. Throws Unsupported.
 */
export function withFieldSet(ticket: Ticket, contract: Contract, field: string, at: Date): Ticket {
  const moment = at.toISOString();
  switch (field) {
    case 'first_response_at':
      return { ...ticket, firstRespondedAt: moment, clocks: finished(ticket.clocks, 'first-response', at) };
    case 'last_agent_contact':
      return {
        ...ticket,
        unansweredSince: hadBegun(ticket.unansweredSince, at) ? undefined : ticket.unansweredSince,
        clocks: finished(ticket.clocks, 'next-response', at),
      };
    case 'last_customer_contact':
      return { ...ticket, unansweredSince: ticket.unansweredSince ?? moment, clocks: armed(ticket, contract, at) };
    case 'close_at':
      return { ...ticket, clocks: finished(ticket.clocks, 'resolution', at) };
    default:
      throw new Unsupported(`the event set of ${field}`);
  }
}

/** Fields may be set in any order: what began only later is not what ended then. */
const hadBegun = (since: string | undefined, at: Date): boolean => since !== undefined && Date.parse(since) <= at.getTime();

const finished = (clocks: readonly Clock[], metric: ClockMetric, at: Date): Clock[] =>
  clocks.map((clock) => (clock.metric === metric && hadBegun(clock.startedAt, at) ? finishClock(clock, at) : clock));

function armed(ticket: Ticket, contract: Contract, at: Date): Clock[] {
  const commitment = commitmentFor(contract, 'next-response', ticket);
  if (!commitment || openOf(ticket.clocks, 'next-response')) return ticket.clocks;
  return [...ticket.clocks, startClock(commitment, at, 1 + (latestOf(ticket.clocks, 'next-response')?.cycle ?? 0))];
}

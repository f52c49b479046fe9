import type { RequestState } from '../../shared/api/partners.ts';
import { clockMetrics, latestOf } from '../../shared/sla/clock.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';

/** What a partner is told of a ticket, whatever it sent. */
export const stateOf = ({ id, reference, status, priority, kind, contractId, clocks }: Ticket): RequestState => ({
  ticket: { id, reference, status, priority, kind, contract: contractId },
  promises: clockMetrics.flatMap((metric) => {
    const clock = latestOf(clocks, metric);
    return clock ? [{ clock: metric, dueAt: clock.dueAt, state: clock.state }] : [];
  }),
});

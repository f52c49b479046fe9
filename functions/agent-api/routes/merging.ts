import * as operations from '../../../shared/api/agents/merging.ts';
import { inForce } from '../../../shared/contracts/in-force.ts';
import { CallerError } from '../../../shared/errors.ts';
import { isId } from '../../../shared/ids.ts';
import type { Occasion } from '../../../shared/tickets/decide.ts';
import { evolve } from '../../../shared/tickets/evolve.ts';
import { merge, unmerge } from '../../../shared/tickets/merge.ts';
import { reclock } from '../../../shared/tickets/requalify.ts';
import { isDone, type Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { changer } from '../change.ts';
import type { Dependencies } from '../handler.ts';
import type { Route, Serve } from '../serve.ts';

/** Two tickets about the same become one, and two again. Both change in one transaction. */
export function merging(serve: Serve, dependencies: Dependencies): Route[] {
  const { tickets, contracts } = dependencies;
  const change = changer(dependencies);
  return [
    serve(operations.mergeTicket, (asked) =>
      change(asked, async ({ ticket, occasion }) => {
        const { into: id, reason } = asked.body;
        if (ticket.mergedInto === id) return [];
        const into = isId('ticket', id) ? await tickets.find(id) : undefined;
        if (!into) throw new CallerError('invalid', 'must be the id of a ticket', 'into');
        const events = merge(ticket, into, reason, await contracts.of(into), occasion);
        return { events: [events.merged], others: [{ before: into, events: [events.into] }] };
      }),
    ),
    serve(operations.unmergeTicket, (asked) =>
      change(asked, async ({ ticket, occasion }) => {
        const { mergedInto, mergedAt } = ticket;
        if (mergedInto === undefined || mergedAt === undefined)
          throw new CallerError('conflict', 'the ticket is not merged into another', 'id');
        const [how, into] = await Promise.all([tickets.event(ticket.id, mergedAt), tickets.find(mergedInto)]);
        if (how?.event.type !== 'MergedInto' || !into)
          throw new Error(`the merge of ${ticket.id} into ${mergedInto} is not where it is said to be`);
        // Otherwise its people would go on being answered where it went from there.
        if (into.mergedInto !== undefined)
          throw new CallerError('conflict', `that ticket is merged into ${into.mergedInto}: take that back first`, 'id');
        const events = unmerge(ticket, how.event, asked.body.reason, occasion);
        const after = evolve(ticket, events.merged);
        const changed = await changedSince(after, dependencies, occasion);
        return { events: [events.merged, ...changed], others: [{ before: into, events: [events.into] }] };
      }),
    ),
  ];
}

/** While it was merged nobody counted the ticket again, whatever became of its contract: that is done now. */
async function changedSince(
  ticket: Ticket,
  { contracts }: Pick<Dependencies, 'contracts'>,
  { now }: Occasion,
): Promise<TicketEvent[]> {
  if (isDone(ticket.status)) return [];
  const before = await contracts.of(ticket);
  const current = inForce(await contracts.all(), now).find(({ id }) => id === ticket.contractId);
  const isTakenOver = current !== undefined && current.version > before.version && current.amendsOpenTickets;
  return reclock(ticket, isTakenOver ? current : before, before, { at: now, now, by: { kind: 'system' } });
}

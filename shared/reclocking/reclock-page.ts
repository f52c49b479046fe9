import type { Now } from '../clock.ts';
import type { Contract, Contracts } from '../contracts/contract.ts';
import { reclock } from '../tickets/requalify.ts';
import { isDone, type Ticket } from '../tickets/ticket.ts';
import { type Tickets, untilNotOvertaken } from '../tickets/tickets.ts';
import type { AffectedTickets } from './affected-tickets.ts';
import { type Page, type Reclocking, ticketsPerPage } from './reclocking.ts';

export interface PagePorts {
  affected: AffectedTickets;
  tickets: Pick<Tickets, 'find' | 'append'>;
  contracts: Pick<Contracts, 'of'>;
  now: Now;
  /** Waits so many milliseconds. */
  pause: (milliseconds: number) => Promise<void>;
  /** Told of a ticket that could not be counted; the page goes on. */
  failed: (ticketId: string, error: unknown) => void;
}

const atOnce = 25;

/** Counts the tickets of a job's next page by `to`, and no more than the job's pace of them a second: also the last one is waited for. */
export async function reclockPage(job: Reclocking, to: Contract, ports: PagePorts): Promise<Page> {
  const { ticketIds, next } = await ports.affected.page(job, ticketsPerPage(job.pace));
  const began = ports.now().getTime();
  const page = { seen: ticketIds.length, changed: 0, failed: 0 };
  for (let i = 0; i < ticketIds.length; i += atOnce) {
    const outcomes = await Promise.all(ticketIds.slice(i, i + atOnce).map((ticketId) => outcomeOf(ticketId, to, ports)));
    for (const outcome of outcomes) if (outcome !== 'unchanged') page[outcome]++;
    const ahead = (page.changed * 1000) / job.pace - (ports.now().getTime() - began);
    if (ahead > 0) await ports.pause(ahead);
  }
  return { ...page, next };
}

async function outcomeOf(ticketId: string, to: Contract, ports: PagePorts): Promise<'changed' | 'unchanged' | 'failed'> {
  try {
    return (await untilNotOvertaken(() => reclockTicket(ticketId, to, ports))) ? 'changed' : 'unchanged';
  } catch (error) {
    ports.failed(ticketId, error);
    return 'failed';
  }
}

async function reclockTicket(ticketId: string, to: Contract, { tickets, contracts, now }: PagePorts): Promise<boolean> {
  const ticket = await tickets.find(ticketId);
  if (!ticket || !isConcerned(ticket, to)) return false;
  const at = now();
  const events = reclock(ticket, to, await contracts.of(ticket), { at, now: at, by: { kind: 'system' } });
  if (events.length > 0) await tickets.append(ticket, events);
  return events.length > 0;
}

/** Whether the ticket is counted by this version from now on. A version that amends nothing leaves those before it alone. */
export function isConcerned(ticket: Pick<Ticket, 'status' | 'contractId' | 'contractVersion'>, to: Contract): boolean {
  if (isDone(ticket.status) || ticket.contractId !== to.id) return false;
  return ticket.contractVersion === to.version || (to.amendsOpenTickets && ticket.contractVersion < to.version);
}

import type { Contract } from '../contracts/contract.ts';
import type { Kind, Priority } from '../contracts/vocabulary.ts';
import type { Clock } from '../sla/clock.ts';
import { afterChange } from './changed-promises.ts';
import { changedClocks, type Occasion, stamp } from './decide.ts';
import type { Ticket } from './ticket.ts';
import type { EventOf, TicketEvent } from './ticket-events.ts';

/**
 * A ticket is judged anew: another priority, another kind, another contract, or what its contract says has changed. Its clocks take on
 * the new promises by the contract's rule; who said so and why is in the event.
 */

/** What the clocks do with it is the contract's rule. Steps that were done stay done, and what was broken stays broken. */
export function changePriority(
  ticket: Ticket,
  { to, reason }: { to: Priority; reason: string },
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (to === ticket.priority) return [];
  const after = afterChange({ ...ticket, priority: to }, contract, contract, contract.whenChanged.priority, occasion.at);
  const clocks = changedClocks(ticket.clocks, after);
  return [{ type: 'PriorityChanged', ...stamp(occasion), from: ticket.priority, to, reason, clocks }];
}

export function changeKind(
  ticket: Ticket,
  { to, reason }: { to: Kind; reason: string },
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (to === ticket.kind) return [];
  const after = afterChange({ ...ticket, kind: to }, contract, contract, contract.whenChanged.kind, occasion.at);
  const clocks = changedClocks(ticket.clocks, after);
  return [{ type: 'KindChanged', ...stamp(occasion), from: ticket.kind, to, team: contract.teams[to], reason, clocks }];
}

/** The ticket belongs to another contract: `to` is that, `before` the one it was under. */
export function moveToContract(
  ticket: Ticket,
  { to, before, reason }: { to: Contract; before: Contract; reason: string },
  occasion: Occasion,
): TicketEvent[] {
  if (to.id === ticket.contractId && to.version === ticket.contractVersion) return [];
  const clocks = changedClocks(ticket.clocks, afterChange(ticket, before, to, to.whenChanged.contract, occasion.at));
  return [reclocked('moved', ticket, to, reason, clocks, occasion)];
}

/**
 * The contract was amended for open tickets, or its calendar knows other dates: `to` is what holds now, `before` what the ticket was
 * under. Doing it twice does nothing more.
 */
export function reclock(ticket: Ticket, to: Contract, before: Contract, occasion: Occasion): TicketEvent[] {
  const clocks = changedClocks(ticket.clocks, afterChange(ticket, before, to, to.whenChanged.amendment, occasion.at));
  const cause = causeOf(ticket, to, clocks);
  return cause ? [reclocked(cause, ticket, to, reasons[cause], clocks, occasion)] : [];
}

const reclocked = (
  cause: EventOf<'Reclocked'>['cause'],
  { kind }: Ticket,
  { id: contractId, version: contractVersion, teams }: Contract,
  reason: string,
  clocks: Clock[],
  occasion: Occasion,
): TicketEvent => ({
  type: 'Reclocked',
  ...stamp(occasion),
  cause,
  team: teams[kind],
  contractId,
  contractVersion,
  reason,
  clocks,
});

const reasons = {
  amendment: 'the contract was amended, also for open tickets',
  calendar: 'the calendar of the contract says other dates',
  entitlement: 'the contract was suspended, or is no more',
} as const;

/** Undefined where nothing has changed for this ticket. */
function causeOf(ticket: Ticket, to: Contract, changed: readonly Clock[]): keyof typeof reasons | undefined {
  if (to.version !== ticket.contractVersion) return 'amendment';
  if (changed.length === 0) return undefined;
  const versionOf = ({ receipt }: Clock) => receipt.segments.at(-1)?.calendarVersion;
  const before = (clock: Clock) => ticket.clocks.find(({ metric, cycle }) => metric === clock.metric && cycle === clock.cycle);
  const isRedated = changed.some((clock) => {
    const old = before(clock);
    return old !== undefined && versionOf(old) !== versionOf(clock);
  });
  return isRedated ? 'calendar' : 'entitlement';
}

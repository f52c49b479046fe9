import type { Contract } from '../contracts/contract.ts';
import { entitlementAt } from '../contracts/entitlement.ts';
import { CallerError } from '../errors.ts';
import type { Clock } from '../sla/clock.ts';
import type { PauseReason } from '../sla/receipt.ts';
import type { Actor } from './event-base.ts';
import { afterAnswer, afterCustomerMessage, afterStatus, promisedAtOpening } from './promises.ts';
import type { Status, Ticket } from './ticket.ts';
import type { EventOf, TicketEvent } from './ticket-events.ts';

/**
 * Deciding: a ticket, what is wanted of it and the contract give the events that follow. Nothing here reads a clock or the world. An
 * empty answer means that there is nothing to do. Throws CallerError where the wish breaks a rule.
 */

/** When it happened, when we learned of it, and by whom. */
export interface Occasion {
  at: Date;
  now: Date;
  by: Actor;
}

export const stamp = ({ at, now, by }: Occasion) => ({ at: at.toISOString(), recordedAt: now.toISOString(), by });

/** The clocks that are not as they were: what an event carries. */
export const changedClocks = (before: readonly Clock[], after: readonly Clock[]): Clock[] =>
  after.filter((clock) => !before.includes(clock));

export type Opening = Omit<
  EventOf<'TicketOpened'>,
  | 'type'
  | 'at'
  | 'recordedAt'
  | 'by'
  | 'contractId'
  | 'contractVersion'
  | 'clocks'
  | 'team'
  | 'entitlement'
  | 'entitlementReason'
  | 'priority'
  | 'kind'
> &
  Partial<Pick<EventOf<'TicketOpened'>, 'priority' | 'kind'>>;

/** A new ticket, of the contract's own kind and priority unless it says another. Machines are promised nothing. */
export function open(opening: Opening, contract: Contract, occasion: Occasion): EventOf<'TicketOpened'> {
  const { kind = contract.newTickets.kind, priority = contract.newTickets.priority } = opening;
  const { state, reason } = entitlementAt(contract.entitlement, occasion.at);
  const isPerson = opening.nature === 'person';
  return {
    type: 'TicketOpened',
    ...stamp(occasion),
    ...opening,
    kind,
    priority,
    team: contract.teams[kind],
    contractId: contract.id,
    contractVersion: contract.version,
    entitlement: state,
    entitlementReason: state === 'suspended' ? reason : undefined,
    clocks: isPerson ? promisedAtOpening(contract, { channel: opening.channel, kind, priority }, occasion.at) : [],
  };
}

/** The customer wrote again. After a resolution this reopens the ticket and starts the next cycle of its clocks. */
export function customerReply(
  ticket: Ticket,
  reply: Pick<EventOf<'CustomerReplied'>, 'message' | 'participants'>,
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (ticket.status === 'closed') throw new CallerError('conflict', 'a closed ticket takes no further messages', 'status');
  const clocks = changedClocks(ticket.clocks, afterCustomerMessage(ticket, contract, occasion.at));
  return [{ type: 'CustomerReplied', ...stamp(occasion), ...reply, clocks }];
}

/** A machine wrote: kept, and nothing more. */
export function automaticMail(
  mail: Pick<EventOf<'AutomaticMailReceived'>, 'nature' | 'reason' | 'message'>,
  occasion: Occasion,
): TicketEvent[] {
  return [{ type: 'AutomaticMailReceived', ...stamp(occasion), ...mail }];
}

/** A mail of ours did not reach whom it was for. */
export function failedDelivery(
  failure: Pick<EventOf<'DeliveryFailed'>, 'recipients' | 'permanent' | 'detail' | 'message'>,
  occasion: Occasion,
): TicketEvent[] {
  return [{ type: 'DeliveryFailed', ...stamp(occasion), ...failure }];
}

export function agentReply(
  ticket: Ticket,
  reply: Pick<EventOf<'AgentReplied'>, 'messageId' | 'text' | 'attachments'>,
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (ticket.status === 'closed') throw new CallerError('conflict', 'a closed ticket takes no further messages', 'status');
  const to = ticket.status === 'open' ? 'pending' : ticket.status;
  const clocks = changedClocks(ticket.clocks, afterAnswer(ticket, contract, to, occasion.at));
  const others = ticket.alsoFor.map(({ requester, language }) => ({ requester, language }));
  const alsoTo = others.length > 0 ? { alsoTo: others } : {};
  return [{ type: 'AgentReplied', ...stamp(occasion), ...reply, ...alsoTo, clocks }];
}

export function note(note: { messageId: string; text: string }, occasion: Occasion): TicketEvent[] {
  return [{ type: 'NoteAdded', ...stamp(occasion), ...note }];
}

/** Nobody, with `assignee` undefined. */
export function assign(ticket: Ticket, assignee: string | undefined, occasion: Occasion): TicketEvent[] {
  return ticket.assignee === assignee ? [] : [{ type: 'Assigned', ...stamp(occasion), assignee }];
}

/** Which status may follow which; the README draws it. */
const following: Record<Status, readonly Status[]> = {
  open: ['pending', 'resolved', 'closed'],
  pending: ['open', 'resolved', 'closed'],
  resolved: ['open', 'closed'],
  closed: [],
};

/** `waitingFor` says why a ticket becomes pending: for the customer unless told otherwise. */
export function changeStatus(
  ticket: Ticket,
  change: { to: Status; waitingFor?: PauseReason | undefined; reason?: string | undefined },
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  const { to, reason } = change;
  if (to === ticket.status) return [];
  if (!following[ticket.status].includes(to)) {
    throw new CallerError('conflict', `a ticket cannot go from ${ticket.status} to ${to}`, 'status');
  }
  if (change.waitingFor !== undefined && to !== 'pending')
    throw new CallerError('invalid', 'only a pending ticket waits for somebody', 'waitingFor');
  const waitingFor = change.waitingFor ?? 'customer';
  const clocks = changedClocks(ticket.clocks, afterStatus(ticket, to, waitingFor, contract, occasion.at));
  const waiting = to === 'pending' ? { waitingFor } : {};
  return [{ type: 'StatusChanged', ...stamp(occasion), from: ticket.status, to, ...waiting, reason, clocks }];
}

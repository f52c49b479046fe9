import { type Contract, commitments, type Priority } from '../contracts/contract.ts';
import { CallerError } from '../errors.ts';
import { type Clock, cancelClock, dueSteps, isOpen, startClock } from '../sla/clocks.ts';
import type { Status, Ticket } from './ticket.ts';
import type { Actor, EventOf, TicketEvent } from './ticket-events.ts';

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

const stamp = ({ at, now, by }: Occasion) => ({ at: at.toISOString(), recordedAt: now.toISOString(), by });

export type Opening = Omit<
  EventOf<'TicketOpened'>,
  'type' | 'at' | 'recordedAt' | 'by' | 'contractId' | 'contractVersion' | 'clocks'
>;

/** A new ticket. Machines are promised nothing. */
export function open(opening: Opening, contract: Contract, occasion: Occasion): EventOf<'TicketOpened'> {
  const promised = opening.nature === 'person' ? commitments(contract, opening.priority) : [];
  return {
    type: 'TicketOpened',
    ...stamp(occasion),
    ...opening,
    contractId: contract.id,
    contractVersion: contract.version,
    clocks: promised.map((commitment) => startClock(commitment, occasion.at, 1)),
  };
}

/** The customer wrote again. After a resolution this reopens the ticket: a new cycle of the resolution clock starts. */
export function customerReply(
  ticket: Ticket,
  reply: Pick<EventOf<'CustomerReplied'>, 'message' | 'participants'>,
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (ticket.status === 'closed') throw new CallerError('conflict', 'a closed ticket takes no further messages', 'status');
  const clocks = ticket.status === 'resolved' ? nextResolution(ticket, contract, occasion) : [];
  return [{ type: 'CustomerReplied', ...stamp(occasion), ...reply, clocks }];
}

export function agentReply(ticket: Ticket, reply: { messageId: string; text: string }, occasion: Occasion): TicketEvent[] {
  if (ticket.status === 'closed') throw new CallerError('conflict', 'a closed ticket takes no further messages', 'status');
  return [{ type: 'AgentReplied', ...stamp(occasion), ...reply }];
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

export function changeStatus(
  ticket: Ticket,
  change: { to: Status; reason?: string | undefined },
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (change.to === ticket.status) return [];
  if (!following[ticket.status].includes(change.to)) {
    throw new CallerError('conflict', `a ticket cannot go from ${ticket.status} to ${change.to}`, 'status');
  }
  const clocks = ticket.status === 'resolved' && change.to === 'open' ? nextResolution(ticket, contract, occasion) : [];
  return [{ type: 'StatusChanged', ...stamp(occasion), from: ticket.status, to: change.to, reason: change.reason, clocks }];
}

/** The clocks that still run get the new priority's targets, counted from their own start; steps that were done stay done. */
export function changePriority(
  ticket: Ticket,
  change: { to: Priority; reason: string },
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (change.to === ticket.priority) return [];
  const promised = commitments(contract, change.to);
  const clocks = ticket.clocks.filter(isOpen).map((clock) => {
    const commitment = promised.find(({ metric }) => metric === clock.metric);
    return commitment ? retargeted(clock, startClock(commitment, new Date(clock.startedAt), clock.cycle)) : cancelClock(clock);
  });
  return [{ type: 'PriorityChanged', ...stamp(occasion), from: ticket.priority, to: change.to, reason: change.reason, clocks }];
}

/** A breach that happened under the old target stays a breach. */
function retargeted(old: Clock, fresh: Clock): Clock {
  const steps = fresh.steps.map((step) => ({ ...step, doneAt: old.steps.find(({ name }) => name === step.name)?.doneAt }));
  return { ...fresh, state: old.state, steps };
}

/** What the ladder says is due by now: each step once, earliest first. */
export function ring(ticket: Ticket, now: Date): TicketEvent[] {
  return dueSteps(ticket.clocks, now).flatMap(({ clock, step }): TicketEvent[] => {
    const rung = { clock: clock.metric, cycle: clock.cycle, step: step.name, dueAt: clock.dueAt };
    const common = { ...stamp({ at: now, now, by: { kind: 'system' } }), ...rung };
    switch (step.kind) {
      case 'warning':
        return [{ type: 'SlaWarned', ...common, to: step.to }];
      case 'breach':
        return [
          { type: 'SlaBreached', ...common },
          ...(step.to.length > 0 ? [{ type: 'Escalated' as const, ...common, to: step.to }] : []),
        ];
      case 'after':
        return [{ type: 'Escalated', ...common, to: step.to }];
    }
  });
}

function nextResolution(ticket: Ticket, contract: Contract, { at }: Occasion): Clock[] {
  if (ticket.automatic) return [];
  const cycle = 1 + Math.max(0, ...ticket.clocks.filter(({ metric }) => metric === 'resolution').map((clock) => clock.cycle));
  return commitments(contract, ticket.priority)
    .filter(({ metric }) => metric === 'resolution')
    .map((commitment) => startClock(commitment, at, cycle));
}

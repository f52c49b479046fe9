import { type Contract, commitments, type Priority } from '../contracts/contract.ts';
import { CallerError } from '../errors.ts';
import { type Clock, type Commitment, cancelClock, dueSteps, isOpen, startClock } from '../sla/clocks.ts';
import { isDone, type Status, type Ticket } from './ticket.ts';
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

/** The customer wrote again. After a resolution this reopens the ticket and starts the next cycle of its clocks. */
export function customerReply(
  ticket: Ticket,
  reply: Pick<EventOf<'CustomerReplied'>, 'message' | 'participants'>,
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (ticket.status === 'closed') throw new CallerError('conflict', 'a closed ticket takes no further messages', 'status');
  return [{ type: 'CustomerReplied', ...stamp(occasion), ...reply, clocks: clocksAfterReply(ticket, contract, occasion) }];
}

/** A reopening starts what was finished; the first person on a ticket that a machine opened is promised what everybody is. */
function clocksAfterReply(ticket: Ticket, contract: Contract, occasion: Occasion): Clock[] {
  if (ticket.automatic) return commitments(contract, ticket.priority).map((commitment) => startClock(commitment, occasion.at, 1));
  return ticket.status === 'resolved' ? reopenedClocks(ticket, contract, occasion) : [];
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
  const clocks = ticket.status === 'resolved' && change.to === 'open' ? reopenedClocks(ticket, contract, occasion) : [];
  return [{ type: 'StatusChanged', ...stamp(occasion), from: ticket.status, to: change.to, reason: change.reason, clocks }];
}

/**
 * The clocks that still run get the new priority's targets, counted from their own start; steps that were done stay done. What only the
 * new priority promises is counted from the ticket's opening; what only the old one promised is not counted any more.
 */
export function changePriority(
  ticket: Ticket,
  change: { to: Priority; reason: string },
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (change.to === ticket.priority) return [];
  const promised = commitments(contract, change.to);
  const retold = ticket.clocks.filter(isOpen).map((clock) => {
    const commitment = promised.find(({ metric }) => metric === clock.metric);
    return commitment ? retargeted(clock, startClock(commitment, new Date(clock.startedAt), clock.cycle)) : cancelClock(clock);
  });
  const clocks = [...retold, ...newlyPromised(ticket, promised)];
  return [{ type: 'PriorityChanged', ...stamp(occasion), from: ticket.priority, to: change.to, reason: change.reason, clocks }];
}

function newlyPromised(ticket: Ticket, promised: readonly Commitment[]): Clock[] {
  if (ticket.automatic || isDone(ticket.status)) return [];
  return promised.flatMap((commitment) => {
    if (commitment.metric === 'first-response' && ticket.firstRespondedAt) return [];
    const latest = latestOf(ticket, commitment.metric);
    if (latest && latest.state !== 'cancelled') return [];
    return [startClock(commitment, new Date(latest?.startedAt ?? ticket.openedAt), latest?.cycle ?? 1)];
  });
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

/** The resolution is promised anew; the first response only if there has been none. */
function reopenedClocks(ticket: Ticket, contract: Contract, { at }: Occasion): Clock[] {
  if (ticket.automatic) return [];
  return commitments(contract, ticket.priority)
    .filter(({ metric }) => metric === 'resolution' || !ticket.firstRespondedAt)
    .map((commitment) => startClock(commitment, at, 1 + (latestOf(ticket, commitment.metric)?.cycle ?? 0)));
}

const latestOf = (ticket: Ticket, metric: Clock['metric']): Clock | undefined =>
  ticket.clocks.filter((clock) => clock.metric === metric).sort((a, b) => b.cycle - a.cycle)[0];

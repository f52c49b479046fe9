import { identifiersOf } from '../contacts/identifier.ts';
import type { Clock } from '../sla/clock.ts';
import { markAcknowledged, markBreached, markStepDone } from '../sla/clocks.ts';
import { replaced } from './evolve-clocks.ts';
import { mergedFrom, unmergedFrom, withAll } from './evolve-merge.ts';
import { isDone, longestThread, mostParticipants, type Ticket } from './ticket.ts';
import type { EventOf, TicketEvent } from './ticket-events.ts';

/** The ticket that an opening event makes. */
export function opened(id: string, event: EventOf<'TicketOpened'>): Ticket {
  const automatic = event.nature !== 'person';
  return {
    id,
    reference: event.reference,
    sequence: 1,
    status: 'open',
    priority: event.priority,
    kind: event.kind,
    team: event.team,
    channel: event.channel,
    subject: event.subject,
    language: event.language,
    requester: event.requester,
    participants: event.participants.slice(0, mostParticipants),
    contractId: event.contractId,
    contractVersion: event.contractVersion,
    mailbox: event.mailbox,
    automatic,
    linkedTo: event.linkedTo,
    identifiers: event.message.unverified ? [] : identifiersOf(event.requester),
    mergedFrom: [],
    alsoFor: [],
    clocks: event.clocks,
    openedAt: event.at,
    updatedAt: event.at,
    unansweredSince: automatic ? undefined : event.at,
    thread: extended([], event.message.rfcMessageId),
  };
}

/** The ticket after one more event. Pure: replaying all events gives the same ticket. */
export function evolve(before: Ticket, event: TicketEvent): Ticket {
  const ticket = { ...before, sequence: before.sequence + 1, updatedAt: later(before.updatedAt, event.at) };
  switch (event.type) {
    case 'TicketOpened':
      throw new Error(`ticket ${before.id} is open already`);
    case 'CustomerReplied':
      return {
        ...ticket,
        status: 'open',
        waitingFor: undefined,
        automatic: false,
        // Who goes on in the chat is there again; who goes on by mail stays with it.
        handedOver: event.message.rfcMessageId === undefined ? undefined : before.handedOver,
        resolvedAt: undefined,
        participants: withAll(before.participants, event.participants),
        clocks: replaced(before.clocks, event.clocks),
        unansweredSince: before.unansweredSince ?? event.at,
        thread: extended(before.thread, event.message.rfcMessageId),
      };
    case 'AgentReplied':
      return {
        ...answered(ticket, event),
        ...(before.status === 'open' ? { status: 'pending' as const, waitingFor: 'customer' as const } : {}),
      };
    case 'CallTaken':
      return event.onlyPickUp ? { ...ticket, clocks: replaced(before.clocks, event.clocks) } : answered(ticket, event);
    case 'HandedOver':
      return handedOver(ticket, event);
    case 'Assigned':
      return { ...ticket, assignee: event.assignee };
    case 'StatusChanged':
      return changedStatus(ticket, event);
    case 'PriorityChanged':
      return { ...ticket, priority: event.to, clocks: replaced(before.clocks, event.clocks) };
    case 'KindChanged':
      return { ...ticket, kind: event.to, team: event.team, clocks: replaced(before.clocks, event.clocks) };
    case 'Reclocked':
      return {
        ...ticket,
        contractId: event.contractId,
        contractVersion: event.contractVersion,
        team: event.team,
        clocks: replaced(before.clocks, event.clocks),
      };
    case 'PauseEnded':
    case 'CallAbandoned':
    case 'CallOutOfHours':
    case 'CallbackRequested':
      return { ...ticket, clocks: replaced(before.clocks, event.clocks) };
    case 'SlaBreached':
      return { ...ticket, clocks: onClock(before.clocks, event, markBreached) };
    case 'SlaWarned':
    case 'Escalated':
      return { ...ticket, clocks: onClock(before.clocks, event, (clock) => markStepDone(clock, event.step, event.at)) };
    case 'EscalationAcknowledged':
      return { ...ticket, clocks: onClock(before.clocks, event, (clock) => markAcknowledged(clock, event.step, event.at)) };
    case 'MergedInto':
      return {
        ...ticket,
        status: 'closed',
        waitingFor: undefined,
        mergedInto: event.into,
        mergedAt: ticket.sequence,
        clocks: replaced(before.clocks, event.clocks),
        unansweredSince: undefined,
      };
    case 'MergedFrom':
      return mergedFrom(ticket, event);
    case 'Unmerged':
      return {
        ...ticket,
        status: event.to,
        waitingFor: event.waitingFor,
        mergedInto: undefined,
        mergedAt: undefined,
        clocks: replaced(before.clocks, event.clocks),
        unansweredSince: event.unansweredSince,
      };
    case 'UnmergedFrom':
      return unmergedFrom(ticket, event);
    case 'AutomaticMailReceived':
    case 'DeliveryFailed':
    case 'NoteAdded':
      return ticket;
  }
}

const answered = (ticket: Ticket, event: EventOf<'AgentReplied' | 'CallTaken'>): Ticket => ({
  ...ticket,
  clocks: replaced(ticket.clocks, event.clocks),
  // What was said after it is not answered by it: calls are learned of late.
  unansweredSince: ticket.unansweredSince !== undefined && ticket.unansweredSince > event.at ? ticket.unansweredSince : undefined,
  firstRespondedAt: ticket.firstRespondedAt ?? event.at,
});

function handedOver(ticket: Ticket, { to, address, phone, merged }: EventOf<'HandedOver'>): Ticket {
  const { requester, participants, alsoFor } = ticket;
  if (merged)
    return to === 'mail' && address !== undefined
      ? { ...ticket, alsoFor: [...alsoFor, { requester: { address }, ...merged }] }
      : ticket;
  return {
    ...ticket,
    handedOver: to,
    requester: { ...requester, address: address ?? requester.address, phone: phone ?? requester.phone },
    participants: address === undefined ? participants : [...new Set([...participants, address])].slice(0, mostParticipants),
  };
}

function changedStatus(ticket: Ticket, event: EventOf<'StatusChanged'>): Ticket {
  const done = isDone(event.to);
  return {
    ...ticket,
    status: event.to,
    waitingFor: event.to === 'pending' ? event.waitingFor : undefined,
    clocks: replaced(ticket.clocks, event.clocks),
    resolvedAt: done ? (ticket.resolvedAt ?? event.at) : undefined,
    unansweredSince: done ? undefined : ticket.unansweredSince,
  };
}

function onClock(clocks: Clock[], of: Pick<EventOf<'SlaBreached'>, 'clock' | 'cycle'>, change: (clock: Clock) => Clock): Clock[] {
  return clocks.map((clock) => (clock.metric === of.clock && clock.cycle === of.cycle ? change(clock) : clock));
}

const later = (a: string, b: string) => (a < b ? b : a);

function extended(thread: string[], messageId: string | undefined): string[] {
  if (!messageId || thread.includes(messageId)) return thread;
  const all = [...thread, messageId];
  return all.length <= longestThread ? all : [...all.slice(0, 1), ...all.slice(1 - longestThread)];
}

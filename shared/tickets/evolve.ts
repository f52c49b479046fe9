import { type Clock, cancelClock, finishClock, markStepDone } from '../sla/clocks.ts';
import { isDone, longestThread, mostCycles, mostParticipants, type Ticket } from './ticket.ts';
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
        automatic: false,
        resolvedAt: undefined,
        participants: [...new Set([...before.participants, ...event.participants])].slice(0, mostParticipants),
        clocks: replaced(before.clocks, event.clocks),
        unansweredSince: before.unansweredSince ?? event.at,
        thread: extended(before.thread, event.message.rfcMessageId),
      };
    case 'AgentReplied':
      return {
        ...ticket,
        status: before.status === 'open' ? 'pending' : before.status,
        clocks: finished(before.clocks, 'first-response', event.at),
        unansweredSince: undefined,
        firstRespondedAt: before.firstRespondedAt ?? event.at,
      };
    case 'Assigned':
      return { ...ticket, assignee: event.assignee };
    case 'StatusChanged':
      return changedStatus(ticket, event);
    case 'PriorityChanged':
      return { ...ticket, priority: event.to, clocks: replaced(before.clocks, event.clocks) };
    case 'SlaWarned':
    case 'SlaBreached':
    case 'Escalated':
      return {
        ...ticket,
        clocks: before.clocks.map((clock) =>
          clock.metric === event.clock && clock.cycle === event.cycle ? markStepDone(clock, event.step, event.at) : clock,
        ),
      };
    case 'AutomaticMailReceived':
    case 'DeliveryFailed':
    case 'NoteAdded':
      return ticket;
  }
}

function changedStatus(ticket: Ticket, event: EventOf<'StatusChanged'>): Ticket {
  const done = isDone(event.to);
  return {
    ...ticket,
    status: event.to,
    // What else was promised and has not happened, such as an answer, is not waited for any more.
    clocks: done ? finished(ticket.clocks, 'resolution', event.at).map(cancelClock) : replaced(ticket.clocks, event.clocks),
    resolvedAt: done ? (ticket.resolvedAt ?? event.at) : undefined,
    unansweredSince: done ? undefined : ticket.unansweredSince,
  };
}

const later = (a: string, b: string) => (a < b ? b : a);

const finished = (clocks: Clock[], metric: Clock['metric'], at: string): Clock[] =>
  clocks.map((clock) => (clock.metric === metric ? finishClock(clock, new Date(at)) : clock));

/** Each of `changed` takes the place of the clock of its metric and cycle, or is added. */
function replaced(clocks: Clock[], changed: Clock[]): Clock[] {
  const same = (a: Clock, b: Clock) => a.metric === b.metric && a.cycle === b.cycle;
  const all = [
    ...clocks.map((clock) => changed.find((each) => same(each, clock)) ?? clock),
    ...changed.filter((each) => !clocks.some((clock) => same(each, clock))),
  ];
  const newest = (metric: Clock['metric']) =>
    Math.max(...all.filter((clock) => clock.metric === metric).map(({ cycle }) => cycle));
  return all.filter((clock) => clock.cycle > newest(clock.metric) - mostCycles);
}

function extended(thread: string[], messageId: string | undefined): string[] {
  if (!messageId || thread.includes(messageId)) return thread;
  const all = [...thread, messageId];
  return all.length <= longestThread ? all : [...all.slice(0, 1), ...all.slice(1 - longestThread)];
}

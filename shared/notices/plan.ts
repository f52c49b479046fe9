import type { Language } from '../contracts/contract.ts';
import type { Address } from '../intake/inbound-message.ts';
import type { Calendar } from '../sla/calendar.ts';
import type { Clock } from '../sla/clocks.ts';
import { serviceTimeBetween } from '../sla/service-time.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { EventOf, RecordedEvent } from '../tickets/ticket-events.ts';
import { sameAddress, wireAddress } from './mail-address.ts';
import type { Notice, NoticeKind, Promised, Withheld, WithheldReason } from './notice.ts';

/** Our side of the correspondence. */
export interface ServiceDesk {
  /** The domain of our mailboxes. */
  domain: string;
  /** Local parts of all addresses at which we take mail in; the ticket's own mailbox counts in any case. */
  mailboxes: readonly string[];
  /** What our people read: by custom the first language of the ticket's contract. */
  staffLanguage?: Language | undefined;
}

export interface NoticePlan {
  notices: Notice[];
  withheld: Withheld[];
}

/**
 * Whom this event makes us write to. Pure, and the same answer whenever the same event is planned again: everything that a mail says
 * of times comes from the event. `ticket` is the ticket after the event, or any later state of it.
 *
 * Mails about promises go to the people of the contract's ladder and to nobody else, each in a mail of their own. Somebody the ladder
 * names who is also the requester gets none: on this ticket they are the customer. Participants who are on the ladder do get theirs,
 * or copying the person in charge would be all it takes to silence an escalation.
 */
export function noticesFor({ ticketId, sequence, event }: RecordedEvent, ticket: Ticket, desk: ServiceDesk): NoticePlan {
  const idOf = (kind: NoticeKind, n: number) => `${sequence}-${kind}-${n}`;
  switch (event.type) {
    case 'TicketOpened': {
      const kind = 'acknowledgement';
      const id = idOf(kind, 1);
      const recipient = event.nature === 'person' ? reachable(event.requester, ticket, desk) : 'machine';
      if (typeof recipient === 'string') return { notices: [], withheld: [{ id, kind, reason: recipient }] };
      const promises = stillAhead(event);
      const { language } = event;
      return { notices: [{ kind, audience: 'customer', id, ticketId, recipient, language, promises }], withheld: [] };
    }
    case 'AgentReplied': {
      const kind = 'reply';
      const id = idOf(kind, 1);
      const recipient = reachable(ticket.requester, ticket, desk);
      if (typeof recipient === 'string') return { notices: [], withheld: [{ id, kind, reason: recipient }] };
      const { language } = ticket;
      return { notices: [{ kind, audience: 'customer', id, ticketId, recipient, language, text: event.text }], withheld: [] };
    }
    case 'SlaWarned':
    case 'Escalated': {
      const kind = event.type === 'SlaWarned' ? 'warning' : 'escalation';
      const plan: NoticePlan = { notices: [], withheld: [] };
      for (const { address, n } of eachOnce(event.to)) {
        const id = idOf(kind, n);
        const isRequester = sameAddress(address, ticket.requester.address);
        const recipient = isRequester ? 'requester-on-ladder' : reachable({ address }, ticket, desk);
        if (typeof recipient === 'string') plan.withheld.push({ id, kind, reason: recipient });
        else plan.notices.push(aboutPromise(event, { id, ticketId, recipient }, ticket, desk));
      }
      return plan;
    }
    // A breach that somebody is to hear of comes with an Escalated of its own.
    case 'SlaBreached':
    case 'CustomerReplied':
    case 'AutomaticMailReceived':
    case 'DeliveryFailed':
    case 'NoteAdded':
    case 'Assigned':
    case 'StatusChanged':
    case 'PriorityChanged':
      return { notices: [], withheld: [] };
  }
}

/** The recipient as SES wants it, or why mail there makes no sense, whatever it says. */
function reachable({ address, name }: Address, ticket: Ticket, desk: ServiceDesk): Address | WithheldReason {
  const wire = wireAddress(address);
  if (!wire) return 'unusable-address';
  const [, mailbox, domain] = /^([^+@]+)[^@]*@(.+)$/.exec(wire.toLowerCase()) ?? [];
  const ours =
    domain === desk.domain.toLowerCase() && [ticket.mailbox, ...desk.mailboxes].some((each) => each.toLowerCase() === mailbox);
  return ours ? 'own-mailbox' : { address: wire, name };
}

/** After an outage we may learn of a message when a due time has passed; nobody is promised the past. */
const stillAhead = ({ clocks, recordedAt }: EventOf<'TicketOpened'>): Promised[] =>
  clocks
    .filter(({ dueAt }) => Date.parse(dueAt) > Date.parse(recordedAt))
    .map((clock) => ({ clock: clock.metric, dueAt: clock.dueAt, timeZone: zoneOf(clock.calendar) }));

/** `n` is the place in the list, so that ids stay the same whoever is left out. */
const eachOnce = (people: readonly string[]) =>
  people
    .map((address, index) => ({ address, n: index + 1 }))
    .filter(({ address }, index) => people.findIndex((other) => sameAddress(other, address)) === index);

function aboutPromise(
  event: EventOf<'SlaWarned' | 'Escalated'>,
  to: Pick<Notice, 'id' | 'ticketId' | 'recipient'>,
  ticket: Ticket,
  { staffLanguage = 'en' }: ServiceDesk,
): Notice {
  const isCounted = (clock: Clock) => clock.metric === event.clock && clock.cycle === event.cycle;
  // A clock that is not there any more keeps nobody from being told; its times are then shown and counted round the clock.
  const hours = ticket.clocks.find(isCounted)?.calendar ?? { kind: 'always' as const };
  const { clock, step, dueAt } = event;
  const common = { audience: 'staff' as const, ...to, language: staffLanguage, clock, step, dueAt, timeZone: zoneOf(hours) };
  const between = (from: string, until: string) => serviceTimeBetween(hours, second(from), second(until));
  return event.type === 'SlaWarned'
    ? { kind: 'warning', ...common, secondsLeft: between(event.at, dueAt) }
    : { kind: 'escalation', ...common, secondsLate: between(dueAt, event.at) };
}

const second = (iso: string) => Math.floor(Date.parse(iso) / 1000);

const zoneOf = (hours: Calendar): string => (hours.kind === 'weekly' ? hours.timeZone : 'UTC');

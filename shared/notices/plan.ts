import type { Language } from '../contracts/vocabulary.ts';
import type { Address } from '../intake/inbound-message.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { EventOf, RecordedEvent } from '../tickets/ticket-events.ts';
import { sameAddress, wireAddress } from './mail-address.ts';
import {
  type Notice,
  type NoticeKind,
  type NoticeOf,
  type Promised,
  promisedMetrics,
  type StaffNotice,
  type Withheld,
  type WithheldReason,
} from './notice.ts';

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
      // Who chats reads it in the chat; and an address that a visitor gives may be anybody's.
      if (event.channel === 'chat') return { notices: [], withheld: [] };
      const kind = 'acknowledgement';
      const id = idOf(kind, 1);
      const { requester } = event;
      // Without the name that was typed with it: a mail to a stranger carries nobody's words but ours.
      const to = event.message.unverified ? { address: requester.address } : requester;
      const recipient = event.nature === 'person' ? reachable(to, ticket, desk) : 'machine';
      if (typeof recipient === 'string')
        return { notices: [], withheld: [{ id, kind, address: requester.address, reason: recipient }] };
      return { notices: [acknowledgement(event, { id, ticketId, recipient })], withheld: [] };
    }
    case 'AgentReplied': {
      const kind = 'reply';
      const plan: NoticePlan = { notices: [], withheld: [] };
      const { text, attachments } = event;
      for (const { requester, language, n } of answered(event, ticket)) {
        const id = idOf(kind, n);
        const recipient = reachable(requester, ticket, desk);
        if (typeof recipient === 'string') plan.withheld.push({ id, kind, address: requester.address, reason: recipient });
        else plan.notices.push({ kind, audience: 'customer', id, ticketId, recipient, language, text, attachments });
      }
      return plan;
    }
    case 'SlaWarned':
    case 'Escalated': {
      const kind = event.type === 'SlaWarned' ? 'warning' : 'escalation';
      const plan: NoticePlan = { notices: [], withheld: [] };
      for (const { address, n } of eachOnce(told(event))) {
        const id = idOf(kind, n);
        const isRequester = sameAddress(address, ticket.requester.address ?? '');
        const recipient = isRequester ? 'requester-on-ladder' : reachable({ address }, ticket, desk);
        if (typeof recipient === 'string') plan.withheld.push({ id, kind, address, reason: recipient });
        else plan.notices.push(aboutPromise(event, { id, ticketId, recipient }, desk));
      }
      return plan;
    }
    // A breach that somebody is to hear of comes with an Escalated of its own.
    case 'SlaBreached':
    case 'CustomerReplied':
    case 'AutomaticMailReceived':
    case 'DeliveryFailed':
    case 'CallTaken':
    case 'CallAbandoned':
    case 'CallOutOfHours':
    case 'CallbackRequested':
    case 'HandedOver':
    case 'NoteAdded':
    case 'Assigned':
    case 'StatusChanged':
    case 'PriorityChanged':
    case 'KindChanged':
    case 'Reclocked':
    case 'PauseEnded':
    case 'EscalationAcknowledged':
    case 'MergedInto':
    case 'MergedFrom':
    case 'Unmerged':
    case 'UnmergedFrom':
      return { notices: [], withheld: [] };
  }
}

/**
 * Whom an answer is mailed to: the requester, `n` 1, and those who asked in tickets merged into this one, by their place on the event,
 * so that ids stay the same whoever has been merged since. Nobody gets it twice.
 */
export function answered({ alsoTo = [] }: Pick<EventOf<'AgentReplied'>, 'alsoTo'>, { requester, language }: Ticket) {
  return [{ requester, language }, ...alsoTo]
    .map((each, index) => ({ ...each, n: index + 1 }))
    .filter(
      ({ requester: { address } }, index, all) =>
        index === 0 || !all.slice(0, index).some((other) => isSame(other.requester.address, address)),
    );
}

const isSame = (a = '', b = ''): boolean => sameAddress(a, b);

/** The recipient as SES wants it, or why mail there makes no sense, whatever it says. */
function reachable({ address, name }: Partial<Address>, ticket: Ticket, desk: ServiceDesk): Address | WithheldReason {
  if (address === undefined) return 'no-address';
  const wire = wireAddress(address);
  if (!wire) return 'unusable-address';
  const [, mailbox, domain] = /^([^+@]+)[^@]*@(.+)$/.exec(wire.toLowerCase()) ?? [];
  const ours =
    domain === desk.domain.toLowerCase() && [ticket.mailbox, ...desk.mailboxes].some((each) => each.toLowerCase() === mailbox);
  return ours ? 'own-mailbox' : { address: wire, name };
}

function acknowledgement(
  event: EventOf<'TicketOpened'>,
  to: Pick<Notice, 'id' | 'ticketId' | 'recipient'>,
): NoticeOf<'acknowledgement'> {
  const { language, entitlement, entitlementReason: reason } = event;
  const { unverified } = event.message;
  const common = {
    kind: 'acknowledgement' as const,
    audience: 'customer' as const,
    ...to,
    language,
    ...(unverified && { unverified }),
  };
  return entitlement === 'suspended'
    ? { ...common, promises: [], suspended: { reason } }
    : { ...common, promises: stillAhead(event) };
}

/** After an outage we may learn of a message when a due time has passed; nobody is promised the past. */
const stillAhead = ({ clocks, recordedAt }: EventOf<'TicketOpened'>): Promised[] =>
  clocks.flatMap(({ metric, dueAt, receipt: { timeZone } }) => {
    const clock = promisedMetrics.find((each) => each === metric);
    const isAhead = dueAt !== undefined && Date.parse(dueAt) > Date.parse(recordedAt);
    return clock && isAhead ? [{ clock, dueAt, timeZone }] : [];
  });

/** Nobody is told of what somebody has taken note of. */
const told = (event: EventOf<'SlaWarned' | 'Escalated'>): readonly string[] =>
  event.type === 'Escalated' && event.because === 'acknowledged' ? [] : event.to;

/** `n` is the place in the list, so that ids stay the same whoever is left out. */
const eachOnce = (people: readonly string[]) =>
  people
    .map((address, index) => ({ address, n: index + 1 }))
    .filter(({ address }, index) => people.findIndex((other) => sameAddress(other, address)) === index);

function aboutPromise(
  event: EventOf<'SlaWarned' | 'Escalated'>,
  to: Pick<Notice, 'id' | 'ticketId' | 'recipient'>,
  { staffLanguage = 'en' }: ServiceDesk,
): StaffNotice {
  const { clock, cycle, step, at: takenAt, dueAt, timeZone } = event;
  const common = { audience: 'staff' as const, ...to, language: staffLanguage, clock, cycle, step, takenAt, dueAt, timeZone };
  return event.type === 'SlaWarned'
    ? { kind: 'warning', ...common, secondsLeft: event.secondsLeft }
    : { kind: 'escalation', ...common, secondsLate: event.secondsLate, undelivered: event.because === 'undelivered' };
}

import type { Language } from '../../../shared/contracts/vocabulary.ts';
import { open } from '../../../shared/tickets/decide.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { EventOf, RecordedEvent } from '../../../shared/tickets/ticket-events.ts';
import * as builders from '../../support/builders.ts';

export const desk = { domain: 'guichet.example', mailboxes: ['support', 'datasure'] };
export const everyLanguage: Language[] = ['en', 'fr', 'zh'];

/** For a message of Monday, 09:00 in Paris: first response due at 14:00, resolution at closing time, 18:00. */
const paris = builders.aContract({
  id: 'ctr_paris',
  version: 3,
  timeZone: 'Europe/Paris',
  calendars: { office: builders.aCalendar({}, ['09:00-18:00']) },
  targets: [
    { clock: 'first-response', within: '5 business hours' },
    { clock: 'resolution', within: '9 business hours' },
  ],
});

const roundTheClock = builders.aContract({ targets: [{ clock: 'first-response', within: '18005 clock seconds' }] });

const requester = { address: 'zoe@customer.example', name: 'Zoé Müller' };
const opening = builders.anOpening({ requester, participants: [requester.address] });

export const aTicket = (overrides: Partial<Ticket> = {}): Ticket => builders.aTicket(overrides, paris, opening);

export const anOpening = (overrides: Partial<EventOf<'TicketOpened'>> = {}): EventOf<'TicketOpened'> => ({
  ...open(opening, paris, builders.byCustomer()),
  ...overrides,
});

/** Due at 13:00:05 UTC. */
export const anOpeningRoundTheClock = () => open(opening, roundTheClock, builders.byCustomer());

export const recorded = (event: RecordedEvent['event'], sequence = 2): RecordedEvent => ({
  ticketId: builders.ticketId,
  sequence,
  event,
});

const bySystem = (at: string) => ({ at, recordedAt: at, by: { kind: 'system' as const } });
const firstResponse = { clock: 'first-response' as const, cycle: 1, dueAt: '2026-01-05T13:00:00Z', timeZone: 'Europe/Paris' };

/** At 13:00 in Paris, 80 % of the way. */
export const aWarning = (overrides: Partial<EventOf<'SlaWarned'>> = {}): EventOf<'SlaWarned'> => ({
  type: 'SlaWarned',
  ...bySystem('2026-01-05T12:00:00.000Z'),
  ...firstResponse,
  step: '80%',
  to: ['duty@guichet.example'],
  secondsLeft: 3600,
  ...overrides,
});

/** At 16:00 in Paris. */
export const anEscalation = (overrides: Partial<EventOf<'Escalated'>> = {}): EventOf<'Escalated'> => ({
  type: 'Escalated',
  ...bySystem('2026-01-05T15:00:00.000Z'),
  ...firstResponse,
  step: '2 hours after breach',
  to: ['lead@guichet.example'],
  secondsLate: 7200,
  ...overrides,
});

/** At 13:00 in Paris, an hour before its time, because a warning could not be delivered. */
export const anEarlyEscalation = (overrides: Partial<EventOf<'Escalated'>> = {}): EventOf<'Escalated'> =>
  anEscalation({
    ...bySystem('2026-01-05T12:00:00.000Z'),
    step: 'breach',
    secondsLate: -3600,
    because: 'undelivered',
    ...overrides,
  });

export const anAnswer = (overrides: Partial<EventOf<'AgentReplied'>> = {}): EventOf<'AgentReplied'> => ({
  type: 'AgentReplied',
  ...bySystem('2026-01-05T10:00:00.000Z'),
  by: { kind: 'agent', id: 'max' },
  messageId: 'msg_2',
  text: 'Please try a bucket of water.\n\nMax',
  clocks: [],
  ...overrides,
});

import type { Contract } from '../../shared/contracts/contract.ts';
import { contract as contractSchema } from '../../shared/contracts/contract.ts';
import type { InboundMessage } from '../../shared/intake/inbound-message.ts';
import { type Occasion, type Opening, open } from '../../shared/tickets/decide.ts';
import { opened } from '../../shared/tickets/evolve.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';

/** Monday, 5 January 2026, 08:00 UTC, which is 09:00 in Paris. */
export const monday = new Date('2026-01-05T08:00:00Z');
export const minutesLater = (minutes: number, from: Date = monday) => new Date(from.getTime() + minutes * 60_000);

/** A stored contract: round the clock, four hours to the first response. `calendars` in the resolved form. */
export function aContract(overrides: Record<string, unknown> = {}): Contract {
  return contractSchema.parse({
    id: 'ctr_test',
    version: 1,
    name: 'Test',
    effectiveFrom: '2020-01-01T00:00:00Z',
    default: true,
    timeZone: 'UTC',
    languages: ['en', 'fr', 'zh'],
    mailboxes: ['support'],
    calendars: {},
    targets: [
      { clock: 'first-response', within: '4 clock hours' },
      { clock: 'first-response', priority: 'urgent', within: '1 clock hour' },
      { clock: 'resolution', within: '24 clock hours' },
    ],
    ladder: [
      { at: '50%', to: ['duty@desk.example'] },
      { at: 'breach', to: ['lead@desk.example'] },
      { at: '1 hour after breach', to: ['boss@desk.example'] },
    ],
    ...overrides,
  });
}

/** Service hours for a contract: Monday to Friday on the wall clocks of a zone. */
export const aCalendar = (overrides: Record<string, unknown> = {}, day: string[] = ['09:00-12:30', '13:30-17:00']) => ({
  version: 'v1',
  calendar: {
    kind: 'weekly',
    timeZone: 'Europe/Paris',
    week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day },
    ...overrides,
  },
});

export function anOpening(overrides: Partial<Opening> = {}): Opening {
  return {
    reference: '123456782',
    channel: 'email',
    subject: 'The printer is on fire',
    requester: { address: 'ana@customer.example', name: 'Ana' },
    participants: ['ana@customer.example'],
    language: 'en',
    mailbox: 'support',
    nature: 'person',
    message: {
      id: 'msg_1',
      from: { address: 'ana@customer.example', name: 'Ana' },
      to: [{ address: 'support@desk.example' }],
      cc: [],
      text: 'Please help.',
      textCut: false,
      attachments: [],
      attachmentsCut: false,
      rfcMessageId: 'first@customer.example',
    },
    ...overrides,
  };
}

export const byCustomer = (at: Date = monday): Occasion => ({
  at,
  now: at,
  by: { kind: 'customer', address: 'ana@customer.example' },
});
export const byAgent = (at: Date): Occasion => ({ at, now: at, by: { kind: 'agent', id: 'max' } });

export const ticketId = 'tkt_01J8ZC00000000000000000000';

export function aTicket(
  overrides: Partial<Ticket> = {},
  contract: Contract = aContract(),
  opening: Opening = anOpening(),
): Ticket {
  return { ...opened(ticketId, open(opening, contract, byCustomer())), ...overrides };
}

export function anInboundMail(overrides: Partial<InboundMessage> = {}): InboundMessage {
  return {
    channel: 'email',
    sourceId: 'ses-1',
    receivedAt: monday,
    recipients: ['support@desk.example'],
    subject: 'The printer is on fire',
    message: { ...anOpening().message, from: { address: 'ana@customer.example', name: 'Ana' } },
    nature: 'person',
    natureReason: undefined,
    verdicts: { spam: 'pass', virus: 'pass', sender: 'pass' },
    references: [],
    failedDelivery: undefined,
    contentDigest: 'digest-1',
    language: undefined,
    ...overrides,
  };
}

/** The id of the n-th ticket of a test: of the form that real ones have, so that reply addresses can be signed for it. */
export const ticketIdNumber = (n: number): string => `tkt_01J8ZC${String(n).padStart(20, '0')}`;

import type { Claim } from '../tickets/tickets.ts';
import type { CallTicket, Leg, Talk } from './call.ts';
import type { ContactFacts } from './contact-event.ts';

/** Everything kept of one call. */
export interface CallRecord {
  talk: Talk | undefined;
  ticket: CallTicket | undefined;
  legs: readonly Leg[];
  callBackWished: boolean;
}

export interface Calls {
  /** Notes a call that came in, once; from then on its end is looked for. */
  begin(talk: Talk): Promise<void>;
  find(contactId: string): Promise<CallRecord>;
  /** What the call's ticket is written with, or not at all. */
  ticketClaim(contactId: string): Claim;
  /** The claim of something that is written onto the ticket once. `of`: the leg, or the call. */
  settledClaim(contactId: string, what: 'TAKEN' | 'ABANDONED' | 'CALL-BACK', of?: string): Claim;
  /** Adds what an event says, and answers all that is known of its leg now. */
  merge(facts: ContactFacts): Promise<Leg>;
  /** All legs whose end is not known, begun on this day; in no order. */
  live(day: string): Promise<LiveCall[]>;
  /** Nothing more is to come of it. */
  over(live: LiveCall): Promise<void>;
}

/** `startedAt` is that of the leg. */
export interface LiveCall {
  legId: string;
  startedAt: string;
}

/** Days that a call's items are kept: whoever looks into a call does so in the same quarter. */
export const callKeptDays = 90;
/** Days for which the end of a call is looked for. */
export const liveKeptDays = 2;

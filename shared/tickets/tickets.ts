import { setTimeout } from 'node:timers/promises';
import type { Ticket } from './ticket.ts';
import type { RecordedEvent, TicketEvent } from './ticket-events.ts';

/** An item that is written with the events or not at all, and only if no such item exists: what makes a repeat a no-op. */
export interface Claim {
  /** Names the claim to the caller, should it be taken already. */
  name: string;
  item: { pk: string; sk: string; kind: string } & Record<string, unknown>;
  /** It takes the place of what is there: never taken, and says nothing of repeats. */
  replaces?: true;
}

/** Nothing was written: one of the claims is taken. */
export class ClaimTaken extends Error {
  readonly claim: string;
  constructor(claim: string) {
    super(`claim ${claim} is taken`);
    this.name = 'ClaimTaken';
    this.claim = claim;
  }
}

/** Nothing was written: somebody changed the ticket meanwhile. Read it again and decide again. */
export class Overtaken extends Error {
  constructor(ticketId: string) {
    super(`ticket ${ticketId} was changed by another`);
    this.name = 'Overtaken';
  }
}

/** Called after each append, with the ticket before and after. */
export type Appended = (before: Ticket | undefined, after: Ticket, events: readonly TicketEvent[]) => void;

/** What is to be appended to a ticket; `before` is only an id where it is to be opened. */
export interface TicketChange {
  before: Ticket | string;
  events: readonly TicketEvent[];
}

export interface Tickets {
  /** As it stands now, strongly consistent. */
  find(ticketId: string): Promise<Ticket | undefined>;
  findByReference(reference: string): Promise<Ticket | undefined>;
  event(ticketId: string, sequence: number): Promise<RecordedEvent | undefined>;
  /** Events after `after` (0 for all), oldest first, about a megabyte at a time; `next` continues. */
  history(ticketId: string, after: number): Promise<{ events: RecordedEvent[]; next: number | undefined }>;
  /** What was written with this claim before, if anything was. */
  claimed(claim: Claim): Promise<Record<string, unknown> | undefined>;
  /**
   * Appends to a ticket, or opens one where `before` is only an id: events, snapshot and claims in one transaction, all or nothing.
   * Throws ClaimTaken or Overtaken when nothing was written for that reason. At most 100 items (DynamoDB's limit for a transaction).
   */
  append(before: Ticket | string, events: readonly TicketEvent[], claims?: readonly Claim[]): Promise<Ticket>;
  /** The same for several tickets together, or none but claims: all of it is written or nothing. Answers them in their order. */
  appendAll(changes: readonly TicketChange[], claims?: readonly Claim[]): Promise<Ticket[]>;
}

/** How often a decision is made again because somebody else was quicker, before it is left to the entry's own retries. */
const mostAttempts = 8;

/** The longest pause before the first repetition; it doubles, and its length is drawn, so that those who met do not meet again. */
const firstPauseMilliseconds = 10;

/** Runs `attempt` again, which reads and decides afresh, for as long as others are quicker or the table asks for patience. */
export async function untilNotOvertaken<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = mostAttempts; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Overtaken) || left === 1) throw error;
      await setTimeout(Math.random() * firstPauseMilliseconds * 2 ** (mostAttempts - left));
    }
  }
}

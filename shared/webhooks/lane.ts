import * as z from 'zod/mini';

/** One subscriber and one ticket: within a lane webhooks go out in order, lanes know nothing of one another. */
export const lane = z.object({
  subscriptionId: z.string(),
  ticketId: z.string(),
  /** The last event that the subscriber has taken, or that is none of its business. */
  delivered: z.int(),
  /** Who works on it, and until when nobody else may. */
  holder: z.optional(z.string()),
  heldUntil: z.optional(z.string()),
  /** Somebody came while it was held: its holder looks again before letting it go. */
  again: z.optional(z.boolean()),
  /** All after this event is to be sent once more, where it has been sent. */
  rewindTo: z.optional(z.int()),
  /** Nobody has looked yet after which event it begins: `delivered` says nothing. */
  unbegun: z.optional(z.boolean()),
  /** How often it has begun to wait, ever. The message that ends a wait names it, so that there is one such message at a time. */
  waits: z._default(z.int(), 0),
  nextAttemptAt: z.optional(z.string()),
  /** Failures of its next event in a row, and since when it could not be sent, for whatever reason. */
  failures: z._default(z.int(), 0),
  failingSince: z.optional(z.string()),
  /** What the last failure was: a status, or `time-out`, `connection`, `target`. */
  lastFailure: z.optional(z.string()),
  /** There is an item of the kind `behind` for it. */
  isBehind: z.optional(z.boolean()),
  /** Events that were given up while others went through, the latest `mostSetAside`. */
  setAside: z._default(z.array(z.object({ sequence: z.int(), at: z.string(), lastFailure: z.string() })), []),
});
export type Lane = z.infer<typeof lane>;
export type LaneKey = Pick<Lane, 'subscriptionId' | 'ticketId'>;

/** A lane that is ours until `heldUntil`. */
export type Held = Lane & { holder: string };

/** Of a lane; those before are told of in the log alone. */
export const mostSetAside = 20;

/** Longer than deliver-webhook may run, so that nobody takes a lane from somebody alive (a test of infra holds that). */
export const leaseSeconds = 90;

/** Another has taken the lane, our lease being over: what is left is theirs to do. */
export class LeaseLost extends Error {
  constructor({ subscriptionId, ticketId }: LaneKey) {
    super(`the lane of ${subscriptionId} and ${ticketId} is another's`);
    this.name = 'LeaseLost';
  }
}

export type Waiting = Required<Pick<Lane, 'failingSince' | 'nextAttemptAt' | 'waits' | 'failures' | 'delivered'>> &
  Pick<Lane, 'lastFailure'>;

/** Every change by a holder throws LeaseLost where the lane is another's. */
export interface Lanes {
  find(key: LaneKey): Promise<Lane | undefined>;
  /** Ours from now on, or held by another. `start` says of a lane that is new or unbegun after which event it begins. */
  take(key: LaneKey, holder: string, now: Date, start: () => Promise<number>): Promise<Held | 'held'>;
  /** Has the holder look again. False where nobody holds it any more. */
  askAgain(key: LaneKey, now: Date): Promise<boolean>;
  /** The holder looks again: the lane as it is now. */
  lookAgain(held: Held): Promise<Held>;
  /** The subscriber has taken everything up to this event. */
  advance(held: Held, delivered: number): Promise<Held>;
  /** Lets it go, all being sent. False, and still ours, where somebody came meanwhile. */
  release(held: Held, delivered: number): Promise<boolean>;
  /** Lets it go with something left that is not to be sent for now. False, and still ours, where somebody came meanwhile. */
  park(held: Held, delivered: number): Promise<boolean>;
  /** Lets it go with something left for whoever comes next. */
  handOn(held: Held, delivered: number): Promise<void>;
  /** Lets it go until the next attempt, for which a message must be under way already. */
  wait(held: Held, waiting: Waiting): Promise<void>;
  /** Goes on without this event. */
  setAside(held: Held, sequence: number, lastFailure: string, now: Date): Promise<Held>;
  /** All after this event is to be sent once more, to a subscriber that has never heard of the ticket too. Never leads forward. */
  rewind(key: LaneKey, to: number): Promise<void>;
  /** Tickets whose lanes are behind or have something set aside; `next` continues. */
  behind(
    subscriptionId: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ ticketIds: string[]; next: string | undefined }>;
}

/** Nobody is to try before `nextAttemptAt`, and a message is under way that will. */
export const isWaiting = ({ nextAttemptAt }: Lane, now: Date): boolean =>
  nextAttemptAt !== undefined && Date.parse(nextAttemptAt) > now.getTime();

import type { Now } from '../clock.ts';
import type { Tickets } from '../tickets/tickets.ts';
import type { Circuits } from './circuit.ts';
import { drain } from './drain.ts';
import { type Held, isWaiting, type LaneKey, type Lanes, LeaseLost } from './lane.ts';
import type { Post } from './post.ts';
import { isKeptFor, type Subscription, type Subscriptions } from './subscription.ts';
import { delayUntil, type LaneWakeUp, type WakeUps } from './wake-up.ts';

export interface Delivering {
  subscriptions: Pick<Subscriptions, 'find' | 'disable'>;
  lanes: Lanes;
  circuits: Circuits;
  tickets: Pick<Tickets, 'find' | 'history' | 'event'>;
  /** Secrets to sign with, all of those that are in force. */
  secretsOf: (subscriber: Subscription) => Promise<readonly string[]>;
  post: Post;
  wakeUps: WakeUps;
  /** Mails the owner of a disabled subscription, once. */
  tellOwner: (subscriber: Subscription) => Promise<void>;
  report: Report;
  now: Now;
  /** From 0 to 1. */
  random: () => number;
  newHolder: () => string;
}

export interface Report {
  delivered(lane: LaneKey, secondsLate: number): void;
  failed(lane: LaneKey, sequence: number, failure: string): void;
  setAside(lane: LaneKey, sequence: number): void;
}

/** A run begins no attempt after so long; the lane is then left to a message of its own. */
export const runSeconds = 45;
/** When the end of a wait meets a holder, it comes again after so long: what holds cannot end its wait for it. */
const meetAgainSeconds = 30;
/** How often it is tried to take a lane or to have its holder look again, before it is left to the queue. */
const mostMeetings = 10;

/**
 * Sends what one subscriber has not heard of one ticket, in order, each event until it is taken. However many are told of a lane, one works
 * on it at a time; whoever meets it makes it look again, so that nothing is left. Throws when it has to be told again.
 */
export async function deliver(wakeUp: LaneWakeUp, delivering: Delivering): Promise<void> {
  const { subscriptions, lanes, wakeUps, now } = delivering;
  const { subscriptionId, ticketId, wait } = wakeUp;
  const key = { subscriptionId, ticketId };
  const subscriber = await subscriptions.find(subscriptionId);
  if (!subscriber || !isKeptFor(subscriber, now())) return;
  const known = await lanes.find(key);
  if (known?.nextAttemptAt !== undefined && isWaiting(known, now()) && !wakeUp.now) {
    // Any other message finds that this one is under way.
    if (wait === known.waits) await wakeUps.send([wakeUp], delayUntil(known.nextAttemptAt, now()));
    return;
  }
  for (let left = mostMeetings; left > 0; left--) {
    const held = await lanes.take(key, delivering.newHolder(), now(), () => startOf(subscriber, ticketId, delivering.tickets));
    if (held !== 'held') return unlessLost(() => work(wakeUp.now ? afresh(held) : held, delivering));
    if (wait !== undefined) return wakeUps.send([wakeUp], meetAgainSeconds);
    if (await lanes.askAgain(key, now())) return;
  }
  throw new Error(`the lane of ${subscriptionId} and ${ticketId} is taken and let go by others all the time`);
}

/** Somebody says that it is worth another try, so what was before does not count. */
const afresh = (held: Held): Held => ({ ...held, failures: 0, failingSince: undefined });

async function unlessLost(attempt: () => Promise<void>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
  }
}

/** Works on a lane until there is nothing to do that could be done now, and lets it go. */
async function work(first: Held, delivering: Delivering): Promise<void> {
  const { subscriptions, lanes, wakeUps, now } = delivering;
  const until = now().getTime() + runSeconds * 1000;
  let held = first;
  for (;;) {
    const subscriber = await subscriptions.find(held.subscriptionId);
    if (!subscriber) return lanes.handOn(held, held.delivered);
    if (subscriber.standing.state === 'disabled') {
      if (await lanes.park(held, held.delivered)) return delivering.tellOwner(subscriber);
      held = await lanes.lookAgain(held);
      continue;
    }
    const drained = await drain(held, subscriber, until, delivering);
    held = drained.held;
    switch (drained.to) {
      case 'waiting':
        return;
      case 'disabled':
        continue;
      case 'later':
        await lanes.handOn(held, held.delivered);
        return wakeUps.send([{ subscriptionId: held.subscriptionId, ticketId: held.ticketId }]);
      case 'end':
        if (await lanes.release(held, held.delivered)) return;
        held = await lanes.lookAgain(held);
    }
  }
}

/** After which event a lane begins: the subscriber hears of nothing that was before it, or before its filter let the ticket through. */
async function startOf({ since }: Subscription, ticketId: string, { history }: Pick<Tickets, 'history'>): Promise<number> {
  let last = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Awaited<ReturnType<Tickets['history']>> = await history(ticketId, after);
    const first = page.events.find(({ event }) => event.recordedAt >= since);
    if (first) return first.sequence - 1;
    last = page.events.at(-1)?.sequence ?? last;
    after = page.next;
  }
  return last;
}

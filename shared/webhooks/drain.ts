import { sign } from '../partners/standard-webhooks.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Tickets } from '../tickets/tickets.ts';
import { givenUpAfterSeconds, waitMilliseconds } from './backoff.ts';
import type { Standing } from './circuit.ts';
import type { Delivering } from './deliver.ts';
import type { Held } from './lane.ts';
import { webhookBody, webhookId } from './payload.ts';
import { type Attempt, goneStatus } from './post.ts';
import { type Subscription, wants } from './subscription.ts';
import { partnerOf, ticketThen } from './ticket-then.ts';
import { delayUntil } from './wake-up.ts';

/**
 * How far it came. `end`: all is sent. `later`: time is over. `waiting`: let go until the next attempt. `disabled`: the subscription is. But
 * for `waiting`, the lane is still ours.
 */
export interface Drained {
  to: 'end' | 'later' | 'waiting' | 'disabled';
  held: Held;
}

/** After an answer that took this long the lane makes room, so that a slow subscriber's lanes do not keep all workers to themselves. */
const slowMilliseconds = 3000;
/** Lanes that wait for the same circuit come back within so many milliseconds after it. */
const spreadMilliseconds = 20_000;

/** Sends the lane's events from where it stands, until `until` (epoch milliseconds). */
export async function drain(first: Held, subscriber: Subscription, until: number, delivering: Delivering): Promise<Drained> {
  const { tickets, lanes, now } = delivering;
  const then = ticketThen(first.ticketId, tickets);
  let held = first;
  let partner: { id: string | undefined } | undefined;
  for (let after: number | undefined = held.delivered; after !== undefined; ) {
    const page: Awaited<ReturnType<Tickets['history']>> = await tickets.history(held.ticketId, after);
    for (const recorded of page.events) {
      const ticket = await then(recorded);
      partner ??= { id: subscriber.filter.partners && (await partnerOf(held.ticketId, tickets)) };
      if (!wants(subscriber, recorded.event, ticket, partner.id)) {
        held = { ...held, delivered: recorded.sequence };
        continue;
      }
      const begun = now().getTime();
      if (begun >= until) return { to: 'later', held };
      const passing = await delivering.circuits.pass(subscriber.id, now());
      if (!passing.passes) return forCircuit(held, passing, delivering);
      const attempt = await attempted(recorded, webhookBody(recorded, ticket), subscriber, delivering);
      if (attempt.taken) {
        await delivering.circuits.succeeded(subscriber.id, new Date(begun), now());
        held = await lanes.advance(held, recorded.sequence);
        delivering.report.delivered(held, (now().getTime() - Date.parse(recorded.event.recordedAt)) / 1000);
      } else {
        const failed = await afterFailure(held, recorded, attempt, delivering);
        if (failed.to !== 'end') return failed;
        held = failed.held;
      }
      if (now().getTime() - begun > slowMilliseconds) return { to: 'later', held };
    }
    after = page.next;
  }
  return { to: 'end', held };
}

async function attempted(
  recorded: RecordedEvent,
  body: string,
  subscriber: Subscription,
  delivering: Delivering,
): Promise<Attempt> {
  const secrets = await delivering.secretsOf(subscriber);
  const signed = sign(secrets, webhookId(subscriber.id, recorded), delivering.now(), body);
  const headers = { 'content-type': 'application/json', 'user-agent': 'Guichet-Webhooks/1', ...signed };
  return delivering.post(subscriber.url, headers, body);
}

type Failed = Extract<Attempt, { taken: false }>;

/** What follows a failure: another attempt later, or the end of the event or of the whole subscription. `end`: go on with the next event. */
async function afterFailure(held: Held, { sequence }: RecordedEvent, failed: Failed, delivering: Delivering): Promise<Drained> {
  const { subscriptions, circuits, lanes, report, now, random } = delivering;
  const { failure, retryAfterSeconds } = failed;
  report.failed(held, sequence, failure);
  const at = now();
  if (failure === goneStatus) {
    await subscriptions.disable(held.subscriptionId, 'gone', at);
    return { to: 'disabled', held };
  }
  const standing = await circuits.failed(held.subscriptionId, at, retryAfterSeconds);
  if (isGivenUp(held, at)) {
    if (hasOthers(held, standing)) {
      report.setAside(held, sequence);
      return { to: 'end', held: await lanes.setAside(held, sequence, failure, at) };
    }
    await subscriptions.disable(held.subscriptionId, 'failing', at);
    return { to: 'disabled', held };
  }
  const failures = held.failures + 1;
  const planned = at.getTime() + waitMilliseconds(failures, retryAfterSeconds, random());
  // The last attempt is made when it is given up, and not hours after.
  const next = Math.max(at.getTime() + 1000, Math.min(planned, givenUpAt(held, at)));
  return waiting({ ...held, failures, lastFailure: failure }, new Date(next), delivering);
}

/** The subscriber is being left alone: no attempt, and no failure of this lane's. */
async function forCircuit(
  held: Held,
  { until, lastSuccessAt }: Standing & { until: string },
  delivering: Delivering,
): Promise<Drained> {
  const at = delivering.now();
  if (isGivenUp(held, at) && !hasOthers(held, { lastSuccessAt })) {
    await delivering.subscriptions.disable(held.subscriptionId, 'failing', at);
    return { to: 'disabled', held };
  }
  return waiting(held, new Date(Date.parse(until) + 1 + delivering.random() * spreadMilliseconds), delivering);
}

/**
 * Lets the lane go until then. The message that ends the wait is sent first: should we die in between, the message that we work on comes
 * again and finds the lane as it was.
 */
async function waiting(held: Held, until: Date, { lanes, wakeUps, now }: Delivering): Promise<Drained> {
  const { subscriptionId, ticketId, delivered, failures, lastFailure, failingSince = now().toISOString() } = held;
  const waits = held.waits + 1;
  const nextAttemptAt = until.toISOString();
  await wakeUps.send([{ subscriptionId, ticketId, wait: waits }], delayUntil(nextAttemptAt, now()));
  await lanes.wait(held, { delivered, waits, nextAttemptAt, failures, failingSince, lastFailure });
  return { to: 'waiting', held };
}

const givenUpAt = ({ failingSince }: Held, now: Date): number =>
  (failingSince === undefined ? now.getTime() : Date.parse(failingSince)) + givenUpAfterSeconds * 1000;

const isGivenUp = (held: Held, now: Date): boolean => now.getTime() >= givenUpAt(held, now);

/** The subscriber has taken something since this lane began to fail: the event is what it will not take, not everything. */
const hasOthers = ({ failingSince }: Held, { lastSuccessAt }: Standing): boolean =>
  failingSince !== undefined && lastSuccessAt !== undefined && lastSuccessAt > failingSince;
